/// How a job ended, but for `dead`, which ``JobQueue/fail(_:_:)`` decides.
package enum JobOutcome: String, Sendable, Hashable, CaseIterable {
    case pushed
    case patched
    case unchanged
    case skipped
    case deleted
}

/// What the acknowledging script does with a checkpoint or a receipt.
package enum StoredChange: Sendable, Hashable {
    case keep
    case remove
    case write([UInt8])
}

/// One job's end, with what is to be remembered of its object.
package struct JobResult: Sendable, Hashable {
    package var id: JobID
    package var outcome: JobOutcome
    /// 18 bytes of `Checkpoint.bytes`; the script puts the number of the sweep under way into it.
    package var checkpoint: StoredChange
    /// Stands behind the checkpoint: without one none is kept.
    package var receipt: StoredChange

    package init(
        id: JobID, outcome: JobOutcome, checkpoint: StoredChange = .keep, receipt: StoredChange = .keep
    ) {
        self.id = id
        self.outcome = outcome
        self.checkpoint = checkpoint
        self.receipt = receipt
    }
}

/// As `acknowledge.lua` says it.
package enum AckStatus: Character, Sendable, Hashable {
    /// Written and counted.
    case accepted = "a"
    /// Written, but the job is ready again: something newer was asked for meanwhile.
    case superseded = "p"
    /// The lease was lost: nothing was written.
    case stale = "s"
    /// Counted and its receipt written, but the checkpoint in place is of a higher version and stays.
    case outdated = "o"
}
