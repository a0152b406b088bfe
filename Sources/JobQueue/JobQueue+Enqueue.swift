import RedisClient

extension JobQueue {
    /// Compares listed objects with what is waiting, dead and known, and stores the jobs that follow.
    ///
    /// A `sweep` number tells which objects this sweep has counted already; with `mark`, the number is written into the
    /// checkpoints of all items that have one, and what needs no job is counted for the run as `unchanged`, `skipped` or
    /// `dead`, once a sweep. Begin the sweep before the first `enqueue` of its run: acknowledgements write the number of the
    /// sweep under way, and so the run counts no document twice.
    ///
    /// The cursor is saved by the script that stores the last of the items. Without items only the cursor is saved.
    /// - Parameters:
    ///   - pipeline: the converter's number. A checkpoint of a lower one is work only with ``JobFlags/compareBody``,
    ///     which is work anyway; it is kept in the call so that a later version can tell.
    ///   - quiet: new jobs wait until their object was not asked for during this time, ten seconds in all at most:
    ///     many edits, one job. ``JobQueue/quietTime`` for webhooks.
    ///   - followsFromJob: a job cannot end before these are stored. They are taken though the lane is full or the queue is
    ///     drained, as that job is done, too.
    package func enqueue(
        _ items: [JobItem], lane: Lane, run: RunID? = nil, sweep: UInt16? = nil, mark: Bool = false,
        cursor: RunCursor? = nil, pipeline: UInt8 = 0, quiet: Duration? = nil, followsFromJob: Bool = false
    ) async throws -> EnqueueReply {
        try Self.check(cursor)
        var reply = EnqueueReply()
        reply.rejected = items.filter { !$0.isStorable }.map(\.id)
        let storable = items.filter(\.isStorable)
        var start = 0
        repeat {
            let part = storable[start..<min(start + Self.enqueueLimit, storable.count)]
            start = part.endIndex
            let header = Self.header(
                lane: lane, run: run, sweep: sweep, mark: mark, cursor: start == storable.count ? cursor : nil,
                quiet: quiet, watermark: followsFromJob ? nil : lane.highWatermark ?? 0)
            let ids = part.map { RedisArgument($0.id.description) }
            let facts = part.map { RedisArgument($0.packed) }
            try await store(header + [RedisArgument(part.count)] + ids + facts, into: &reply)
        } while start < storable.count && reply.refusal == nil
        return reply
    }

    private func store(_ arguments: [RedisArgument], into reply: inout EnqueueReply) async throws {
        let values: [RESPValue]
        do {
            values = try await call(QueueScripts.enqueue, arguments)
        } catch let error as RedisError where error.code == .outOfMemory {
            reply.refusal = .outOfMemory
            return
        }
        switch values.first?.string {
        case "full": reply.refusal = .laneFull
        case "memory": reply.refusal = .outOfMemory
        case "ended": reply.refusal = .runEnded
        case "draining": reply.refusal = .draining
        case "ok":
            let counts = values.dropFirst().prefix(6).compactMap(\.int)
            guard counts.count == 6 else { throw unexpected(values, of: QueueScripts.enqueue) }
            reply.added += counts[0]
            reply.merged += counts[1]
            reply.unchanged += counts[2]
            reply.skipped += counts[3]
            reply.repeated += counts[4]
            reply.dead += counts[5]
            reply.newer += values.dropFirst(7).compactMap { $0.string.flatMap { JobID($0) } }
        default: throw unexpected(values, of: QueueScripts.enqueue)
        }
    }

    private static func header(
        lane: Lane, run: RunID?, sweep: UInt16?, mark: Bool, cursor: RunCursor?, quiet: Duration?, watermark: Int?
    ) -> [RedisArgument] {
        [
            RedisArgument(lane.rawValue), RedisArgument(run?.rawValue ?? ""),
            RedisArgument(sweep.map(String.init) ?? ""), mark ? "1" : "0", RedisArgument(cursor?.field ?? ""),
            RedisArgument(cursor?.value ?? ""), RedisArgument(min(Swift.max(quiet?.milliseconds ?? 0, 0), 10_000)),
            RedisArgument(watermark.map(String.init) ?? ""),
        ]
    }

    private static func check(_ cursor: RunCursor?) throws(QueueError) {
        guard let cursor else { return }
        guard (1...128).contains(cursor.field.utf8.count), (cursor.value?.utf8.count ?? 0) <= 8192 else {
            throw QueueError(.invalidArgument, "a cursor of \(cursor.value?.utf8.count ?? 0) bytes cannot be kept")
        }
    }
}
