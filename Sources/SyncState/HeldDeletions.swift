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
    /// A person wants these documents kept: nothing is said of them again before more are missing.
    package var isRejected: Bool

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
        isRejected = false
    }
}

extension SyncState {
    /// By key. What cannot be read is left out.
    package func heldDeletions() async throws -> [HeldDeletions] {
        let map = try await redis.send("HGETALL", RedisArgument(keys.held)).map ?? [:]
        return map.values.compactMap { value in
            value.bytes.flatMap { try? JSONDecoder().decode(HeldDeletions.self, from: Data($0)) }
        }.sorted { ($0.key, $0.space.rawValue) < ($1.key, $1.space.rawValue) }
    }

    package func hold(_ deletions: HeldDeletions) async throws {
        let bytes = Array(try JSONEncoder().encode(deletions))
        _ = try await redis.send(
            "HSET", RedisArgument(keys.held), RedisArgument(deletions.space.rawValue), RedisArgument(bytes))
    }

    package func endHolding(_ space: SpaceID) async throws {
        _ = try await redis.send("HDEL", RedisArgument(keys.held), RedisArgument(space.rawValue))
    }
}
