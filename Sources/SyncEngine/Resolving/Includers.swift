internal import ConfluenceModel
internal import JobQueue
internal import SyncState

/// Has pages converted again that show others, when those change, go, or may not be shown any more.
///
/// Who shows what is written down before it is read, and a content's own job tells its includers before it ends: so no
/// change is missed, whoever dies in between. What an includer shows is kept with it, so a change reaches it once.
struct Includers {
    let stations: Stations

    /// What the pages show as they are converted now. Before they are pushed: a try that fails is repeated.
    func note(_ shows: [JobID: [Shown: ShownState]]) async throws {
        try await stations.state.note(
            shows.flatMap { job, states in
                states.filter { $0.value != .unsettled }.map { ($0.key, job.description, $0.value) }
            })
    }

    /// Enqueues those who show something else than what is announced.
    /// - Returns: jobs whose includers found no room in the queue: they are to be tried again.
    func announce(_ announcements: [Announcement]) async throws -> Set<JobID> {
        let known = Set(try await stations.state.shown(among: announcements.flatMap(\.shown)))
        var refused: Set<JobID> = []
        for one in announcements {
            for shown in one.shown where known.contains(shown) {
                if try await !tell(shown, one) { refused.insert(one.job.id) }
            }
        }
        return refused
    }

    private func tell(_ shown: Shown, _ announcement: Announcement) async throws -> Bool {
        let content = announcement.job.id.content
        // Before they are enqueued: what they read must not be older.
        try await stations.state.announce(shown, announcement.state, of: content)
        var foundRoom = true
        try await stations.state.includers(of: shown) { entries in
            let outdated = entries.filter { entry in
                if case .title = shown { return true }
                return entry.state != announcement.state && JobID(entry.includer)?.content != content
            }
            guard foundRoom, !outdated.isEmpty else { return }
            foundRoom = try await enqueue(outdated, announcement.job)
            if foundRoom { try await stations.state.forget(outdated, of: shown) }
        }
        return foundRoom
    }

    /// - Parameter cause: the job of what they show.
    /// - Returns: whether there was room.
    private func enqueue(_ includers: [(includer: String, state: ShownState)], _ cause: Job) async throws -> Bool {
        let jobs = Dictionary(
            includers.compactMap { entry in JobID(entry.includer).map { ($0, entry.state) } }
        ) { one, _ in one }
        let checkpoints = try await stations.state.checkpoints(jobs.keys.map(\.content))
        let spaces = Dictionary(try await stations.state.spaces().values.map { ($0.ordinal, $0.id) }) { one, _ in one }
        let items = jobs.compactMap { job, state -> JobItem? in
            let checkpoint = checkpoints[job.content]
            // What was done once and is not known any more is gone. What is being done for the first time is not known yet.
            guard checkpoint != nil || state == .unsettled else { return nil }
            return JobItem(
                id: job, space: checkpoint.flatMap { spaces[$0.spaceOrdinal] } ?? cause.space,
                version: Int(checkpoint?.version ?? 0), spaceOrdinal: checkpoint?.spaceOrdinal ?? 0,
                flags: .compareBody, isAnew: true)
        }
        let run = cause.runs.max()
        let sweep: UInt16? = if let run { try await stations.queue.run(run)?.sweep } else { nil }
        return try await enqueue(items, run, sweep)
    }

    /// - Returns: whether there was room.
    private func enqueue(_ items: [JobItem], _ run: RunID?, _ sweep: UInt16?) async throws -> Bool {
        guard !items.isEmpty else { return true }
        let reply = try await stations.queue.enqueue(
            items, lane: .scheduled, run: run, sweep: sweep, pipeline: stations.pipeline.number, followsFromJob: true)
        switch reply.refusal {
        case nil: return true
        // The work stays, though nobody waits for it.
        case .runEnded: return run == nil ? true : try await enqueue(items, nil, nil)
        case .laneFull, .outOfMemory, .draining: return false
        }
    }
}

extension Announcement {
    fileprivate var shown: [Shown] { [.content(job.id.content)] + (name.map { [$0.shown] } ?? []) }
}

extension JobFailure {
    /// The pages that show a content wait for room in Redis, and it waits with them.
    static let includersWait = JobFailure(
        .postponed, stage: "include", code: "queue_full",
        message: "Redis has no room for the pages that show it; it is tried again", delay: .seconds(30))
}
