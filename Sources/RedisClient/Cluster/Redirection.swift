/// What a node of a cluster answers instead of running a command (Redis Cluster specification, "Redirection and resharding").
/// The command has changed nothing.
enum Redirection: Equatable {
    /// The slot belongs to another node.
    case moved(slot: Int, to: RedisAddress.Endpoint)
    /// The slot is under way to another node, and this key may be there already.
    case ask(RedisAddress.Endpoint)
    /// Of the keys, some are here and some there, or the cluster has no owner for the slot: later, perhaps.
    case later

    /// - Parameter asked: the node that answered; others may be named without a host.
    init?(_ reply: RESPValue, from asked: RedisAddress.Endpoint) {
        guard case .error(let text) = reply else { return nil }
        let words = text.split(separator: " ", maxSplits: 3)
        switch words.first {
        case "TRYAGAIN", "CLUSTERDOWN": self = .later
        case "MOVED", "ASK":
            // `MOVED 3999 127.0.0.1:6381`; the host may be empty or hold colons of its own.
            guard words.count >= 3, let slot = Int(words[1]), (0..<HashSlot.count).contains(slot),
                let colon = words[2].lastIndex(of: ":"), let port = Int(words[2][words[2].index(after: colon)...]),
                let node = asked.neighbour(host: String(words[2][..<colon]), port: port)
            else { return nil }
            self = words[0] == "ASK" ? .ask(node) : .moved(slot: slot, to: node)
        default: return nil
        }
    }

    /// Cheap, for every reply.
    static func isOne(_ reply: RESPValue) -> Bool {
        guard case .error(let text) = reply else { return false }
        return text.hasPrefix("MOVED ") || text.hasPrefix("ASK ")
    }
}
