import RedisClient

/// Whose documents are remembered: of which site, as which account saw it.
extension SyncState {
    /// The address that documents are known by, their `site_url`.
    package func siteAddress() async throws -> String? {
        try await redis.send("HGET", RedisArgument(keys.meta), "site").string
    }

    package func setSiteAddress(_ address: String) async throws {
        _ = try await redis.send("HSET", RedisArgument(keys.meta), "site", RedisArgument(address))
    }

    /// Remembers behind which account the site is seen.
    /// - Returns: whether it was another one before. Then absences are doubted until ``endDoubt()``: it may see less.
    package func noteAccount(_ id: String) async throws -> Bool {
        let known = try await redis.send("HGET", RedisArgument(keys.meta), "account").string
        guard known != id else { return false }
        var fields: [RedisArgument] = ["account", RedisArgument(id)]
        if known != nil { fields += ["doubt", "1"] }
        _ = try await redis.send(["HSET", RedisArgument(keys.meta)] + fields)
        return known != nil
    }

    package func beginDoubt() async throws {
        _ = try await redis.send("HSET", RedisArgument(keys.meta), "doubt", "1")
    }

    /// What is not listed may be there all the same, hidden from an account that is new here.
    package func isInDoubt() async throws -> Bool {
        try await redis.send("HGET", RedisArgument(keys.meta), "doubt").string == "1"
    }

    package func endDoubt() async throws {
        _ = try await redis.send("HDEL", RedisArgument(keys.meta), "doubt")
    }

    /// Whether anything is remembered of any document.
    package func hasDocuments() async throws -> Bool {
        try await redis.send("EXISTS", RedisArgument(keys.checkpoints)).int == 1
    }
}
