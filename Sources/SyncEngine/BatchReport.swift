internal import JobQueue

/// What became of one lease.
struct BatchReport {
    var statuses: [JobID: AckStatus] = [:]
    var failures: [JobID: JobFailure] = [:]
    var pushedBytes = 0
    /// Set when nothing will work until a person acts: the sink's or Confluence's own words.
    var stop: JobFailure? { failures.values.first { $0.kind == .authentication } }
}
