import ConfluenceModel
import Foundation
import RedisClient

extension SyncState {
    /// Schema 1 kept checkpoints in the hashes `ck:0` … and receipts in `rc:0` …, 2^`buckets` of each, and of held deletions
    /// whether they were rejected.
    ///
    /// Any number of processes may do this at once, and be stopped at it: versions that know schema 1 alone refuse the state
    /// from the first step on, and `buckets` stays until all are moved.
    /// - Parameter buckets: of the connector's `meta`; `nil`: this has been done.
    static func upgrade(from version: Int, buckets: RESPValue, _ redis: RedisClient, _ keys: StateKeys) async throws {
        if version >= schema, buckets.isNull { return }
        let meta = RedisArgument(keys.meta)
        guard let exponent = buckets.int, (0...24).contains(exponent) else {
            throw SyncStateError(
                .damaged,
                "\(keys.meta) has schema \(version) and `buckets` \(buckets.string ?? "of no kind"), which no version wrote: put back what it was"
            )
        }
        _ = try await redis.send("HSET", meta, "schema", RedisArgument(schema))
        try await keepDecisions(redis, keys)
        for bucket in 0..<(1 << exponent) {
            let old = ["\(keys.checkpoints):\(bucket)", "\(keys.base)rc:\(bucket)"]
            _ = try await redis.run(bucketMove, keys: [keys.checkpoints] + old)
        }
        _ = try await redis.send("HDEL", meta, "buckets")
    }

    private static let bucketMove = RedisScript(
        name: "bucket_move",
        source: """
            #!lua flags=allow-oom
            -- KEYS: where to, checkpoints, receipts. Of two the one of the higher version stays.
            local receipts, found = {}, redis.call('HGETALL', KEYS[3])
            for i = 1, #found, 2 do receipts[found[i]] = found[i + 1] end
            found = redis.call('HGETALL', KEYS[2])
            for i = 1, #found, 2 do
              local id, old = found[i], found[i + 1]
              local new = redis.call('HGET', KEYS[1], id)
              if #old == 18 and not (new and #new >= 18 and struct.unpack('<I4', new) >= struct.unpack('<I4', old)) then
                redis.call('HSET', KEYS[1], id, old .. (receipts[id] or ''))
              end
            end
            redis.call('DEL', KEYS[2], KEYS[3])
            return {}
            """)

    /// A person's no to deletions was `isRejected`.
    private static func keepDecisions(_ redis: RedisClient, _ keys: StateKeys) async throws {
        for (space, value) in try await redis.send("HGETALL", RedisArgument(keys.held)).map ?? [:] {
            guard let bytes = value.bytes, !bytes.isEmpty,
                var entry = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
                entry["decision"] == nil, let isRejected = entry.removeValue(forKey: "isRejected") as? Bool
            else { continue }
            entry["decision"] = (isRejected ? HeldDeletions.Decision.rejected : .waiting).rawValue
            let text = Array(try JSONSerialization.data(withJSONObject: entry))
            _ = try await redis.send("HSET", RedisArgument(keys.held), RedisArgument(space), RedisArgument(text))
        }
    }
}
