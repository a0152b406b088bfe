internal import RedisClient

extension JobQueue {
    /// Those of the jobs that are waiting or at work.
    package func unfinished(_ ids: [JobID]) async throws -> Set<JobID> {
        guard !ids.isEmpty else { return [] }
        let reply = try await redis.send(["HMGET", RedisArgument(keys.jobs)] + ids.map { RedisArgument("\($0)") })
        return Set(zip(ids, reply.array ?? []).filter { !$1.isNull }.map(\.0))
    }
}
