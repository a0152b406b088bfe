package import ConfluenceModel

/// One look at a connector's queue.
package struct QueueStatus: Sendable, Hashable {
    package struct LaneStatus: Sendable, Hashable {
        package var ready = 0
        package var delayed = 0
        /// How long the oldest ready job has waited; over the first 200 spaces of the lane.
        package var oldest: Duration?
    }

    package var lanes: [Lane: LaneStatus] = [:]
    /// All unfinished jobs.
    package var jobs = 0
    package var active = 0
    package var dead = 0
    /// Dead letters by reason: `transient`, `permanent`, `throttled`, `crash`, `corrupt`; all five, also those of which there
    /// are none.
    package var deadByReason: [String: Int] = [:]
    package var leases = 0
    /// All processes that work on any connector.
    package var workers = 0
    /// Of the connector and of spaces, in no order.
    package var holds: [QueueHold] = []
    /// The site asked for it, or the circuit breaker is open.
    package var wait: Duration?
    /// `throttled`, `circuit_open`
    package var waitReason: String?
    package var sweep: UInt16 = 0

    package init() {}

    /// The connector's own pause, not that of a space.
    package var pause: QueueHold? { holds.first { $0.kind == .pause && $0.space == nil } }
    package var isPaused: Bool { pause != nil }
    package var pauseReason: String? { pause?.reason }
    package var isDraining: Bool { holds.contains { $0.kind == .drain && $0.space == nil } }

    package var ready: Int { lanes.values.reduce(0) { $0 + $1.ready } }
    package var delayed: Int { lanes.values.reduce(0) { $0 + $1.delayed } }
}

/// A pause or a drain that is in force.
package struct QueueHold: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case pause
        case drain
    }

    package var kind: Kind
    /// `nil`: the whole connector.
    package var space: SpaceID?
    package var reason: String
    /// Empty: the connector itself, because its credentials were refused.
    package var author: String
    /// Milliseconds since 1970.
    package var since: Int
    /// Milliseconds since 1970; `nil`: until somebody ends it.
    package var endsAt: Int?

    /// - Parameter texts: kind, space, ends, since, author, reason
    init?(_ texts: [String]) {
        guard texts.count == 6, let kind = Kind(rawValue: texts[0]) else { return nil }
        self.kind = kind
        space = texts[1].isEmpty ? nil : SpaceID(texts[1])
        endsAt = Int(texts[2])
        since = Int(texts[3]) ?? 0
        author = texts[4]
        reason = texts[5]
    }
}

package enum JobState: String, Sendable, Hashable {
    case ready = "R"
    /// Retried later, or until its object has been quiet for a while.
    case delayed = "D"
    case active = "A"
}

/// A process that works, as it last said.
package struct WorkerStatus: Sendable, Hashable {
    package var id: String
    /// Milliseconds since 1970.
    package var lastSeen: Int
    /// `host`, `pid`, `version`, `state`, `jobs`, …
    package var facts: [String: String]
}

package struct RunWarning: Sendable, Hashable {
    package var run: RunID?
    /// A job id, a content id or a space key.
    package var object: String
    package var code: String
    package var message: String

    package init(run: RunID?, object: String, code: String, message: String) {
        self.run = run
        self.object = object
        self.code = code
        self.message = message
    }
}
