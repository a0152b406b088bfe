import ConnectorAPI
import Foundation
import JobQueue
import Logging
import RedisClient
import SyncEngine
import Telemetry

extension Assembly {
    /// Opens the health door, if one is asked for, while the work goes on.
    /// - Parameter coordinates: it tells the figures of the whole connector, too.
    func withHealthDoor(coordinates: Bool, _ work: () async throws -> Void) async throws {
        guard let address = settings.healthListen else { return try await work() }
        let door = try await HealthDoor.open(at: address, try await health(coordinates: coordinates))
        logger.info("health door open", metadata: ["health.port": "\(door.port)"])
        let result = await Result { try await work() }
        await door.close()
        try result.get()
    }

    private func health(coordinates: Bool) async throws -> Health {
        let (metrics, pulse, redis) = (metrics, pulse, redis)
        let probe = WriteProbe(redis: redis, key: "cc:{\(settings.connectorID)}:probe")
        let figures =
            coordinates
            ? Figures(
                queue: queue, state: try await state(), redis: redis,
                inbox: Inbox(redis: redis, consumer: processName())) : nil
        return Health(
            trouble: {
                let out = pulse.oldestCall
                return out > .seconds(60) ? "a claim has not come back for \(out.components.seconds) seconds" : nil
            },
            hindrance: { await probe.complaint() },
            metrics: {
                metrics.set(.redisWriteOK, await probe.complaint() == nil ? 1 : 0)
                await figures?.note(into: metrics)
                return metrics.text
            })
    }
}

/// Whether Redis takes a write: one that is full, or a replica, answers PING all the same.
private actor WriteProbe {
    private let redis: RedisClient
    private let key: String
    private var last: (at: ContinuousClock.Instant, complaint: String?)?

    init(redis: RedisClient, key: String) {
        self.redis = redis
        self.key = key
    }

    /// `nil`: it does. An answer is good for five seconds.
    func complaint() async -> String? {
        if let last, ContinuousClock.now - last.at < .seconds(5) { return last.complaint }
        var complaint: String?
        do {
            _ = try await redis.send(["SET", RedisArgument(key), "1", "PX", "10000"], deadline: .seconds(2))
        } catch {
            complaint = "Redis takes no write: \(error)"
        }
        last = (.now, complaint)
        return complaint
    }
}
