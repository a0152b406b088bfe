internal import ConfluenceModel
package import JobQueue
package import SyncState

/// What a person says to deletions that were held.
package struct DeletionReview: Sendable {
    private let queue: JobQueue
    private let state: SyncState

    package init(queue: JobQueue, state: SyncState) {
        self.queue = queue
        self.state = state
    }

    /// Makes jobs of them. Each is still confirmed by a look at the object itself: what is there after all stays.
    /// - Returns: how many.
    package func confirm(_ held: HeldDeletions) async throws -> Int {
        var count = 0
        try await state.unmarked(sweep: held.sweep, ordinals: [held.ordinal]) { found in
            let items = found.map { id, checkpoint in
                JobItem(
                    id: JobID(.absence, id), space: held.space, version: Int(checkpoint.version),
                    spaceOrdinal: checkpoint.spaceOrdinal, flags: .compareBody)
            }
            let reply = try await queue.enqueue(items, lane: .onDemand)
            if let refusal = reply.refusal {
                throw QueueError(.invalidArgument, "the queue takes no jobs now: \(refusal)")
            }
            count += items.count
        }
        // Kept until the next sweep, which may come before all of them are gone and must not hold them again.
        var held = held
        held.decision = .confirmed
        try await state.hold(held)
        return count
    }

    /// Keeps the documents. Nothing is said of them again before more are missing.
    package func reject(_ held: HeldDeletions) async throws {
        var held = held
        held.decision = .rejected
        try await state.hold(held)
    }
}
