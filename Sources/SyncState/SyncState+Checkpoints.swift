package import ConfluenceModel
import RedisClient

extension SyncState {
    /// Those that are known. What cannot be read counts as unknown.
    package func checkpoints(_ ids: some Sequence<ContentID>) async throws -> [ContentID: Checkpoint] {
        try await values(of: ids, in: keys.checkpoints).compactMapValues { Checkpoint(bytes: $0) }
    }

    package func checkpoint(_ id: ContentID) async throws -> Checkpoint? { try await checkpoints([id])[id] }

    /// Those that are known. What cannot be read counts as unknown.
    package func receipts(_ ids: some Sequence<ContentID>) async throws -> [ContentID: Receipt] {
        try await values(of: ids, in: keys.receipts).compactMapValues { Receipt(bytes: $0) }
    }

    package func receipt(_ id: ContentID) async throws -> Receipt? { try await receipts([id])[id] }

    /// Puts what a sink holds in place without a job: its receipts, and checkpoints of version 0 that no sweep has seen, so
    /// that everything is compared once, and is found missing where it does not come up.
    package func adopt(_ adoptions: [ContentID: Adoption]) async throws {
        let byBucket = Dictionary(grouping: adoptions, by: { buckets.index(of: $0.key) })
        let commands = byBucket.flatMap { bucket, entries in
            var receipts: [RedisArgument] = ["HSET", RedisArgument(keys.receipts(bucket))]
            var checkpoints: [RedisArgument] = ["HSET", RedisArgument(keys.checkpoints(bucket))]
            for (id, adoption) in entries {
                receipts += [RedisArgument(id.rawValue), RedisArgument(adoption.receipt.bytes)]
                checkpoints += [RedisArgument(id.rawValue), RedisArgument(adoption.checkpoint.bytes)]
            }
            return [receipts, checkpoints]
        }
        try await pipeline(commands)
    }

    /// Forgets what the sink has, and that spaces were ever swept: everything will be pushed again.
    package func forgetDocuments() async throws {
        for start in stride(from: 0, to: buckets.count, by: 512) {
            let part = start..<min(start + 512, buckets.count)
            try await pipeline(
                part.map { ["UNLINK", RedisArgument(keys.checkpoints($0)), RedisArgument(keys.receipts($0))] })
        }
        let fields = (try await redis.send("HKEYS", RedisArgument(keys.spaces)).array ?? []).compactMap(\.string)
        let swept = fields.filter { $0.hasSuffix("/sweep") }.map { RedisArgument($0) }
        if !swept.isEmpty { _ = try await redis.send(["HDEL", RedisArgument(keys.spaces)] + swept) }
    }

    /// One command a bucket, all in one pipeline.
    private func values(
        of ids: some Sequence<ContentID>, in key: (Int) -> String
    ) async throws -> [ContentID: [UInt8]] {
        let byBucket = Array(Dictionary(grouping: Set(ids), by: { buckets.index(of: $0) }))
        let replies = try await pipeline(
            byBucket.map { bucket, ids in
                ["HMGET", RedisArgument(key(bucket))] + ids.map { RedisArgument($0.rawValue) }
            })
        var found: [ContentID: [UInt8]] = [:]
        for ((_, ids), reply) in zip(byBucket, replies) {
            for (id, value) in zip(ids, reply.array ?? []) { found[id] = value.bytes }
        }
        return found
    }

    @discardableResult
    func pipeline(_ commands: [[RedisArgument]]) async throws -> [RESPValue] {
        if commands.isEmpty { return [] }
        let replies = try await redis.pipeline(commands)
        if let error = replies.compactMap(\.error).first { throw error }
        return replies
    }
}
