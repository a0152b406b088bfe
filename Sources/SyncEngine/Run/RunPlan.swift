internal import ConfluenceModel
internal import JobQueue
internal import SyncState

/// A run as the coordinator carries it out: what was asked for, and the number of its sweep.
struct RunPlan {
    let run: Run
    /// `nil` for a delta run, which sweeps nothing.
    let sweep: UInt16?

    /// Starts the run, or takes it up where another coordinator left it. `nil`: it has ended meanwhile.
    static func begin(_ id: RunID, _ stations: Stations) async throws -> RunPlan? {
        guard let run = try await stations.queue.run(id), run.state.isActive else { return nil }
        var sweep = run.sweep
        if sweep == nil, run.mode != .delta { sweep = try await stations.state.beginSweep() }
        guard try await stations.queue.beginRun(id, sweep: sweep).isActive else { return nil }
        return RunPlan(run: run, sweep: sweep)
    }

    /// What the jobs are told beyond their version.
    var flags: JobFlags {
        var flags: JobFlags = []
        if run.mode == .full { flags.insert(.compareBody) }
        if run.force { flags.insert(.force) }
        return flags
    }

    /// A first listing and a full one must not delay the edits of the day.
    func lane(for space: SpaceRecord) -> Lane {
        run.mode == .full || space.lastCompleteSweep == nil ? .backfill : run.lane
    }

    /// Whether a person or a service named the spaces; spaces that only take turns stand for all.
    var isFiltered: Bool { !run.spaces.isEmpty && run.source != Scheduler.inTurns }

    /// Whether this run is about the space: its filter, not the connector's selection.
    func covers(_ space: Space) -> Bool {
        run.spaces.isEmpty || run.spaces.contains { Glob($0).matches(space.key) }
    }
}

/// Where a listing stands, as the run keeps it.
enum Place: Equatable {
    case start
    case at(String)
    case end

    init(_ text: String?) {
        switch text {
        case nil: self = .start
        case "*": self = .end
        case let text?: self = .at(text)
        }
    }

    /// The text for the place after a listing's answer.
    static func text(next: String?) -> String { next ?? "*" }
}
