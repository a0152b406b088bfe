package import ConfluenceModel
import Foundation
import RedisClient

/// Deletions in one space that look like a lost permission rather than a clean-up, and wait for a person.
package struct HeldDeletions: Sendable, Hashable, Codable {
    package var space: SpaceID
    package var key: String
    package var name: String
    /// Stands for the space in checkpoints.
    package var ordinal: UInt16
    /// Objects that are no longer listed.
    package var absent: Int
    /// Objects that are known of the space.
    package var all: Int
    /// Why they wait.
    package var reason: String
    package var run: String
    /// What is marked older than this sweep is meant.
    package var sweep: UInt16
    /// Milliseconds since 1970.
    package var since: Int
    package var decision: Decision

    /// What a person said of them.
    package enum Decision: String, Sendable, Hashable, Codable {
        case waiting
        /// These documents are kept: nothing is said of them again before more are missing.
        case rejected
        /// They go, each after one more look.
        case confirmed
    }

    package init(
        space: SpaceRecord, absent: Int, all: Int, reason: String, run: String, sweep: UInt16, since: Int
    ) {
        self.space = space.id
        key = space.key
        name = space.name
        ordinal = space.ordinal
        self.absent = absent
        self.all = all
        self.reason = reason
        self.run = run
        self.sweep = sweep
        self.since = since
        decision = .waiting
    }
}

extension SyncState {
    /// By key. What cannot be read is left out.
    package func heldDeletions() async throws -> [HeldDeletions] {
        let map = try await redis.send("HGETALL", RedisArgument(keys.held)).map ?? [:]
        return map.compactMap { space, value -> HeldDeletions? in
            guard let bytes = value.bytes,
                let held = try? JSONDecoder().decode(HeldDeletions.self, from: Data(bytes)),
                held.space.rawValue == space, (0...Self.mostObjects).contains(held.absent),
                (0...Self.mostObjects).contains(held.all)
            else { return nil }
            return held
        }.sorted { ($0.key, $0.space.rawValue) < ($1.key, $1.space.rawValue) }
    }

    /// More than any site has, and few enough to be added up.
    private static let mostObjects = Int(UInt32.max)

    package func hold(_ deletions: HeldDeletions) async throws {
        let bytes = Array(try JSONEncoder().encode(deletions))
        _ = try await redis.send(
            "HSET", RedisArgument(keys.held), RedisArgument(deletions.space.rawValue), RedisArgument(bytes))
    }

    package func endHolding(_ space: SpaceID) async throws {
        _ = try await redis.send("HDEL", RedisArgument(keys.held), RedisArgument(space.rawValue))
    }
}
