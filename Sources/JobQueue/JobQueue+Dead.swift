import ConfluenceModel
import RedisClient

extension JobQueue {
    /// Dead letters, a part at a time in no order. `next` continues; `nil` at the end. A letter may come twice.
    package func deadLetters(
        from cursor: String? = nil, matching filter: DeadLetterFilter = .all
    ) async throws -> (letters: [DeadLetter], next: String?) {
        let reply = try await redis.send(
            "HSCAN", RedisArgument(keys.dead), RedisArgument(cursor ?? "0"), "COUNT", "100")
        guard let values = reply.array, values.count == 2, let next = values[0].string, let map = values[1].map else {
            throw QueueError(.unexpectedReply, "HSCAN of the dead letters")
        }
        let letters = map.compactMap { DeadLetter(field: $0.key, value: $0.value) }.filter(filter.matches)
        return (letters, next == "0" ? nil : next)
    }

    package func deadLetter(_ id: JobID) async throws -> DeadLetter? {
        let reply = try await redis.send("HGET", RedisArgument(keys.dead), RedisArgument(id.description))
        return DeadLetter(field: id.description, value: reply)
    }

    /// Makes dead letters jobs again, with fresh counters, for no run. Gives those that were dead.
    @discardableResult
    package func replay(_ ids: [JobID], lane: Lane = .onDemand, author: String = "") async throws -> [JobID] {
        try await dead("replay", lane, author, ids)
    }

    /// Forgets dead letters. Gives those that were dead.
    @discardableResult
    package func drop(_ ids: [JobID], author: String = "") async throws -> [JobID] {
        try await dead("drop", .onDemand, author, ids)
    }

    /// The same for all that fit, a page of the dead letters at a time: unbounded in all, but never one long script.
    /// Gives how many there were.
    @discardableResult
    package func replay(
        matching filter: DeadLetterFilter, lane: Lane = .onDemand, author: String = ""
    ) async throws -> Int { try await dead("replay", lane, author, filter) }

    @discardableResult
    package func drop(matching filter: DeadLetterFilter, author: String = "") async throws -> Int {
        try await dead("drop", .onDemand, author, filter)
    }

    private func dead(
        _ operation: RedisArgument, _ lane: Lane, _ author: String, _ ids: [JobID]
    ) async throws -> [JobID] {
        var done: [JobID] = []
        for start in stride(from: 0, to: ids.count, by: Self.batchLimit) {
            let part = ids[start..<min(start + Self.batchLimit, ids.count)]
            let header = [operation, RedisArgument(lane.rawValue), RedisArgument(author.field(64)), "", "", ""]
            done += try await call(QueueScripts.dead, header + part.map { RedisArgument($0.description) })
                .dropFirst().compactMap { $0.string.flatMap { JobID($0) } }
        }
        return done
    }

    private func dead(
        _ operation: RedisArgument, _ lane: Lane, _ author: String, _ filter: DeadLetterFilter
    ) async throws -> Int {
        var done = 0
        var cursor = "0"
        repeat {
            let values = try await call(
                QueueScripts.dead,
                [
                    operation, RedisArgument(lane.rawValue), RedisArgument(author.field(64)),
                    RedisArgument(filter.reason ?? ""), RedisArgument(filter.space?.rawValue ?? ""),
                    RedisArgument(cursor),
                ])
            guard let next = values.first?.string else { throw unexpected(values, of: QueueScripts.dead) }
            done += values.count - 1
            cursor = next
            try Task.checkCancellation()
        } while cursor != "0"
        return done
    }
}

extension DeadLetter {
    /// Reads the packed dead record, format 1:
    /// `1|version|lane|group|flags|runs|attempts|deaths|throttles|sweep|reason|stage|status|code|worker|enqueuedAt|diedAt|message`.
    /// What cannot be read is shown as a letter without facts, so that it can be dropped.
    init?(field: String, value: RESPValue) {
        guard let id = JobID(field), let record = value.string else { return nil }
        let fields = record.split(separator: "|", maxSplits: 17, omittingEmptySubsequences: false).map(String.init)
        let isReadable = fields.count == 18 && fields[0] == "1"
        func text(_ index: Int) -> String { isReadable ? fields[index] : "" }
        func number(_ index: Int) -> Int { Int(text(index)) ?? 0 }
        self.init(
            id: id, wantedVersion: number(1), lane: Lane(rawValue: number(2)) ?? .backfill, space: text(3),
            runs: text(5).split(separator: ",").map { RunID(String($0)) }, attempts: number(6), deaths: number(7),
            throttles: number(8), reason: isReadable ? text(10) : "corrupt", stage: text(11),
            httpStatus: Int(text(12)), code: text(13),
            message: isReadable ? text(17) : "unreadable dead record: \(record.prefix(80))",
            worker: text(14), enqueuedAt: number(15), diedAt: number(16))
    }
}
