package import RedisClient

/// The stream in which other services ask for work, and the one in which they are answered.
///
/// An entry is read, judged, done, answered, and only then removed; a process that dies in between leaves it to the next
/// one, so every step may happen twice: the same request makes no second run (``JobQueue/createRun(_:for:)``).
package struct Inbox: Sendable {
    package static let group = "coordinator"

    let redis: RedisClient
    let prefix: String
    private let consumer: String

    /// - Parameter consumer: the process that reads; its unfinished entries go to others after half a minute.
    package init(redis: RedisClient, consumer: String, prefix: String = "cc") {
        self.redis = redis
        self.prefix = prefix
        self.consumer = consumer.field(128)
    }

    var stream: RedisArgument { RedisArgument(prefix + ":inbox") }
    private var dead: RedisArgument { RedisArgument(prefix + ":inbox:dead") }

    /// Entries that others have left lying for `idle`, and new ones; never waits for any.
    /// - Parameters:
    ///   - place: where the search for the former goes on, kept by the caller; they may lie behind many that are being
    ///     worked on.
    ///   - connectors: those there are, asked for once something was read: who registers a connector and then writes a
    ///     request finds it known.
    package func receive(
        _ limit: Int = 10, idle: Duration = .seconds(30), from place: inout String,
        connectors: () async throws -> Set<String>
    ) async throws -> [InboxEntry] {
        let reply = try await read(consumer, limit, ["new", RedisArgument(idle.milliseconds), RedisArgument(place)])
        place = reply.place
        return try await entries(reply.entries, connectors)
    }

    /// What `receive.lua` gives.
    func read(
        _ reader: String, _ limit: Int, _ arguments: [RedisArgument]
    ) async throws -> (place: String, entries: [RESPValue]) {
        let reply = try await redis.run(
            QueueScripts.receive, keys: [prefix + ":inbox"],
            arguments: [
                RedisArgument(Self.group), RedisArgument(reader), RedisArgument(min(Swift.max(limit, 1), 100)),
                RedisArgument(InboxRequest.byteLimit),
            ] + arguments)
        guard let values = reply.array, let place = values.first?.string else {
            throw QueueError(.unexpectedReply, "receive: \(String(describing: reply).prefix(200))")
        }
        return (place, Array(values.dropFirst()))
    }

    /// Answers and removes an entry, in this order: who is not answered asks again. `nil` removes it without a word.
    package func finish(_ entry: InboxEntry, _ reply: InboxReply?) async throws {
        if let reply {
            // Where the stream takes nothing, that is its reader's loss.
            try await tell(
                entry.replyStream(prefix), most: 10_000,
                entry.replyStream(prefix).contains(":reply:") ? InboxReply.lifetime : "",
                reply.fields(id: entry.requestID))
        }
        try await perform([
            ["XACK", stream, RedisArgument(Self.group), RedisArgument(entry.entryID)],
            ["XDEL", stream, RedisArgument(entry.entryID)],
        ])
    }

    private func tell(
        _ stream: String, most: Int, _ lifetime: RedisArgument, _ fields: [(String, String)]
    ) async throws {
        _ = try await redis.run(
            QueueScripts.tell, keys: [stream],
            arguments: [RedisArgument(most), lifetime]
                + fields.flatMap { [RedisArgument($0.0), RedisArgument($0.1)] })
    }

    /// Keeps what could not be read among the newest thousand such entries, and says why.
    package func reject(_ entry: InboxEntry, _ rejection: InboxRejection) async throws {
        let kept = entry.fields.prefix(64).map { ("raw:" + $0.name.field(64), $0.value.field(1024)) }
        try await tell(
            prefix + ":inbox:dead", most: 1000, "",
            [("entry", entry.entryID), ("field", rejection.field), ("reason", rejection.reason)] + kept)
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

    /// Entries that nobody has read yet.
    package func lag() async throws -> Int {
        guard let group = try await group() else { return try await length() }
        // Redis does not tell it once an unread entry was deleted.
        if let lag = group["lag"]?.int { return lag }
        return Swift.max(try await length() - (group["pending"]?.int ?? 0), 0)
    }

    /// Forgets the names of processes that are gone: each start of a coordinator brings a new one.
    /// - Returns: how many.
    @discardableResult
    package func forgetReaders(idleFor idle: Duration = .seconds(3600)) async throws -> Int {
        try await redis.run(
            QueueScripts.readers, keys: [prefix + ":inbox"],
            arguments: [RedisArgument(Self.group), RedisArgument(idle.milliseconds)]
        ).int ?? 0
    }

    private func group() async throws -> [String: RESPValue]? {
        // An error: there is no stream.
        guard let groups = try await redis.pipeline([["XINFO", "GROUPS", stream]])[0].array else { return nil }
        return groups.compactMap(\.map).first { $0["name"]?.string == Self.group }
    }

    func entries(_ read: [RESPValue], _ connectors: () async throws -> Set<String>) async throws -> [InboxEntry] {
        guard !read.isEmpty else { return [] }
        let known = try await connectors()
        return read.compactMap { InboxEntry($0, prefix: prefix, connectors: known) }
    }

    private func perform(_ commands: [[RedisArgument]]) async throws {
        for reply in try await redis.pipeline(commands) {
            if let error = reply.error { throw error }
        }
    }
}

/// One entry of the inbox, judged.
package struct InboxEntry: Sendable {
    package let entryID: String
    package let request: Result<InboxRequest, InboxRejection>
    let fields: [(name: String, value: String)]

    init?(_ value: RESPValue, prefix: String, connectors: Set<String>) {
        guard let parts = value.array, parts.count == 3, let id = parts[0].string, let bytes = parts[1].int,
            let flat = parts[2].array
        else { return nil }
        entryID = id
        let fields = stride(from: 0, to: flat.count - 1, by: 2).map { index in
            (name: flat[index].string ?? "", value: flat[index + 1].string ?? "\u{fffd}")
        }
        self.fields = fields
        request = Result { () throws(InboxRejection) in
            try InboxRequest(fields: fields, bytes: bytes, prefix: prefix, isKnown: connectors.contains)
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
