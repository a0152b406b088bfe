import ConfluenceSimulator
import Synchronization

/// Answers requests, one at a time.
final class LH42Service: Sendable {
    private let guarded: Mutex<LH42State>

    init(_ options: LH42Options) { guarded = Mutex(LH42State(options)) }

    func listens(at address: String) { guarded.withLock { $0.address = address } }

    func state<Value: Sendable>(_ use: (inout LH42State) -> Value) -> Value { guarded.withLock { use(&$0) } }

    func answer(_ request: Request) -> Response {
        guarded.withLock { state in
            let prefix = state.options.prefix.split(separator: "/").map(String.init)
            if request.segments == ["api", "v1"], request.method == "GET" {
                _ = state.arrived("GET /api/v1")
                return state.options.hasDiscovery ? state.discovery : LH42Answer.error(404, "Not found").response
            }
            guard Array(request.segments.prefix(prefix.count)) == prefix else {
                return LH42Answer.error(404, "Not found").response
            }
            let path = Array(request.segments.dropFirst(prefix.count))
            switch state.arrived(Self.call(request, path)) {
            case nil: return state.answer(request, path)
            case .refused(let answer): return answer.response
            case .done(let answer):
                _ = state.answer(request, path)
                return answer.response
            case .reset: return Self.delivered(.text(""), .reset)
            case .doneThenReset: return Self.delivered(state.answer(request, path), .reset)
            case .truncated: return Self.delivered(state.answer(request, path), .truncated)
            case .slow(let milliseconds):
                var response = state.answer(request, path)
                response.delayMilliseconds = milliseconds
                return response
            }
        }
    }

    private static func delivered(_ response: Response, _ delivery: Response.Delivery) -> Response {
        var response = response
        response.delivery = delivery
        return response
    }

    /// `GET /documents?status=ready`, `DELETE /documents/{id}`, …
    private static func call(_ request: Request, _ path: [String]) -> String {
        var call = "\(request.method) /\(path.first ?? "")"
        if path.count > 1 { call += "/{id}" }
        if let status = request.query.first(where: { $0.name == "status" }) { call += "?status=\(status.value)" }
        return call
    }
}
