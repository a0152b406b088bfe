package import RedisClient
package import Telemetry

/// The jobs of one connector, in Redis.
///
/// At least once, with fences: a job is leased before it is worked on and ends in one script, which also writes what is
/// known of its object. A worker that lost its lease writes nothing. Times are those of Redis. Every method may throw
/// `RedisError`, and ``QueueError`` when Redis answers what no script of ours says.
package struct JobQueue: Sendable {
    /// Failed tries after which a job is dead.
    package static let attemptLimit = 8
    /// Answers of `Retry-After` after which a job is dead.
    package static let throttleLimit = 50
    /// Workers that may die holding a job before it is dead.
    package static let deathLimit = 3
    /// Jobs of one lease at most, and fields of one script.
    package static let batchLimit = 250
    /// Jobs of one script that claims or ends them: Redis does nothing else during one, and should be held up for no more
    /// than a millisecond.
    static let scriptLimit = 50
    /// Items of one script that compares them, which costs half as much.
    static let enqueueLimit = 100

    /// For webhooks: an edit is seldom the last one.
    package static let quietTime = Duration.seconds(3)

    package let connector: String
    let redis: RedisClient
    let keys: QueueKeys
    /// In 0 ..< 1; spreads retries.
    let random: @Sendable () -> Double

    /// For tests, which must notice when a script is wrong.
    let variant: (@Sendable (RedisScript) -> RedisScript)?
    let metrics: Metrics

    package init(
        redis: RedisClient, connector: String, prefix: String = "cc",
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
        variant: (@Sendable (RedisScript) -> RedisScript)? = nil, metrics: Metrics = Metrics()
    ) {
        self.redis = redis
        self.connector = connector
        self.random = random
        self.variant = variant
        self.metrics = metrics
        keys = QueueKeys(prefix: prefix, connector: connector)
    }

    func call(_ script: RedisScript, _ arguments: [RedisArgument]) async throws -> [RESPValue] {
        let start = ContinuousClock.now
        let reply = try await redis.run(variant?(script) ?? script, keys: keys.fixed, arguments: arguments)
        metrics.observe(.scriptDuration, ContinuousClock.now - start, ["script": script.name])
        guard let values = reply.array else { throw unexpected(reply, of: script) }
        return values
    }

    func unexpected(_ reply: some Any, of script: RedisScript) -> QueueError {
        QueueError(.unexpectedReply, "script \(script.name): \(String(describing: reply).prefix(200))")
    }
}

extension Duration {
    /// Whole milliseconds, saturating.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        let (product, overflow) = Int(seconds).multipliedReportingOverflow(by: 1000)
        return overflow ? (seconds < 0 ? .min : .max) : product + Int(attoseconds / 1_000_000_000_000_000)
    }
}
