import RedisClient

extension JobQueue {
    package func status() async throws -> QueueStatus {
        let values = try await call(QueueScripts.status, [])
        guard let map = RESPValue.array(values).map else { throw unexpected(values, of: QueueScripts.status) }
        func number(_ name: String) -> Int { map[name]?.int ?? 0 }
        var status = QueueStatus()
        for lane in Lane.allCases {
            let oldest = map["oldest:\(lane.rawValue)"]?.int
            status.lanes[lane] = .init(
                ready: number("ready:\(lane.rawValue)"), delayed: number("delayed:\(lane.rawValue)"),
                oldest: oldest.map { .milliseconds(Swift.max($0, 0)) })
        }
        status.jobs = number("jobs")
        status.active = number("active")
        status.dead = number("dead")
        status.leases = number("leases")
        status.isPaused = number("paused") == 1
        status.pauseReason = map["reason"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        status.isDraining = number("drain") == 1
        status.wait = number("wait") > 0 ? .milliseconds(number("wait")) : nil
        status.sweep = UInt16(exactly: number("sweep")) ?? 0
        status.workers = try await redis.send("ZCARD", RedisArgument(keys.workers)).int ?? 0
        return status
    }

    /// Claims answer ``Claim/paused(reason:)`` until ``resume()``. What is leased is finished.
    package func pause(reason: String) async throws { try await control("pause", reason.field(200)) }

    package func resume() async throws { try await control("resume", "") }

    /// Refuses new jobs while the waiting ones are done, until `drain(false)`.
    package func drain(_ on: Bool = true) async throws { try await control("drain", on ? "1" : "0") }

    /// All workers wait at least this long before their next claim: a `Retry-After` outside of a job.
    package func wait(_ duration: Duration) async throws { try await control("wait", String(duration.milliseconds)) }

    private func control(_ operation: RedisArgument, _ value: String) async throws {
        _ = try await call(QueueScripts.control, [operation, RedisArgument(value)])
    }
}
