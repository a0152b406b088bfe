package import RedisClient

/// Who is alive, for the operator. Nothing is decided by it.
package struct WorkerRegistry: Sendable {
    private let redis: RedisClient
    private let keys: QueueKeys

    package init(redis: RedisClient, prefix: String = "cc") {
        self.redis = redis
        keys = QueueKeys(prefix: prefix, connector: "")
    }

    /// Says what a worker does. Forgotten when it says nothing for a minute.
    package func announce(_ id: String, _ facts: [String: String]) async throws {
        let key = RedisArgument(keys.worker(id))
        let fields = facts.sorted { $0.key < $1.key }.flatMap { [RedisArgument($0.key), RedisArgument($0.value)] }
        _ = try await presence("seen", id)
        if fields.isEmpty { return }
        for reply in try await redis.pipeline([["HSET", key] + fields, ["PEXPIRE", key, "60000"]]) {
            if let error = reply.error { throw error }
        }
    }

    package func leave(_ id: String) async throws {
        _ = try await presence("left", id)
        _ = try await redis.send("DEL", RedisArgument(keys.worker(id)))
    }

    package func workers() async throws -> [WorkerStatus] {
        let reply = try await presence("list", "")
        let values = reply.array ?? []
        var found: [WorkerStatus] = []
        for index in stride(from: 0, to: values.count - 1, by: 2) {
            guard let id = values[index].string, let seen = values[index + 1].int else { continue }
            found.append(WorkerStatus(id: id, lastSeen: seen, facts: [:]))
        }
        let replies = try await redis.pipeline(found.map { ["HGETALL", RedisArgument(keys.worker($0.id))] })
        for (index, reply) in replies.enumerated() {
            found[index].facts = (reply.map ?? [:]).compactMapValues(\.string)
        }
        return found
    }

    private func presence(_ step: RedisArgument, _ id: String) async throws -> RESPValue {
        try await redis.run(QueueScripts.presence, keys: [keys.workers], arguments: [step, RedisArgument(id)])
    }
}
