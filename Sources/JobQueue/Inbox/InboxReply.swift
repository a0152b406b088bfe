import RedisClient

/// What another service is told about its request.
package enum InboxReply: Sendable, Hashable {
    case accepted(RunID?)
    case rejected(field: String, reason: String)
    /// The same request came before.
    case duplicate(RunID?)
    case expired
    /// Sent by ``JobQueue/forwardEvents(_:)`` when the run of an accepted request has ended. Counts by outcome.
    case finished(RunID, state: String, counts: [String: String])

    /// Of a stream of somebody's own: it goes when it was not written to for a week, in ms.
    static let lifetime: RedisArgument = "604800000"

    /// What says it.
    func commands(to stream: String, id: String) -> [[RedisArgument]] {
        let start: [RedisArgument] = ["XADD", RedisArgument(stream), "MAXLEN", "~", "10000", "*"]
        let write = start + fields(id: id).flatMap { [RedisArgument($0.0), RedisArgument($0.1)] }
        return stream.contains(":reply:") ? [write, ["PEXPIRE", RedisArgument(stream), Self.lifetime]] : [write]
    }

    func fields(id: String) -> [(String, String)] {
        let start = [("type", word), ("id", id)]
        return switch self {
        case .accepted(let run), .duplicate(let run): start + (run.map { [("run_id", $0.rawValue)] } ?? [])
        case .rejected(let field, let reason): start + [("field", field), ("reason", reason)]
        case .expired: start
        case .finished(let run, let state, let counts):
            start + [("run_id", run.rawValue), ("state", state)] + counts.sorted { $0.key < $1.key }
        }
    }

    private var word: String {
        switch self {
        case .accepted: "accepted"
        case .rejected: "rejected"
        case .duplicate: "duplicate"
        case .expired: "expired"
        case .finished: "finished"
        }
    }
}
