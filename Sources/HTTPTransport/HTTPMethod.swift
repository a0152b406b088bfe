package enum HTTPMethod: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// Sending it twice does what sending it once does (RFC 9110 §9.2.2).
    package var isIdempotent: Bool { self != .post && self != .patch }
}
