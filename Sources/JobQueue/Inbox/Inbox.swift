package import RedisClient

/// The stream in which other services ask for work, and the one in which they are answered.
///
/// An entry is read, judged, done, answered, and only then removed; a process that dies in between leaves it to the next
/// one, so every step may happen twice: the same request makes no second run (``JobQueue/createRun(_:for:)``).
package struct Inbox: Sendable {
    package static let group = "coordinator"

    private let redis: RedisClient
    private let prefix: String
    private let consumer: String

    /// - Parameter consumer: the process that reads; its unfinished entries go to others after half a minute.
    package init(redis: RedisClient, consumer: String, prefix: String = "cc") {
        self.redis = redis
        self.prefix = prefix
        self.consumer = consumer.field(128)
    }

    private var stream: RedisArgument { RedisArgument(prefix + ":inbox") }
    private var dead: RedisArgument { RedisArgument(prefix + ":inbox:dead") }

    /// Entries that others have left lying for `idle`, and new ones; never waits for any.
    /// - Parameter connectors: those there are.
    package func receive(
        _ limit: Int = 10, connectors: Set<String>, idle: Duration = .seconds(30)
    ) async throws -> [InboxEntry] {
        let count = RedisArgument(min(Swift.max(limit, 1), 100))
        let claimed = try await recreatingGroup {
            try await redis.send(
                "XAUTOCLAIM", stream, RedisArgument(Self.group), RedisArgument(consumer),
                RedisArgument(idle.milliseconds), "0-0", "COUNT", count)
        }
        var entries = self.entries(claimed.array?.dropFirst().first, connectors)
        guard entries.count < limit else { return entries }
        let fresh = try await recreatingGroup {
            try await redis.send(
                "XREADGROUP", "GROUP", RedisArgument(Self.group), RedisArgument(consumer), "COUNT", count, "STREAMS",
                stream, ">")
        }
        // A list of streams in RESP2, a map in RESP3.
        let read = fresh.map?.values.first ?? fresh.array?.first?.array?.last
        entries += self.entries(read, connectors)
        return entries
    }

    /// Answers and removes an entry. `nil` removes it without a word.
    package func finish(_ entry: InboxEntry, _ reply: InboxReply?) async throws {
        var commands: [[RedisArgument]] = []
        if let reply { commands.append(reply.command(to: entry.replyStream(prefix), id: entry.requestID)) }
        commands.append(["XACK", stream, RedisArgument(Self.group), RedisArgument(entry.entryID)])
        commands.append(["XDEL", stream, RedisArgument(entry.entryID)])
        try await perform(commands)
    }

    /// Keeps what could not be read among the newest thousand such entries, and says why.
    package func reject(_ entry: InboxEntry, _ rejection: InboxRejection) async throws {
        let kept = entry.fields.prefix(64).flatMap {
            [RedisArgument("raw:" + $0.name.field(64)), RedisArgument($0.value.field(1024))]
        }
        let reason = [
            RedisArgument("field"), RedisArgument(rejection.field), "reason", RedisArgument(rejection.reason),
        ]
        try await perform([
            ["XADD", dead, "MAXLEN", "~", "1000", "*", "entry", RedisArgument(entry.entryID)] + reason + kept
        ])
        try await finish(entry, .rejected(field: rejection.field, reason: rejection.reason))
    }

    /// The newest entries that could not be read: entry, field, reason and the raw fields.
    package func rejected(_ limit: Int = 50) async throws -> [[String: String]] {
        let reply = try await redis.send(
            "XREVRANGE", dead, "+", "-", "COUNT", RedisArgument(min(Swift.max(limit, 1), 1000)))
        return (reply.array ?? []).compactMap { $0.array?.last?.map?.compactMapValues(\.string) }
    }

    /// Entries that wait, those being worked on included.
    package func length() async throws -> Int { try await redis.send("XLEN", stream).int ?? 0 }

    private func entries(_ value: RESPValue?, _ connectors: Set<String>) -> [InboxEntry] {
        // Deleted entries come as nil before Redis 7.
        (value?.array ?? []).compactMap { InboxEntry($0, prefix: prefix, connectors: connectors) }
    }

    private func perform(_ commands: [[RedisArgument]]) async throws {
        for reply in try await redis.pipeline(commands) {
            if let error = reply.error { throw error }
        }
    }

    private func recreatingGroup(_ command: () async throws -> RESPValue) async throws -> RESPValue {
        do {
            return try await command()
        } catch let error as RedisError where "\(error)".contains("NOGROUP") {
            // From the beginning: what was written while there was no group is to be read too.
            let reply = try await redis.pipeline([
                ["XGROUP", "CREATE", stream, RedisArgument(Self.group), "0", "MKSTREAM"]
            ])[0]
            // Another process may have been faster.
            if let error = reply.error, !"\(error)".contains("BUSYGROUP") { throw error }
            return try await command()
        }
    }
}

/// One entry of the inbox, judged.
package struct InboxEntry: Sendable {
    package let entryID: String
    package let request: Result<InboxRequest, InboxRejection>
    let fields: [(name: String, value: String)]

    init?(_ value: RESPValue, prefix: String, connectors: Set<String>) {
        guard let parts = value.array, parts.count == 2, let id = parts[0].string, let flat = parts[1].array else {
            return nil
        }
        entryID = id
        let fields = stride(from: 0, to: flat.count - 1, by: 2).map { index in
            (name: flat[index].string ?? "", value: flat[index + 1].string ?? "\u{fffd}")
        }
        self.fields = fields
        request = Result { () throws(InboxRejection) in
            try InboxRequest(fields: fields, prefix: prefix, isKnown: connectors.contains)
        }
    }

    var requestID: String {
        switch request {
        case .success(let request): request.id
        case .failure(let rejection): rejection.id
        }
    }

    /// Only a valid request says where its replies go.
    func replyStream(_ prefix: String) -> String {
        (try? request.get())?.replyTo ?? prefix + ":replies"
    }
}
