/// Which node owns which slot, as far as is known.
struct SlotMap {
    private var owners: [RedisAddress.Endpoint?] = Array(repeating: nil, count: HashSlot.count)
    private(set) var nodes: Set<RedisAddress.Endpoint> = []

    init() {}

    /// Reads the reply to `CLUSTER SLOTS`: `[[first, last, [host, port, id, …], replicas…], …]`.
    /// - Parameter asked: whose host stands in where the reply gives none.
    /// - Returns: `nil` for a reply of another shape, or one that knows of no slot.
    init?(reply: RESPValue, asked: RedisAddress.Endpoint) {
        guard let ranges = reply.array, ranges.count <= HashSlot.count else { return nil }
        for range in ranges {
            guard let fields = range.array, fields.count >= 3, let first = fields[0].int, let last = fields[1].int,
                0 <= first, first <= last, last < HashSlot.count,
                let node = fields[2].array, node.count >= 2, let port = node[1].int,
                let owner = asked.neighbour(host: node[0].string ?? "", port: port)
            else { return nil }
            for slot in first...last { owners[slot] = owner }
            nodes.insert(owner)
        }
        if nodes.isEmpty { return nil }
    }

    func owner(of slot: Int) -> RedisAddress.Endpoint? { owners[slot] }

    mutating func setOwner(of slot: Int, to node: RedisAddress.Endpoint) {
        owners[slot] = node
        nodes.insert(node)
    }
}

extension RedisAddress.Endpoint {
    /// A node as another names it: without a host, or with `?` for one, it has the other's.
    func neighbour(host: String, port: Int) -> Self? {
        guard (1...65535).contains(port) else { return nil }
        if !host.isEmpty, host != "?" { return .tcp(host: host, port: port) }
        guard case .tcp(let own, _) = self else { return nil }
        return .tcp(host: own, port: port)
    }
}
