import RedisClient

/// Requests that only one connector's coordinator can do are left to it: they become pending for a consumer of that name,
/// and whoever coordinates the connector finds them there at once, also after a change of coordinators.
extension Inbox {
    package func leave(_ entry: InboxEntry, to connector: String) async throws {
        _ = try await redis.send(
            "XCLAIM", stream, RedisArgument(Self.group), RedisArgument(Self.desk(of: connector)), "0",
            RedisArgument(entry.entryID), "JUSTID")
    }

    /// What was left to a connector, oldest first.
    /// - Parameter place: of the entry to go on after.
    /// - Returns: the entries, and the place after them; `nil`: there were no more.
    package func left(
        to connector: String, after place: String = "0", _ limit: Int = 10, connectors: () async throws -> Set<String>
    ) async throws -> (entries: [InboxEntry], next: String?) {
        let read = try await read(Self.desk(of: connector), limit, ["left", RedisArgument(place)]).entries
        let entries = try await entries(read, connectors)
        let ids = read.compactMap { $0.array?.first?.string }
        // Those that somebody deleted meanwhile come without their fields, for ever.
        for id in Set(ids).subtracting(entries.map(\.entryID)) {
            _ = try await redis.send("XACK", stream, RedisArgument(Self.group), RedisArgument(id))
        }
        return (entries, ids.last)
    }

    private static func desk(of connector: String) -> String { "desk:" + connector.field(120) }
}
