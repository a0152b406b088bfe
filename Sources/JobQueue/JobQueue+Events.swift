import RedisClient

/// What happened, for other services. Every change leaves its event in the script that made it (the outbox).
extension JobQueue {
    /// Copies up to `limit` events of this connector into the stream of all, `PREFIX:events`, in their order, and tells
    /// those who asked for runs that these have ended. For the process that leads; at least once, each with its `event_id`.
    /// - Returns: how many there were; `limit` means that there may be more.
    @discardableResult
    package func forwardEvents(_ limit: Int = 100) async throws -> Int {
        let place = RedisArgument(keys.forwarded)
        let last = try await redis.send("GET", place).string.flatMap { $0.isStreamID ? $0 : nil } ?? "0-0"
        let reply = try await redis.send(
            "XRANGE", RedisArgument(keys.events), RedisArgument("(" + last), "+", "COUNT",
            RedisArgument(min(Swift.max(limit, 1), 1000)))
        let entries = (reply.array ?? []).compactMap { Event($0) }
        guard let newest = entries.last?.id else { return 0 }
        let copies = entries.map { event in
            ["XADD", RedisArgument(keys.allEvents), "MAXLEN", "~", "10000", "*", "connector", RedisArgument(connector)]
                + ["event_id", RedisArgument("\(connector)/\(event.id)")] + event.fields.map { RedisArgument($0) }
        }
        if let error = try await redis.pipeline(copies).compactMap(\.error).first { throw error }
        var replies: [[RedisArgument]] = []
        for event in entries { replies += try await self.replies(to: event) }
        // A stream that takes no reply is its reader's loss: what can be done later is another matter.
        if let error = try await redis.pipeline(replies).compactMap(\.error).first(where: \.isRetryable) { throw error }
        // Last, so that a process that dies before repeats them rather than loses them.
        _ = try await redis.send("SET", place, RedisArgument(newest))
        return entries.count
    }

    private func replies(to event: Event) async throws -> [[RedisArgument]] {
        guard let type = event["type"], type == "run.finished" || type == "run.cancelled", let run = event["run"] else {
            return []
        }
        let asks = try await redis.send("HGETALL", RedisArgument(keys.asks(RunID(run)))).map ?? [:]
        let counts = ["pushed", "patched", "unchanged", "skipped", "deleted", "dead", "held"].reduce(into: [:]) {
            $0[$1] = event[$1]
        }
        let reply = InboxReply.finished(RunID(run), state: event["state"] ?? "", counts: counts)
        return asks.sorted { $0.key < $1.key }.flatMap { id, stream in
            let name = stream.string ?? ""
            return reply.commands(to: name.isEmpty ? keys.prefix + ":replies" : name, id: id)
        }
    }

    /// How a request was answered before, within a day: with a run, or (`-`) without one. `nil`: it is new.
    package func earlierAnswer(to request: InboxRequest) async throws -> InboxReply? {
        switch try await redis.send("GET", RedisArgument(requestKey(request))).string {
        case nil: nil
        case "-": .duplicate(nil)
        case let run?: .duplicate(RunID(run))
        }
    }

    /// Remembers a request that makes no run as done. A full Redis does, too: what was done is not done again.
    package func remember(_ request: InboxRequest) async throws {
        _ = try await redis.run(
            QueueScripts.keep, keys: [requestKey(request)], arguments: ["-", "NX", "PX", "86400000"])
    }

    private func requestKey(_ request: InboxRequest) -> String { keys.base + "req:" + request.id }

    private struct Event {
        let id: String
        let fields: [String]

        init?(_ value: RESPValue) {
            guard let parts = value.array, parts.count == 2, let id = parts[0].string, let flat = parts[1].array else {
                return nil
            }
            self.id = id
            fields = flat.map { $0.string ?? "\u{fffd}" }
        }

        subscript(name: String) -> String? {
            stride(from: 0, to: fields.count - 1, by: 2).first { fields[$0] == name }.map { fields[$0 + 1] }
        }
    }
}

extension String {
    /// `MILLISECONDS-NUMBER`
    fileprivate var isStreamID: Bool {
        let parts = split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { UInt64($0) != nil }
    }
}
