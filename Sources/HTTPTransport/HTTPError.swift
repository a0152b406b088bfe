/// No complete answer could be had. An answer with a bad status is not an ``HTTPError`` but an ``HTTPResponse``.
package struct HTTPError: Error, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable {
        case badURL
        /// No such host, connection refused, no route, proxy unreachable.
        case unreachable
        case tls
        /// One of the request's deadlines passed.
        case timeout
        /// The connection ended before or while the answer came.
        case reset
        /// The body ended before its announced length.
        case truncated
        /// The body, decoded, or the headers are longer than allowed.
        case tooLarge
        /// A redirect left the origin, went down to http, had no usable address, or was one too many.
        case redirectRefused
        /// What came is not HTTP, or its encoding is broken.
        case malformed
        /// The answer could not be written to the given file.
        case fileNotWritten
        case cancelled
        /// The transport was shut down.
        case closed
    }

    package let code: Code
    /// A sentence for people, without secrets.
    package let detail: String
    /// `false` only where the request certainly never left: nothing can have happened at the other end.
    package let mayHaveArrived: Bool

    package init(_ code: Code, _ detail: String, mayHaveArrived: Bool = false) {
        self.code = code
        self.detail = detail
        self.mayHaveArrived = mayHaveArrived
    }

    package var description: String { "http \(code.rawValue): \(detail)" }
}
