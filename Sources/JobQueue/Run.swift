/// One sync of one connector. Sorts by time of creation.
package struct RunID: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(_ rawValue: String) { self.rawValue = rawValue }

    package var description: String { rawValue }
    package static func < (left: RunID, right: RunID) -> Bool { left.rawValue < right.rawValue }
}

package enum RunMode: String, Sendable, Hashable, Codable, CaseIterable {
    case delta
    case incremental
    case full
}

/// Runs of different classes go side by side.
package enum RunClass: String, Sendable, Hashable, Codable, CaseIterable {
    case delta
    case sweep
    case backfill
}

package enum RunState: String, Sendable, Hashable, Codable, CaseIterable {
    case pending
    case enumerating
    case processing
    case finished
    case finishedWithErrors = "finished_with_errors"
    case failed
    case cancelled

    package var isActive: Bool {
        switch self {
        case .pending, .enumerating, .processing: true
        case .finished, .finishedWithErrors, .failed, .cancelled: false
        }
    }
}

/// What is asked for. An active run of the same mode, filter and force answers it too; a delta run reads the feeds once
/// more for it.
package struct RunRequest: Sendable, Hashable {
    /// From the idempotency key of whoever asks; made up when `nil`. A run of this id answers, whatever its state.
    package var id: RunID?
    package var mode: RunMode
    package var runClass: RunClass
    package var force: Bool
    /// Space keys or globs; empty for all. Sorted and without repeats.
    package var spaces: [String]
    package var lane: Lane
    /// Who asked: `cli`, `schedule`, `api`, …
    package var source: String
    /// W3C trace context of whoever asks; told again by the run's events.
    package var traceParent: String?
    /// Any active run of the class answers, whatever its filter: for schedules, whose runs must not pile up.
    package var joinsClass: Bool

    package init(
        mode: RunMode, runClass: RunClass, force: Bool = false, spaces: [String] = [], lane: Lane = .scheduled,
        source: String = "", traceParent: String? = nil, id: RunID? = nil, joinsClass: Bool = false
    ) {
        self.id = id
        self.mode = mode
        self.runClass = runClass
        self.force = force
        self.spaces = Array(Set(spaces)).sorted()
        self.lane = lane
        self.source = source
        self.traceParent = traceParent
        self.joinsClass = joinsClass
    }
}

package enum RunAnswer: String, Sendable, Hashable {
    case created
    /// Another active run does what was asked for.
    case joined
    /// The same request came before.
    case repeated
}

package struct RunCounts: Sendable, Hashable {
    package var pushed = 0
    package var patched = 0
    package var unchanged = 0
    package var skipped = 0
    package var deleted = 0
    package var dead = 0
    package var held = 0

    package init() {}

    /// Documents that have come to an end: the sum of the six outcomes.
    package var enumerated: Int { pushed + patched + unchanged + skipped + deleted + dead }
}

/// What a run used. Workers and the coordinator add to it as they go.
package struct RunUsage: Sendable, Hashable {
    package var confluenceRequests = 0
    package var sinkRequests = 0
    package var points = 0
    package var bytesDownloaded = 0
    package var bytesPushed = 0

    package init(
        confluenceRequests: Int = 0, sinkRequests: Int = 0, points: Int = 0, bytesDownloaded: Int = 0,
        bytesPushed: Int = 0
    ) {
        self.confluenceRequests = confluenceRequests
        self.sinkRequests = sinkRequests
        self.points = points
        self.bytesDownloaded = bytesDownloaded
        self.bytesPushed = bytesPushed
    }
}

/// One of the (at most 20) errors that a run shows.
package struct RunError: Sendable, Hashable {
    /// A job id, a space key, or empty.
    package var object: String
    package var stage: String
    package var code: String
    package var message: String

    package init(object: String, stage: String, code: String, message: String) {
        self.object = object
        self.stage = stage
        self.code = code
        self.message = message
    }
}

package struct Run: Sendable, Hashable {
    package var id: RunID
    package var mode: RunMode
    package var runClass: RunClass
    package var force: Bool
    package var spaces: [String]
    package var lane: Lane
    package var source: String
    /// W3C trace context of whoever asked.
    package var traceParent: String?
    package var state: RunState
    /// Why it failed or was cancelled.
    package var reason: String?
    /// The number of its sweep, once it has one.
    package var sweep: UInt16?
    /// Whether everything is listed: no more jobs come but from jobs.
    package var isClosed: Bool
    /// Whether another delta run waits for this one to have read the feeds.
    package var isFollowed: Bool
    /// Milliseconds since 1970, like the other two.
    package var createdAt: Int
    package var startedAt: Int?
    package var finishedAt: Int?
    /// Jobs that are not at an end yet.
    package var pending: Int
    package var counts: RunCounts
    package var usage: RunUsage
    package var warnings: Int
    /// How many errors of its own (not dead letters) it met; the samples show both.
    package var errorCount: Int
    package var errors: [RunError]
    /// By `PHASE:SPACE`.
    package var cursors: [String: String]
}
