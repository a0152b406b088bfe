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

    /// What ``QueueAuditor`` has put right so far, by kind; its scripts count.
    package func repairs() async throws -> [String: Int] {
        let counters = try await redis.send("HGETALL", RedisArgument(keys.counters)).map ?? [:]
        return counters.reduce(into: [:]) { found, counter in
            guard counter.key.hasPrefix("repaired:"), let count = counter.value.int else { return }
            found[String(counter.key.dropFirst(9))] = count
        }
    }
}
