import Synchronization

extension Response {
    private static let blanks = [UInt8](repeating: UInt8(ascii: " "), count: 64 * 1024)

    /// This body with blanks behind it, made while they are read: up to `total` bytes, or without end.
    /// - Parameter declared: the Content-Length to announce.
    func stretched(to total: Int?, declared: Int?) -> Response {
        guard case .bytes(let own) = body else { return self }
        var response = self
        let state = Mutex<(sent: Int, began: Bool)>((0, false))
        response.body = .stream(length: declared) {
            state.withLock { state in
                let rest = (total ?? .max) - state.sent
                guard rest > 0 else { return nil }
                var part = state.began ? Response.blanks : own.isEmpty ? Response.blanks : own
                state.began = true
                if part.count > rest { part = Array(part.prefix(rest)) }
                // Without end, nothing need be counted.
                if total != nil { state.sent += part.count }
                return part
            }
        }
        return response
    }
}
