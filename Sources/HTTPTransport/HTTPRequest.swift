/// One request. Its limits travel with it: what is not said is bounded all the same.
package struct HTTPRequest: Sendable {
    package var method: HTTPMethod
    package var url: HTTPURL
    package var headers: HTTPHeaders
    /// The whole `Authorization` value. Kept out of ``headers`` so that it is never printed and never follows a redirect
    /// to another origin.
    package var authorization: Secret?
    package var body: [UInt8]?
    package var deadlines: Deadlines
    /// Of the decoded body; one byte more and the request fails with `tooLarge`.
    package var maxBodyBytes: Int
    package var redirects: Redirects
    /// An open file that takes the body of a 2xx answer as it arrives; its position is moved. Stays open.
    /// Other answers' bodies are kept in memory as always.
    package var file: Int32?
    /// An open regular file that is sent as the body, from its start, over a connection of its own; instead of ``body``.
    /// Stays open.
    package var upload: Int32?

    /// libcurl sends a request once more, by itself, when a connection that was used before brings no answer. What must not
    /// be done twice goes over a connection of its own.
    package var isRepeatable: Bool

    /// How long things may take.
    package struct Deadlines: Hashable, Sendable {
        package var connect: Duration
        /// From the start to the last byte, redirects included.
        package var total: Duration
        /// Given up when fewer than ``slowBytesPerSecond`` arrive over this long. `nil`: only ``total`` counts.
        package var slow: Duration?
        package var slowBytesPerSecond: Int

        package init(
            connect: Duration = .seconds(10), total: Duration = .seconds(60), slow: Duration? = nil,
            slowBytesPerSecond: Int = 100
        ) {
            self.connect = connect
            self.total = total
            self.slow = slow
            self.slowBytesPerSecond = slowBytesPerSecond
        }
    }

    /// What to do with a 3xx answer that carries a `Location`.
    package enum Redirects: Hashable, Sendable {
        /// Hand the answer back as it is.
        case returned
        /// Follow within scheme, host and port; fail with `redirectRefused` elsewhere.
        case sameOrigin
        /// Follow anywhere over http and https, never from https to http; credentials stay with their origin.
        case anywhere
    }

    package init(
        _ method: HTTPMethod = .get, _ url: HTTPURL, headers: HTTPHeaders = [:], authorization: Secret? = nil,
        body: [UInt8]? = nil, deadlines: Deadlines = Deadlines(), maxBodyBytes: Int = 16 << 20,
        redirects: Redirects = .sameOrigin, file: Int32? = nil, isRepeatable: Bool = true
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.authorization = authorization
        self.body = body
        self.deadlines = deadlines
        self.maxBodyBytes = maxBodyBytes
        self.redirects = redirects
        self.file = file
        self.isRepeatable = isRepeatable
    }
}
