/// Why a job did not end, and what follows from it.
package struct JobFailure: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        /// Server errors, timeouts, resets: tried again with growing delays, dead after ``JobQueue/attemptLimit``.
        case transient
        /// `Retry-After`: all workers of the connector wait. Dead after ``JobQueue/throttleLimit``, or after a day.
        case throttled
        /// Something that only this job needs is not there yet, such as room in the queue: it waits for as long as that
        /// takes, and nobody else does.
        case postponed
        /// The credentials were refused: the connector is paused, the job goes back untouched.
        case authentication
        /// Trying again would not help: dead at once.
        case permanent
    }

    package var kind: Kind
    /// Wait at least this long: `Retry-After`.
    package var delay: Duration?
    /// `fetch`, `convert`, `extract`, `push`, …
    package var stage: String
    package var httpStatus: Int?
    package var code: String
    /// At most 200 characters are kept. Without tokens and query strings.
    package var message: String

    package init(
        _ kind: Kind, stage: String, code: String, message: String, httpStatus: Int? = nil, delay: Duration? = nil
    ) {
        self.kind = kind
        self.delay = delay
        self.stage = stage
        self.httpStatus = httpStatus
        self.code = code
        self.message = message
    }
}

package enum FailStatus: String, Sendable, Hashable {
    /// Will be tried again.
    case delayed
    /// Ready again at once.
    case ready
    case dead
    /// The lease was lost: nothing was written.
    case stale
}

/// A job given up on, kept with its last error.
package struct DeadLetter: Sendable, Hashable {
    package var id: JobID
    package var wantedVersion: Int
    package var lane: Lane
    package var space: String
    package var runs: [RunID]
    package var attempts: Int
    package var deaths: Int
    package var throttles: Int
    /// `transient`, `throttled`, `permanent`, `crash` (workers died of it) or `corrupt` (its record was unreadable).
    package var reason: String
    package var stage: String
    package var httpStatus: Int?
    package var code: String
    package var message: String
    package var worker: String
    /// Milliseconds since 1970.
    package var enqueuedAt: Int
    /// Milliseconds since 1970.
    package var diedAt: Int
}
