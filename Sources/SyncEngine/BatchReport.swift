internal import JobQueue

/// What became of one lease.
struct BatchReport {
    var statuses: [JobID: AckStatus] = [:]
    var failures: [JobID: JobFailure] = [:]
    var pushedBytes = 0
    mutating func add(_ other: BatchReport) {
        statuses.merge(other.statuses) { _, new in new }
        failures.merge(other.failures) { _, new in new }
        pushedBytes += other.pushedBytes
    }

    /// Set when nothing will work until a person acts: the sink's or Confluence's own words.
    var stop: JobFailure? { failures.values.first { $0.kind == .authentication } }
}
