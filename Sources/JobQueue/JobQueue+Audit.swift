import RedisClient

extension JobQueue {
    /// The queue of another connector beside this one.
    package func of(_ connector: String) -> JobQueue {
        connector == self.connector
            ? self
            : JobQueue(
                redis: redis, connector: connector, prefix: keys.prefix, random: random, variant: variant,
                metrics: metrics)
    }

    /// Adds up what ``QueueAuditor`` put right, by kind, for those who watch.
    package func countRepairs(_ repairs: [String: Int]) async throws {
        for (kind, count) in repairs where kind.isPlainWord {
            _ = try await redis.send(
                "HINCRBY", RedisArgument(keys.counters), RedisArgument("repaired:\(kind)"), RedisArgument(count))
        }
    }

    /// What was put right so far, by kind.
    package func repairs() async throws -> [String: Int] {
        let counters = try await redis.send("HGETALL", RedisArgument(keys.counters)).map ?? [:]
        return counters.reduce(into: [:]) { found, counter in
            guard counter.key.hasPrefix("repaired:"), let count = counter.value.int else { return }
            found[String(counter.key.dropFirst(9))] = count
        }
    }
}
