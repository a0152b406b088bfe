/// What goes back, and how badly.
package struct Response: Sendable {
    package enum Body: Sendable {
        case bytes([UInt8])
        /// Asked again and again until it gives `nil`; sent as fast as the other side reads. `length` is announced, be it true
        /// or not; without one it goes in chunks.
        case stream(length: Int? = nil, @Sendable () -> [UInt8]?)
    }

    package enum Delivery: Sendable {
        case whole
        /// The connection breaks after half of the body.
        case truncated
        /// The connection is reset without an answer.
        case reset
    }

    package var status: Int
    package var headers: [(name: String, value: String)] = []
    package var body: Body
    package var delivery = Delivery.whole
    package var delayMilliseconds: Int64 = 0
    /// Objects and identities in the answer, for the count of points.
    var objects = 0
    var identities = 0
    /// What a search found, in its order.
    var found: [Int64] = []
    /// Keys that were looked at to find them: the work that does not grow with the site.
    var examined = 0

    package static func json(_ value: JSON, status: Int = 200, objects: Int = 0, identities: Int = 0) -> Response {
        Response(
            status: status, headers: [("Content-Type", "application/json")], body: .bytes(value.bytes),
            objects: objects,
            identities: identities)
    }

    package static func text(_ text: String, type: String = "text/plain; charset=utf-8", status: Int = 200) -> Response
    {
        Response(status: status, headers: [("Content-Type", type)], body: .bytes(Array(text.utf8)))
    }

    package func adding(_ name: String, _ value: String) -> Response {
        var response = self
        response.headers.append((name, value))
        return response
    }

    func replacing(_ name: String, _ value: String) -> Response {
        var response = self
        response.headers.removeAll { $0.name.lowercased() == name.lowercased() }
        response.headers.append((name, value))
        return response
    }
}
