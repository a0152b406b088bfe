import RedisClient

/// What workers write before a job can end. A full Redis takes it, too: otherwise nothing would ever end and make room.
extension SyncState {
    /// - Parameter hashes: up to some hundred fields in all.
    func keep(_ hashes: [(key: String, fields: [(RedisArgument, RedisArgument)])]) async throws {
        guard !hashes.isEmpty else { return }
        var arguments: [RedisArgument] = []
        for (_, fields) in hashes { arguments += [RedisArgument(2 * fields.count)] + fields.flatMap { [$0.0, $0.1] } }
        _ = try await redis.run(Self.keeping, keys: hashes.map(\.key), arguments: arguments)
    }

    /// ARGV: for each key the number of its names and values, and these. In a cluster further keys follow, for its sake.
    private static let keeping = RedisScript(
        name: "keep",
        source: """
            #!lua flags=allow-oom
            local at = 1
            for _, key in ipairs(KEYS) do
              local number = tonumber(ARGV[at])
              if not number then break end
              redis.call('HSET', key, unpack(ARGV, at + 1, at + number))
              at = at + number + 1
            end
            """)
}
