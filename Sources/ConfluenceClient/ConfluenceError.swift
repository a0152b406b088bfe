/// Confluence could not be read. ``code`` is what callers branch on, ``message`` is for people: what, where, what to do.
package struct ConfluenceError: Error, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// 401: the credentials are wrong, expired, or Confluence treats us as nobody.
        case unauthorized
        /// 401 that names a scope: the token is good, but not for this call.
        case missingScope
        /// 403: this one thing, or the whole site, is closed to the account.
        case forbidden
        /// 404: not there, or not visible.
        case notFound
        /// 410: Confluence has removed this call.
        case gone
        /// 400: Confluence does not understand the request.
        case badRequest
        /// 429, or the pace is paused: ``ConfluenceError/retryAfter`` says for how long.
        case rateLimited
        /// 5xx.
        case serverError
        case timeout
        /// No such host, refused, no route; reset after the quick repeats.
        case unreachable
        case tls
        /// A web page came where JSON was expected.
        case notJSON
        /// JSON came, but not the documented shape; or a listing goes in circles.
        case malformed
        /// The place in the listing is no longer known: start the listing again.
        case cursorExpired
        /// The answer is longer than allowed, or the request too long for the server.
        case tooLarge
        /// The site sends us to another address.
        case redirected
        /// The configured deployment is not what answers there, or nothing there is Confluence.
        case wrongSite
        /// The place where one file lies refuses it, or cannot be trusted: says nothing of the site itself.
        case fileUnavailable
        /// A file could not be written.
        case fileNotWritten
        case cancelled
    }

    package var code: Code
    /// HTTP status, where one came.
    package var status: Int?
    package var message: String
    /// How long to stay away, where Confluence says so.
    package var retryAfter: Duration?
    /// `atl-traceid` of the answer: what Atlassian's support asks for.
    package var traceID: String?

    package init(
        _ code: Code, _ message: String, status: Int? = nil, retryAfter: Duration? = nil, traceID: String? = nil
    ) {
        self.code = code
        self.status = status
        self.message = message
        self.retryAfter = retryAfter
        self.traceID = traceID
    }

    package var description: String {
        "confluence \(code.rawValue)\(status.map { " (\($0))" } ?? ""): \(message)\(traceID.map { " [trace \($0)]" } ?? "")"
    }
}
