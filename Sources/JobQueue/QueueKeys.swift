/// The keys of one connector's queue. All carry the hash tag `{connector}`, so that a script stays in one slot.
///
/// Ready lists and rings of attachments and absence checks carry the letter of their family after the lane
/// (`ring:2a`, `q:2a:SPACE`), so that a claim never has to look at jobs of another family.
struct QueueKeys: Sendable {
    let base: String
    let prefix: String

    init(prefix: String, connector: String) {
        self.prefix = prefix
        base = "\(prefix):{\(connector)}:"
    }

    /// The keys that every script gets, in the order of `common.lua`. Scripts build the others from the first.
    ///
    /// `jobs` hash, `meta` hash, `n` hash of counters, `delayed` zset, `leases` zset, `fence` string, `dead` hash,
    /// `deadlog` stream, `events` stream, `ctl` hash, `warn` stream, `runs` zset.
    var fixed: [String] {
        [jobs, meta, counters, delayed, leases, fence, dead, deadLog, events, control, warnings, runs]
    }

    /// Hash: job id → packed record.
    var jobs: String { base + "jobs" }
    /// Hash, owned by `SyncState`; the scripts read the number of the sweep under way from it.
    var meta: String { base + "meta" }
    /// Hash.
    var counters: String { base + "n" }
    /// Sorted set: job id → due, ms.
    var delayed: String { base + "delayed" }
    /// Sorted set: fence → expiry, ms.
    var leases: String { base + "leases" }
    /// String.
    var fence: String { base + "fence" }
    /// Hash: job id → packed dead record.
    var dead: String { base + "dead" }
    /// Stream.
    var deadLog: String { base + "deadlog" }
    /// Stream.
    var events: String { base + "events" }
    /// Hash.
    var control: String { base + "ctl" }
    /// Stream.
    var warnings: String { base + "warn" }
    /// Sorted set: run id → created, ms.
    var runs: String { base + "runs" }

    /// String: the newest event that ``allEvents`` has.
    var forwarded: String { base + "forwarded" }
    /// Hash: request id → stream for its replies, or empty.
    func asks(_ run: RunID) -> String { base + "asks:" + run.rawValue }
    /// Hash.
    func run(_ id: RunID) -> String { base + "run:" + id.rawValue }

    /// String with a time to live: this slot (seconds since 1970) has fired.
    func cron(_ slot: String) -> String { "\(base)cron:\(slot)" }

    /// Stream, of all connectors.
    var allEvents: String { prefix + ":events" }
    /// Sorted set of all connectors' workers: worker id → last seen, ms.
    var workers: String { prefix + ":workers" }
    /// Hash with a time to live.
    func worker(_ id: String) -> String { prefix + ":w:" + id }
    /// Hash, sorted set slot → expiry, sorted set holder → last seen; of one owner, in a slot of its own.
    static func quota(_ owner: QuotaOwner, prefix: String) -> [String] {
        let base = "\(prefix):quota:{\(owner)}"
        return [base, base + ":slots", base + ":holders"]
    }

    /// String with a time to live.
    var leader: String { prefix + ":leader" }
}
