import RedisClient

extension JobQueue {
    /// Active runs at once; a job's record has room for no more.
    package static let activeRunLimit = 8

    /// Creates a run, or joins the active one of the same mode, filter and force, or of the class if the request says so.
    /// A delta run is joined only before it has begun to read the feeds, or to have it read them once more.
    /// - Throws: ``QueueError`` `tooManyRuns` when ``activeRunLimit`` are active.
    package func createRun(_ request: RunRequest) async throws -> (id: RunID, joined: Bool) {
        let (id, answer) = try await create(request)
        return (id, answer != .created)
    }

    /// For a slot of a schedule, which is used up by it.
    /// - Returns: `nil`: somebody else was first.
    package func createRun(_ request: RunRequest, in slot: CronSlot) async throws -> (id: RunID, joined: Bool)? {
        do {
            let (id, answer) = try await create(request, slot: slot)
            return (id, answer != .created)
        } catch let error as QueueError where error.code == .slotUsed {
            return nil
        }
    }

    /// For a request of another service: it is answered with the same run for a day, and told when the run has ended.
    package func createRun(_ request: RunRequest, for asked: InboxRequest) async throws -> (
        id: RunID, answer: RunAnswer
    ) {
        try await create(request, asked: (asked.id, asked.replyTo ?? ""))
    }

    private func create(
        _ request: RunRequest, asked: (id: String, replies: String)? = nil, slot: CronSlot? = nil
    ) async throws -> (id: RunID, answer: RunAnswer) {
        let spaces = request.spaces.joined(separator: ",")
        if let id = request.id, !(id.rawValue.isPlainWord && id.rawValue.utf8.count <= 40) {
            throw QueueError(.invalidArgument, "a run id is 1 to 40 letters, digits and . _ ~ -")
        }
        let values = try await call(
            QueueScripts.createRun,
            [
                RedisArgument(request.id?.rawValue ?? ""), RedisArgument(Self.salt()),
                RedisArgument(request.mode.rawValue), RedisArgument(request.runClass.rawValue),
                request.force ? "1" : "0", RedisArgument(spaces), RedisArgument(request.lane.rawValue),
                RedisArgument(request.source.field(64)), RedisArgument(Self.activeRunLimit),
                request.joinsClass ? "1" : "0", RedisArgument(asked?.id ?? ""), RedisArgument(asked?.replies ?? ""),
                RedisArgument(request.traceParent ?? ""), RedisArgument(slot?.name ?? ""),
                RedisArgument(slot?.memory ?? 0),
            ])
        switch (values.first?.string, values.last?.string) {
        case (let word?, let id?) where RunAnswer(rawValue: word) != nil:
            return (RunID(id), RunAnswer(rawValue: word) ?? .joined)
        case ("fired", _): throw QueueError(.slotUsed, "the slot of the schedule has had its run")
        case ("crowded", _):
            throw QueueError(.tooManyRuns, "a thousand requests wait for the end of this run; ask again after it")
        case ("full", _):
            throw QueueError(.tooManyRuns, "\(Self.activeRunLimit) runs are active; wait for one, or cancel one")
        default: throw unexpected(values, of: QueueScripts.createRun)
        }
    }

    package func run(_ id: RunID) async throws -> Run? {
        let reply = try await redis.send("HGETALL", RedisArgument(keys.run(id)))
        guard let map = reply.map, !map.isEmpty else { return nil }
        return Run(id: id, fields: map.compactMapValues(\.string))
    }

    /// Newest first, without their cursors.
    package func runs(limit: Int = 100) async throws -> [Run] { try await runs(runIDs(limit: limit)) }

    /// Newest first, without their cursors. Cheap enough to be asked several times a second.
    package func activeRuns() async throws -> [Run] {
        let ids = try await runIDs(limit: 100)
        let states = try await redis.pipeline(ids.map { ["HGET", RedisArgument(keys.run($0)), "state"] })
        let active = zip(ids, states).filter { $1.string.flatMap { RunState(rawValue: $0) }?.isActive == true }
        return try await runs(active.map(\.0)).filter(\.state.isActive)
    }

    private func runIDs(limit: Int) async throws -> [RunID] {
        let reply = try await redis.send(
            "ZREVRANGE", RedisArgument(keys.runs), "0", RedisArgument(Swift.max(limit, 1) - 1))
        return (reply.array ?? []).compactMap(\.string).map { RunID($0) }
    }

    private func runs(_ ids: [RunID]) async throws -> [Run] {
        let fields = Run.plainFields.map { RedisArgument($0) }
        let replies = try await redis.pipeline(ids.map { ["HMGET", RedisArgument(keys.run($0))] + fields })
        return zip(ids, replies).compactMap { id, reply in
            var map: [String: String] = [:]
            for (name, value) in zip(Run.plainFields, reply.array ?? []) { map[name] = value.string }
            return Run(id: id, fields: map)
        }
    }

    /// The coordinator starts, or resumes, listing. Gives the run's state after it; a run that ended stays as it is.
    @discardableResult
    package func beginRun(_ id: RunID, sweep: UInt16? = nil) async throws -> RunState {
        try await advance(id, "begin", sweep.map(String.init) ?? "")
    }

    /// Everything is listed. The run may finish at once; gives its state.
    @discardableResult
    package func closeRun(_ id: RunID) async throws -> RunState { try await advance(id, "close", "") }

    /// Jobs of cancelled runs alone are dropped when they would be claimed.
    @discardableResult
    package func cancelRun(_ id: RunID, reason: String = "") async throws -> RunState {
        try await advance(id, "cancel", reason.field(200))
    }

    /// Listing cannot go on. Jobs that are stored are done all the same.
    @discardableResult
    package func failRun(_ id: RunID, reason: String) async throws -> RunState {
        try await advance(id, "fail", reason.field(200))
    }

    private func advance(_ id: RunID, _ step: RedisArgument, _ value: String) async throws -> RunState {
        let values = try await call(
            QueueScripts.advanceRun, [RedisArgument(id.rawValue), step, RedisArgument(value)])
        guard let text = values.first?.string else { throw QueueError(.unknownRun, "no run \(id)") }
        guard let state = RunState(rawValue: text) else { throw unexpected(values, of: QueueScripts.advanceRun) }
        return state
    }

    /// Four letters, so that two runs of one millisecond differ. Short: every job's record names its runs.
    private static func salt() -> String {
        String(Int.random(in: 46_656..<1_679_616), radix: 36)
    }
}
