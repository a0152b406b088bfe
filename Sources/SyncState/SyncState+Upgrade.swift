import RedisClient

extension SyncState {
    /// Schema 1 kept checkpoints in the hashes `ck:0` … and receipts in `rc:0` …, 2^`buckets` of each.
    ///
    /// Any number of processes may do this at once: a bucket is moved whole, by whoever comes first, and who goes on has seen
    /// all of them moved.
    static func moveOutOfBuckets(_ redis: RedisClient, _ keys: StateKeys) async throws {
        let meta = RedisArgument(keys.meta)
        // Somebody else was faster.
        guard let exponent = try await redis.send("HGET", meta, "buckets").int else { return }
        guard (0...24).contains(exponent) else {
            throw SyncStateError(
                .damaged, "\(keys.meta) has `buckets` \(exponent), which no version wrote: put back what it was")
        }
        for bucket in 0..<(1 << exponent) {
            let old = ["\(keys.checkpoints):\(bucket)", "\(keys.base)rc:\(bucket)"]
            _ = try await redis.run(bucketMove, keys: [keys.checkpoints] + old)
        }
        let replies = try await redis.pipeline([["HSET", meta, "schema", "2"], ["HDEL", meta, "buckets"]])
        if let error = replies.compactMap(\.error).first { throw error }
    }

    private static let bucketMove = RedisScript(
        name: "bucket_move",
        source: """
            #!lua flags=allow-oom
            -- KEYS: where to, checkpoints, receipts
            local receipts, found = {}, redis.call('HGETALL', KEYS[3])
            for i = 1, #found, 2 do receipts[found[i]] = found[i + 1] end
            found = redis.call('HGETALL', KEYS[2])
            for i = 1, #found, 2 do
              if #found[i + 1] == 18 then
                redis.call('HSETNX', KEYS[1], found[i], found[i + 1] .. (receipts[found[i]] or ''))
              end
            end
            redis.call('DEL', KEYS[2], KEYS[3])
            return {}
            """)
}
