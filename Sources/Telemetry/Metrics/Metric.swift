/// What can be measured: one name, one meaning. All names are in ``all``, which the documentation lists.
package struct Metric: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    /// With the prefix of all: `confluence_connector_NOUN_UNIT[_total]`.
    package let name: String
    package let help: String
    package let kind: Kind
    /// Upper bounds of a histogram's buckets, in its unit, ascending.
    package let bounds: [Double]

    private init(_ kind: Kind, _ name: String, _ help: String, bounds: [Double] = []) {
        self.name = "confluence_connector_" + name
        self.help = help
        self.kind = kind
        self.bounds = bounds
    }

    package static func == (left: Metric, right: Metric) -> Bool { left.name == right.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

// MARK: of each process

extension Metric {
    private static let seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
    private static let longSeconds = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14_400, 86_400]

    package static let jobsClaimed = Metric(.counter, "jobs_claimed_total", "Jobs taken from the queue.")
    package static let jobsFinished = Metric(
        .counter, "jobs_finished_total",
        "Jobs that left a worker, by kind and result: done, again, retry, throttled, dead, stale.")
    package static let jobDuration = Metric(
        .histogram, "job_duration_seconds", "From the claim of a batch to its end, for each of its jobs.",
        bounds: seconds + [120, 300])
    package static let jobWait = Metric(
        .histogram, "job_wait_seconds", "From a job's making to its claim, by the clocks of Redis and this machine.",
        bounds: longSeconds)
    package static let claimSize = Metric(
        .histogram, "claim_batch_size", "Jobs of one claim.", bounds: [1, 5, 10, 20, 50, 100, 250])
    package static let scriptDuration = Metric(
        .histogram, "script_duration_seconds", "Scripts of the queue, as this process waited for them.",
        bounds: [0.0005, 0.001, 0.002, 0.005] + seconds.dropFirst())
    package static let leasesLost = Metric(
        .counter, "leases_lost_total", "Leases that others may have taken over; their jobs were dropped.")
    package static let rateLimitWait = Metric(
        .counter, "rate_limit_wait_seconds_total", "Waiting for a turn, by who counts our requests: site, sink.")
    package static let httpRequests = Metric(
        .counter, "http_requests_total", "Answers by target (confluence, sink) and status; none: no answer.")
    package static let freshness = Metric(
        .histogram, "freshness_seconds", "From the edit of a page that was known to its text in the sink.",
        bounds: longSeconds)
    package static let inboxRejected = Metric(
        .counter, "inbox_rejected_total", "Requests of other services that could not be understood, by field.")
}

// MARK: of the connector, told by those that may coordinate

extension Metric {
    package static let queueJobs = Metric(
        .gauge, "queue_jobs", "Unfinished jobs by lane and state; active ones, which workers hold, of no lane.")
    package static let queueOldest = Metric(
        .gauge, "queue_oldest_job_age_seconds", "Age of the oldest ready job of a lane.")
    package static let queueLeases = Metric(.gauge, "queue_leases", "Batches that workers hold.")
    package static let queueDead = Metric(.gauge, "queue_dead_jobs", "Dead letters by reason.")
    package static let queuePaused = Metric(.gauge, "queue_paused", "1: somebody or something paused it.")
    package static let queueWait = Metric(
        .gauge, "queue_wait_seconds", "What is left of a pause that the site asked for, or of an open circuit.")
    package static let workers = Metric(.gauge, "workers", "Processes that work, on any connector.")
    package static let inboxEntries = Metric(.gauge, "inbox_entries", "Requests that wait in the inbox.")
    package static let inboxLag = Metric(
        .gauge, "inbox_lag", "Requests in the inbox that nobody has looked at yet.")
    package static let checkpointEntries = Metric(
        .gauge, "checkpoint_entries", "Pages, posts and files of which the connector knows what the sink has.")
    package static let runDocuments = Metric(
        .gauge, "run_documents", "Documents of the newest run by outcome.")
    package static let runLastSuccess = Metric(
        .gauge, "run_last_success_timestamp_seconds", "When the last run ended well, by mode.")
    package static let heldDeletions = Metric(.gauge, "held_deletions", "Documents whose deletion waits for a person.")
    package static let auditRepairs = Metric(
        .counter, "queue_audit_repairs_total", "What was put right in the queue's indexes, by kind.")
    package static let redisUp = Metric(.gauge, "redis_up", "1: Redis answers.")
    package static let redisWriteOK = Metric(.gauge, "redis_write_ok", "1: Redis takes a write.")
    package static let redisMemory = Metric(
        .gauge, "redis_memory_used_ratio", "Used memory of what Redis may use; 0 without a limit.")
    package static let redisPolicyOK = Metric(.gauge, "redis_policy_ok", "1: Redis drops no keys when it is full.")

    package static let all: [Metric] = [
        jobsClaimed, jobsFinished, jobDuration, jobWait, claimSize, scriptDuration, leasesLost, rateLimitWait,
        httpRequests, freshness, inboxRejected, queueJobs, queueOldest, queueLeases, queueDead,
        queuePaused, queueWait, workers, inboxEntries, inboxLag, checkpointEntries, runDocuments, runLastSuccess,
        heldDeletions, auditRepairs, redisUp, redisWriteOK, redisMemory, redisPolicyOK,
    ]
}
