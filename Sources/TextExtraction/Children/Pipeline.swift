/// Programs that run side by side, each reading what the one before it writes.
package struct Pipeline: Sendable {
    /// Program and arguments; the program by its full path.
    package var stages: [[String]]
    /// What the first one reads, from its start. Stays the caller's, open until the run has ended.
    package var input: Int32
    /// Bytes of the last one's output; more ends the run.
    package var outputLimit: Int
    package var wallClock: Duration

    package init(stages: [[String]], input: Int32, outputLimit: Int, wallClock: Duration) {
        self.stages = stages
        self.input = input
        self.outputLimit = outputLimit
        self.wallClock = wallClock
    }
}

/// How a pipeline ended.
package struct PipelineResult: Sendable {
    package struct Stage: Sendable {
        /// `nil`: a signal ended it.
        package var exitCode: Int32?
        package var signal: Int32?
        /// The start of what it said on standard error.
        package var complaint: [UInt8] = []
        /// The most memory it held, bytes.
        package var peakBytes = 0
        /// Seconds of processor time.
        package var cpuSeconds = 0.0
    }

    package var stages: [Stage]
    package var output: [UInt8] = []
    /// From its start to its end.
    package var elapsed = Duration.zero
    package var isOutOfTime = false
    package var isTooLong = false
    /// `errno` where a program could not be started.
    package var startError: Int32?
}
