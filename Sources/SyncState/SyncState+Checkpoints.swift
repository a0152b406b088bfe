package import ConfluenceModel
import RedisClient

extension SyncState {
    /// Those that are known. What cannot be read counts as unknown.
    package func known(_ ids: some Sequence<ContentID>) async throws -> [ContentID: KnownObject] {
        let ids = Array(Set(ids))
        if ids.isEmpty { return [:] }
        let reply = try await redis.send(
            ["HMGET", RedisArgument(keys.checkpoints)] + ids.map { RedisArgument($0.rawValue) })
        var found: [ContentID: KnownObject] = [:]
        for (id, value) in zip(ids, reply.array ?? []) { found[id] = value.bytes.flatMap { KnownObject(bytes: $0) } }
        return found
    }

    package func checkpoints(_ ids: some Sequence<ContentID>) async throws -> [ContentID: Checkpoint] {
        try await known(ids).mapValues(\.checkpoint)
    }

    package func checkpoint(_ id: ContentID) async throws -> Checkpoint? { try await checkpoints([id])[id] }

    /// Puts what a sink holds in place without a job: its receipts, and checkpoints of version 0 that no sweep has seen, so
    /// that everything is compared once, and is found missing where it does not come up.
    package func adopt(_ adoptions: [ContentID: Adoption]) async throws {
        if adoptions.isEmpty { return }
        let time = (try await redis.send("TIME").array ?? []).compactMap(\.int)
        let milliseconds = (time.first ?? 0) * 1000 + (time.last ?? 0) / 1000
        _ = try await redis.send("HSET", RedisArgument(keys.meta), "adopted", RedisArgument(milliseconds))
        let values = adoptions.flatMap { id, adoption in
            [RedisArgument(id.rawValue), RedisArgument(adoption.known.bytes)]
        }
        _ = try await redis.send(["HSET", RedisArgument(keys.checkpoints)] + values)
    }

    /// When documents were last taken over, in milliseconds since 1970; `nil`: never.
    package func adoptedAt() async throws -> Int? {
        try await redis.send("HGET", RedisArgument(keys.meta), "adopted").int
    }

    /// Objects that are known: documents, and what was left out with a reason.
    package func countCheckpoints() async throws -> Int {
        try await redis.send("HLEN", RedisArgument(keys.checkpoints)).int ?? 0
    }

    /// Forgets what the sink has, and that spaces were ever swept: everything will be pushed again.
    package func forgetDocuments() async throws {
        _ = try await redis.send("UNLINK", RedisArgument(keys.checkpoints))
        let fields = (try await redis.send("HKEYS", RedisArgument(keys.spaces)).array ?? []).compactMap(\.string)
        let swept = fields.filter { $0.hasSuffix("/sweep") }.map { RedisArgument($0) }
        if !swept.isEmpty { _ = try await redis.send(["HDEL", RedisArgument(keys.spaces)] + swept) }
    }

    @discardableResult
    func pipeline(_ commands: [[RedisArgument]]) async throws -> [RESPValue] {
        if commands.isEmpty { return [] }
        let replies = try await redis.pipeline(commands)
        if let error = replies.compactMap(\.error).first { throw error }
        return replies
    }
}
