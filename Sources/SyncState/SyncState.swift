package import RedisClient

/// What is remembered of one connector between runs: checkpoints, receipts, spaces, restrictions.
///
/// Checkpoints and receipts are written by the queue's scripts alone, together with the job that changes them.
package struct SyncState: Sendable {
    /// The layout of the keys that this version reads and writes.
    package static let schema = 2

    package let connector: String
    /// Nothing was known before this `open`: the first start, or a Redis that lost its data.
    package let isNew: Bool
    let redis: RedisClient
    let keys: StateKeys

    /// Opens, or founds, a connector's state.
    /// - Throws: ``SyncStateError`` `newerSchema` or `damaged`; `RedisError`.
    package static func open(
        redis: RedisClient, connector: String, prefix: String = "cc"
    ) async throws -> SyncState {
        let keys = StateKeys(prefix: prefix, connector: connector)
        let meta = RedisArgument(keys.meta)
        let time = try await redis.send("TIME")
        let seconds = time.array?.first?.int ?? 0
        // The first to come decides; whoever is late reads what was decided.
        let replies = try await redis.pipeline([
            ["HSETNX", meta, "schema", RedisArgument(schema)],
            ["HSETNX", meta, "created", "\(seconds)000"],
            ["HMGET", meta, "schema", "buckets"],
        ])
        if let error = replies.compactMap(\.error).first { throw error }
        guard let fields = replies[2].array, fields.count == 2, let version = fields[0].int, version > 0 else {
            throw SyncStateError(.damaged, "the connector \(connector) has no readable schema")
        }
        guard version <= schema else {
            throw SyncStateError(
                .newerSchema, "\(connector) was written with schema \(version), this version knows \(schema): upgrade")
        }
        try await upgrade(from: version, buckets: fields[1], redis, keys)
        return SyncState(connector: connector, isNew: replies[0].int == 1, redis: redis, keys: keys)
    }

    /// Starts a sweep: from now on acknowledgements write its number. Numbers wrap, and 0 is none.
    package func beginSweep() async throws -> UInt16 {
        var number: UInt16 = 0
        while number == 0 {
            let count = try await redis.send("HINCRBY", RedisArgument(keys.meta), "sweeps", "1").integer ?? 0
            number = UInt16(truncatingIfNeeded: count)
        }
        _ = try await redis.send("HSET", RedisArgument(keys.meta), "sweep", RedisArgument(number))
        return number
    }

    /// The number of the sweep under way, or of the last one; 0 before the first.
    package func currentSweep() async throws -> UInt16 {
        let number = try await redis.send("HGET", RedisArgument(keys.meta), "sweep").int
        return number.flatMap { UInt16(exactly: $0) } ?? 0
    }

    /// Kind, address and collection of the sink that the receipts are from, as one text.
    package func sinkFingerprint() async throws -> String? {
        try await redis.send("HGET", RedisArgument(keys.meta), "sink").string
    }

    package func setSinkFingerprint(_ text: String) async throws {
        _ = try await redis.send("HSET", RedisArgument(keys.meta), "sink", RedisArgument(text))
    }
}
