package import ConfluenceModel
import Foundation
import RedisClient

extension SyncState {
    package func spaces() async throws -> [SpaceID: SpaceRecord] {
        let reply = try await redis.send("HGETALL", RedisArgument(keys.spaces))
        guard let map = reply.map else { throw SyncStateError(.damaged, "the spaces cannot be read") }
        var records: [SpaceID: SpaceRecord] = [:]
        for (field, value) in map where !field.contains("/") {
            guard let bytes = value.bytes, let stored = Self.decode(bytes) else { continue }
            let id = SpaceID(field)
            var record = SpaceRecord(
                id: id, key: stored.key, name: stored.name, type: stored.type, status: stored.status,
                ordinal: stored.ordinal)
            record.lastCompleteSweep = map["\(field)/sweep"]?.int.flatMap { UInt16(exactly: $0) }
            record.sweptAt = map["\(field)/swept"]?.int
            record.turnAt = map["\(field)/turn"]?.int
            record.objects = min(max(map["\(field)/objects"]?.int ?? 0, 0), Int(UInt32.max))
            record.closedSince = map["\(field)/closed"]?.int
            records[id] = record
        }
        for (field, value) in map {
            let parts = field.split(separator: "/", maxSplits: 2).map(String.init)
            guard parts.count == 3, parts[1] == "watermark" else { continue }
            records[SpaceID(parts[0])]?.watermarks[parts[2]] = value.int
        }
        return records
    }

    /// Gives spaces their ordinals and keeps their names up to date.
    /// - Throws: ``SyncStateError`` `tooManySpaces`, `invalidArgument`.
    package func register(_ spaces: [Space]) async throws -> [SpaceID: UInt16] {
        let known = try await self.spaces()
        var ordinals: [SpaceID: UInt16] = [:]
        for space in spaces {
            guard !space.id.rawValue.isEmpty, space.id.rawValue.utf8.count <= 64, !space.id.rawValue.contains("/")
            else {
                throw SyncStateError(.invalidArgument, "a space id of strange characters or length")
            }
            let ordinal: UInt16
            if let number = ordinals[space.id] ?? known[space.id]?.ordinal {
                ordinal = number
            } else {
                ordinal = try await nextOrdinal()
            }
            ordinals[space.id] = ordinal
        }
        let changes = spaces.compactMap { space -> [RedisArgument]? in
            let stored = StoredSpace(
                key: space.key, name: space.name, type: space.type, status: space.status,
                ordinal: ordinals[space.id] ?? 0)
            let before = known[space.id].map {
                StoredSpace(key: $0.key, name: $0.name, type: $0.type, status: $0.status, ordinal: $0.ordinal)
            }
            guard stored != before, let bytes = try? JSONEncoder().encode(stored) else { return nil }
            return ["HSET", RedisArgument(keys.spaces), RedisArgument(space.id.rawValue), RedisArgument(Array(bytes))]
        }
        try await pipeline(changes)
        return ordinals
    }

    package func register(_ space: Space) async throws -> UInt16 {
        try await register([space])[space.id] ?? 0
    }

    /// - Parameter runClass: `delta`, `sweep`, `backfill`, or another word of the caller's.
    package func setWatermark(_ milliseconds: Int, of space: SpaceID, for runClass: String) async throws {
        try await set("watermark/\(runClass)", of: space, milliseconds)
    }

    /// - Parameter objects: how many are known of it.
    package func setComplete(sweep: UInt16, at milliseconds: Int, objects: Int, of space: SpaceID) async throws {
        try await pipeline([
            set("sweep", of: space, Int(sweep)), set("swept", of: space, milliseconds),
            set("objects", of: space, objects),
        ])
    }

    package func setTurn(at milliseconds: Int, of spaces: some Sequence<SpaceID>) async throws {
        try await pipeline(spaces.map { set("turn", of: $0, milliseconds) })
    }

    /// `nil`: open to every licensed user.
    package func setClosed(since milliseconds: Int?, of space: SpaceID) async throws {
        try await set("closed", of: space, milliseconds)
    }

    /// Forgets a space, but for its ordinal, which stays used.
    package func forget(_ space: SpaceID) async throws {
        let reply = try await redis.send("HKEYS", RedisArgument(keys.spaces))
        let fields = (reply.array ?? []).compactMap(\.string)
            .filter { $0 == space.rawValue || $0.hasPrefix(space.rawValue + "/") }
        guard !fields.isEmpty else { return }
        _ = try await redis.send(["HDEL", RedisArgument(keys.spaces)] + fields.map { RedisArgument($0) })
    }

    private func set(_ name: String, of space: SpaceID, _ value: Int?) async throws {
        try await pipeline([set(name, of: space, value)])
    }

    private func set(_ name: String, of space: SpaceID, _ value: Int?) -> [RedisArgument] {
        let field = RedisArgument("\(space.rawValue)/\(name)")
        guard let value else { return ["HDEL", RedisArgument(keys.spaces), field] }
        return ["HSET", RedisArgument(keys.spaces), field, RedisArgument(value)]
    }

    /// A number may be lost when a process dies here; there are enough.
    private func nextOrdinal() async throws -> UInt16 {
        let number = try await redis.send("HINCRBY", RedisArgument(keys.meta), "ordinals", "1").int ?? 0
        guard let ordinal = UInt16(exactly: number), ordinal > 0, ordinal < Adoption.ordinal else {
            throw SyncStateError(.tooManySpaces, "\(connector) has seen more than 65,534 spaces")
        }
        return ordinal
    }

    private static func decode(_ bytes: [UInt8]) -> StoredSpace? {
        try? JSONDecoder().decode(StoredSpace.self, from: Data(bytes))
    }
}
