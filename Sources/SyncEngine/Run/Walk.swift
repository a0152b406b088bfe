internal import ConfluenceClient
internal import JobQueue
internal import Logging
internal import SyncState
internal import Telemetry

/// One answer of a listing, turned into items for the queue.
struct Step {
    var items: [JobItem]
    var next: String?
    var lane: Lane
    /// Whether the items are all there is to be counted: the metadata sweep, not the feeds beside it.
    var marks: Bool
    /// Sentences on elements that could not be understood and were left out.
    var problems: [String] = []
}

/// Walks a listing to its end from wherever the run has it, and saves each place with the items before it.
///
/// Waits where the queue is full, starts over where Confluence has forgotten the place, and repeats what failed for a moment.
/// - Throws: `ConfluenceError` when the listing cannot be finished; `CancellationError` when the run has ended.
func walk(_ field: String, _ stations: Stations, _ plan: RunPlan, _ step: (String?) async throws -> Step) async throws {
    var place = Place(plan.run.cursors[field])
    var restarts = 0
    while place != .end {
        let current: String? = if case .at(let text) = place { text } else { nil }
        do {
            let answer = try await retrying { try await step(current) }
            let text = Place.text(next: answer.next)
            try await store(answer, RunCursor(field: field, value: text), stations, plan)
            try await stations.queue.warn(
                answer.problems.prefix(20).map {
                    RunWarning(run: plan.run.id, object: field, code: "left_out", message: $0)
                })
            place = Place(text)
        } catch let error as ConfluenceError where error.remedy == .restartListing && restarts < 3 {
            restarts += 1
            place = .start
        }
    }
}

/// Enqueues, waiting as long as there is no room. That Redis is full is said, since only a person can help it for good.
func store(_ step: Step, _ cursor: RunCursor?, _ stations: Stations, _ plan: RunPlan) async throws {
    var patience = Backoff(first: .milliseconds(100), last: .seconds(2))
    var isSaid = false
    while true {
        let reply = try await stations.queue.enqueue(
            step.items, lane: step.lane, run: plan.run.id, sweep: plan.sweep, mark: step.marks, cursor: cursor,
            pipeline: stations.pipeline.number)
        switch reply.refusal {
        case nil: return
        case .runEnded: throw CancellationError()
        case .laneFull, .draining: break
        case .outOfMemory:
            if !isSaid {
                stations.logger.warning(
                    "Redis is full: listing waits while jobs are finished; raise its maxmemory",
                    metadata: [LogKey.run: "\(plan.run.id)"])
            }
            isSaid = true
        }
        try await Task.sleep(for: patience.next())
    }
}

/// Repeats what Confluence could not do for a moment: five tries, waiting as long as it asks for.
func retrying<Answer>(_ work: () async throws -> Answer) async throws -> Answer {
    var patience = Backoff(first: .seconds(1), last: .seconds(30))
    for _ in 1..<5 {
        do {
            return try await work()
        } catch let error as ConfluenceError {
            switch error.remedy {
            case .retry(let after), .wait(let after):
                try Task.checkCancellation()
                try await Task.sleep(for: max(after ?? .zero, patience.next()))
            case .giveUp, .stop, .restartListing: throw error
            }
        }
    }
    return try await work()
}

/// Waits until every job of the run so far has come to an end, or the next delta run waits for this one.
/// - Throws: `CancellationError` when the run has ended before that.
func settled(_ stations: Stations, _ plan: RunPlan) async throws {
    var patience = Backoff(first: .milliseconds(50), last: .seconds(1))
    while let run = try await stations.queue.run(plan.run.id), run.state.isActive {
        if run.pending <= 0 || run.isFollowed { return }
        try await Task.sleep(for: patience.next())
    }
    throw CancellationError()
}
