package import ConfluenceModel
internal import RedisClient

extension JobQueue {
    /// Those of the jobs that are waiting or at work, and their spaces; what cannot be read is of none.
    package func unfinished(_ ids: [JobID]) async throws -> [JobID: SpaceID] {
        guard !ids.isEmpty else { return [:] }
        let reply = try await redis.send(["HMGET", RedisArgument(keys.jobs)] + ids.map { RedisArgument("\($0)") })
        return zip(ids, reply.array ?? []).filter { !$1.isNull }.reduce(into: [:]) { found, entry in
            found[entry.0] = entry.1.string.flatMap { Job(id: entry.0, record: $0) }?.space ?? SpaceID("")
        }
    }
}
