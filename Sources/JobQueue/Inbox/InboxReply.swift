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

    /// The `XADD` that says it.
    func command(to stream: String, id: String) -> [RedisArgument] {
        var fields = [("type", word), ("id", id)]
        switch self {
        case .accepted(let run), .duplicate(let run): if let run { fields.append(("run_id", run.rawValue)) }
        case .rejected(let field, let reason): fields += [("field", field), ("reason", reason)]
        case .expired: break
        case .finished(let run, let state, let counts):
            fields += [("run_id", run.rawValue), ("state", state)] + counts.sorted { $0.key < $1.key }
        }
        let trimmed: [RedisArgument] = ["XADD", RedisArgument(stream), "MAXLEN", "~", "10000", "*"]
        return trimmed + fields.flatMap { [RedisArgument($0.0), RedisArgument($0.1)] }
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
