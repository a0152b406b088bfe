/// Three primaries of a cluster that share the slots evenly, and perhaps a replica of the first.
package struct ClusterServers: Sendable {
    package let nodes: [RedisServer]
    private let busPorts: [Int]

    package var url: String { nodes[0].url }

    package static func with<Value>(replica: Bool = false, _ body: (ClusterServers) async throws -> Value) async throws
        -> Value
    {
        var nodes: [RedisServer] = []
        do {
            // By default the other port of a node is 10000 higher, where there may be none.
            let busPorts = try (0..<(replica ? 4 : 3)).map { _ in try freePort() }
            for port in busPorts {
                nodes.append(
                    try await RedisServer.start(arguments: [
                        "--cluster-enabled", "yes", "--cluster-port", "\(port)", "--appendonly", "no",
                        "--repl-diskless-sync-delay", "0",
                    ]))
            }
            let cluster = ClusterServers(nodes: nodes, busPorts: busPorts)
            try await cluster.join()
            if replica { try await cluster.follow() }
            let value = try await body(cluster)
            for node in nodes { await node.stop() }
            return value
        } catch {
            for node in nodes { await node.stop() }
            throw error
        }
    }

    private func join() async throws {
        for (index, (node, slots)) in zip(nodes, ["0 5460", "5461 10922", "10923 16383"]).enumerated() {
            try node.ask("CLUSTER SET-CONFIG-EPOCH \(index + 1)")
            try node.ask("CLUSTER ADDSLOTSRANGE \(slots)")
        }
        for (node, bus) in zip(nodes, busPorts).dropFirst() {
            try nodes[0].ask("CLUSTER MEET 127.0.0.1 \(node.port) \(bus)")
        }
        for node in nodes {
            try await eventually("a node knows the whole cluster", within: .seconds(60)) {
                let info = try node.ask("CLUSTER INFO")
                return info.contains("cluster_state:ok") && info.contains("cluster_size:3")
                    && info.contains("cluster_known_nodes:\(nodes.count)")
            }
        }
    }

    /// The last becomes the replica of the first.
    private func follow() async throws {
        try nodes[3].ask("CLUSTER REPLICATE \(try id(of: 0))")
        try await eventually("the replica is in step", within: .seconds(60)) {
            try nodes[3].ask("INFO replication").contains("master_link_status:up")
        }
    }

    /// The index of the node that owns the slot of a key, and that slot.
    package func place(of key: String) throws -> (node: Int, slot: Int) {
        guard let slot = Int(try nodes[0].ask("CLUSTER KEYSLOT \(key)").filter(\.isNumber)) else {
            throw SupportError("no slot for \(key)")
        }
        return (slot <= 5460 ? 0 : slot <= 10922 ? 1 : 2, slot)
    }

    /// From here until ``finishMove(of:from:to:)`` the slot is on its way.
    package func beginMove(of slot: Int, from source: Int, to target: Int) throws {
        try nodes[target].ask("CLUSTER SETSLOT \(slot) IMPORTING \(try id(of: source))")
        try nodes[source].ask("CLUSTER SETSLOT \(slot) MIGRATING \(try id(of: target))")
    }

    /// - Returns: the keys moved; none when all were.
    @discardableResult
    package func moveKeys(of slot: Int, from source: Int, to target: Int, atMost count: Int = 100) throws -> [String] {
        let answer = try nodes[source].ask("CLUSTER GETKEYSINSLOT \(slot) \(count)")
        let keys = answer.split(separator: "\r\n").filter { !"*$".contains($0.first ?? "*") }.map(String.init)
        for key in keys {
            let moved = try nodes[source].ask("MIGRATE 127.0.0.1 \(nodes[target].port) \(key) 0 10000")
            // A key that has expired meanwhile is not there to be moved.
            guard moved.hasPrefix("+OK") || moved.hasPrefix("+NOKEY") else { throw SupportError("\(key): \(moved)") }
        }
        return keys
    }

    package func finishMove(of slot: Int, from source: Int, to target: Int) throws {
        for node in [target, source] { try nodes[node].ask("CLUSTER SETSLOT \(slot) NODE \(try id(of: target))") }
    }

    private func id(of node: Int) throws -> Substring {
        guard let id = try nodes[node].ask("CLUSTER MYID").split(separator: "\r\n").last else {
            throw SupportError("a node without an id")
        }
        return id
    }
}
