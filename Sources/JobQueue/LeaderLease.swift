package import RedisClient

/// The right of one process to coordinate, for all connectors under a prefix.
///
/// Held for `duration` from each `acquire` or `renew`; renew at a third of it.
package struct LeaderLease: Sendable {
    private let redis: RedisClient
    private let key: String
    private let holder: String
    private let duration: Duration

    /// - Parameter holder: unique in all processes, for ever: host, process id and something random.
    package init(redis: RedisClient, holder: String, prefix: String = "cc", duration: Duration = .seconds(15)) {
        self.redis = redis
        self.holder = holder.field(128)
        self.duration = duration
        key = QueueKeys(prefix: prefix, connector: "").leader
    }

    /// Takes the lease if nobody has it, or renews it if we do.
    /// - Returns: the fence, which grows with every new leader; `nil` when another process leads.
    package func acquire() async throws -> UInt64? {
        try await step("acquire").string.flatMap { UInt64($0) }
    }

    /// `false`: the lease was lost; stop coordinating.
    package func renew() async throws -> Bool { try await step("renew").int == 1 }

    package func release() async throws { _ = try await step("release") }

    /// Who leads, as it called itself.
    package func currentHolder() async throws -> String? {
        let text = try await redis.send("GET", RedisArgument(key)).string
        return text.flatMap { $0.split(separator: "|", maxSplits: 1).last.map(String.init) }
    }

    private func step(_ name: RedisArgument) async throws -> RESPValue {
        try await redis.run(
            QueueScripts.leader, keys: [key],
            arguments: [name, RedisArgument(holder), RedisArgument(Swift.max(duration.milliseconds, 1))])
    }
}
