/// Where a listing stood when its items were stored; saved in the run by the same script.
package struct RunCursor: Sendable, Hashable {
    /// `PHASE:SPACE`, at most 128 bytes; stored as field `cur:PHASE:SPACE` of the run.
    package var field: String
    /// At most 8 KiB; opaque. `nil` removes it.
    package var value: String?

    package init(field: String, value: String?) {
        self.field = field
        self.value = value
    }
}

/// What became of the items of one `enqueue`.
package struct EnqueueReply: Sendable, Hashable {
    package enum Refusal: Sendable, Hashable {
        /// The lane holds ``Lane/highWatermark`` jobs, or has not yet sunk below half of that since: wait and repeat.
        case laneFull
        /// The run was cancelled or has ended: stop listing.
        case runEnded
        /// Redis is at `maxmemory`, or at four fifths of it for lanes that can wait: wait and repeat. Draining goes on.
        case outOfMemory
        /// An operator drains the queue: wait and repeat.
        case draining
    }

    /// New jobs, revived dead letters included.
    package var added = 0
    /// Already waiting or active; the run waits for the same job.
    package var merged = 0
    package var unchanged = 0
    /// Unchanged, and not in the sink on purpose.
    package var skipped = 0
    /// Already counted in this sweep.
    package var repeated = 0
    /// Given up on before, and nothing new since.
    package var dead = 0
    /// Items that cannot be stored: ids of strange characters or length, versions out of range.
    package var rejected: [JobID] = []
    /// Their records are of a later version's format, which only a later version can change: not stored. Ask again when
    /// all processes are of that version.
    package var newer: [JobID] = []
    /// Set when not everything was stored; repeat the whole call, which counts nothing twice.
    package var refusal: Refusal?

    package init() {}
}
