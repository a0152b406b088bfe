package import ConfluenceModel

/// One leased job.
package struct Job: Sendable, Hashable {
    package var id: JobID
    package var lane: Lane
    /// The version that was listed; what is fetched may be newer.
    package var wantedVersion: Int
    package var flags: JobFlags
    /// Tries that failed before this one.
    package var attempts: Int
    /// Workers that died holding it.
    package var deaths: Int
    package var throttles: Int
    package var runs: [RunID]
    package var space: SpaceID
    /// Milliseconds since 1970 by the clock of Redis.
    package var enqueuedAt: Int

    package init(
        id: JobID, lane: Lane, wantedVersion: Int, flags: JobFlags = [], attempts: Int = 0, deaths: Int = 0,
        throttles: Int = 0, runs: [RunID] = [], space: SpaceID, enqueuedAt: Int = 0
    ) {
        self.id = id
        self.lane = lane
        self.wantedVersion = wantedVersion
        self.flags = flags
        self.attempts = attempts
        self.deaths = deaths
        self.throttles = throttles
        self.runs = runs
        self.space = space
        self.enqueuedAt = enqueuedAt
    }
}

/// A worker's time-limited right to a batch of jobs of one family.
package struct Lease: Sendable, Hashable {
    /// Only grows; every write made for these jobs carries it, an old one is refused.
    package let fence: UInt64
    package let jobs: [Job]
    /// From the claim or the last heartbeat until others may take the jobs.
    package let duration: Duration
    /// From the claim: past it no heartbeat extends the lease.
    package let deadline: Duration

    package init(fence: UInt64, jobs: [Job], duration: Duration, deadline: Duration) {
        self.fence = fence
        self.jobs = jobs
        self.duration = duration
        self.deadline = deadline
    }
}

package enum Claim: Sendable, Hashable {
    case lease(Lease)
    /// Nothing is ready; `next` is when the first delayed job is due, or the first lease runs out.
    case empty(next: Duration?)
    /// The site asked to be left alone for this long.
    case wait(Duration)
    /// By an operator, or because the credentials were refused.
    case paused(reason: String)
}

/// What a heartbeat says about the worker's leases.
package struct HeartbeatReply: Sendable, Hashable {
    /// Leases that others may hold by now: drop their jobs at once, push nothing.
    package var lost: Set<UInt64> = []
    /// Runs of these leases that were cancelled.
    package var cancelledRuns: Set<RunID> = []

    package init() {}
}
