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
    package var leases = 0
    /// All processes that work on any connector.
    package var workers = 0
    package var isPaused = false
    package var pauseReason: String?
    package var wait: Duration?
    package var isDraining = false
    package var sweep: UInt16 = 0

    package init() {}

    package var ready: Int { lanes.values.reduce(0) { $0 + $1.ready } }
    package var delayed: Int { lanes.values.reduce(0) { $0 + $1.delayed } }
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
