/// What one server says of itself, and what is thought of it. Pure.
struct NodeReport {
    let address: String
    let info: ServerFacts
    /// `CONFIG GET`; nil where the user or the provider does not allow it.
    let configuration: [String: String]?
    /// Of a `PING`, the middle of several.
    let latency: Duration

    private static let slow = Duration.milliseconds(10)

    var findings: [RedisFinding] {
        [version, role, eviction, persistence, diskErrors, replicas, memory, speed]
    }

    private func setting(_ name: String) -> String? { configuration?[name] }

    private func unknown(_ name: String, _ what: String) -> RedisFinding {
        RedisFinding(name, .notVerifiable, "\(what) is not told: neither INFO nor CONFIG GET says it")
    }

    private var version: RedisFinding {
        guard !info.version.isEmpty else { return unknown("version", "the version") }
        let seen = "\(info.product) \(info.version)"
        return info.isNewEnough
            ? RedisFinding("version", .ok, seen)
            : RedisFinding("version", .refuse, "\(seen); at least Redis 7.0 or Valkey 7.2 is needed")
    }

    private var role: RedisFinding {
        switch info["role"] {
        case "master"?: RedisFinding("role", .ok, info.isInCluster ? "primary in a cluster" : "primary")
        case "slave"?:
            RedisFinding(
                "role", .refuse, "a replica, which takes no writes",
                mend: info["master_host"].flatMap { host in
                    info["master_port"].map { "REDIS_URL=redis://\(host):\($0)" }
                })
        default: unknown("role", "the role")
        }
    }

    private var eviction: RedisFinding {
        guard let policy = info["maxmemory_policy"] ?? setting("maxmemory-policy") else {
            return unknown("eviction", "maxmemory-policy")
        }
        if policy == "noeviction" { return RedisFinding("eviction", .ok, policy) }
        return RedisFinding(
            "eviction", info.isLimited ? .refuse : .warn,
            "\(policy): keys are dropped when memory is full"
                + (info.isLimited ? "" : " (maxmemory is not set, so it never is)"),
            mend: "CONFIG SET maxmemory-policy noeviction")
    }

    private var persistence: RedisFinding {
        guard let enabled = info["aof_enabled"] ?? setting("appendonly").map({ $0 == "yes" ? "1" : "0" }) else {
            return unknown("persistence", "appendonly")
        }
        guard enabled == "1" else {
            return RedisFinding(
                "persistence", .warn, "appendonly no: a restart loses queue and checkpoints since the last snapshot",
                mend: "CONFIG SET appendonly yes")
        }
        switch setting("appendfsync") {
        case nil: return RedisFinding("persistence", .notVerifiable, "appendonly yes; appendfsync is not told")
        case "no"?:
            return RedisFinding(
                "persistence", .warn, "appendonly yes, appendfsync no: a crash of the host may lose half a minute",
                mend: "CONFIG SET appendfsync everysec")
        case let sync?: return RedisFinding("persistence", .ok, "appendonly yes, appendfsync \(sync)")
        }
    }

    private var diskErrors: RedisFinding {
        let states = ["rdb_last_bgsave_status", "aof_last_bgrewrite_status", "aof_last_write_status"]
        let known = states.filter { info[$0] != nil }
        guard !known.isEmpty else { return unknown("disk", "whether writing to disk works") }
        let failed = known.filter { info[$0] != "ok" }
        guard !failed.isEmpty else { return RedisFinding("disk", .ok, "the last writes to disk succeeded") }
        // The server itself refuses writes after these, until one succeeds.
        return RedisFinding(
            "disk", .warn, failed.map { "\($0) is \(info[$0] ?? "")" }.joined(separator: ", ") + ": look into its log",
            mend: "BGREWRITEAOF")
    }

    private var replicas: RedisFinding {
        guard let count = info.number("connected_slaves") else { return unknown("replicas", "the number of replicas") }
        guard count > 0 else { return RedisFinding("replicas", .ok, "none") }
        let seen = "\(count) connected"
        // Told by INFO only where it is in force.
        let minimum = info["min_slaves_good_slaves"] != nil ? 1 : setting("min-replicas-to-write").flatMap { Int($0) }
        switch minimum {
        case nil: return RedisFinding("replicas", .notVerifiable, "\(seen); min-replicas-to-write is not told")
        case 0?:
            return RedisFinding(
                "replicas", .warn,
                "\(seen), min-replicas-to-write 0: a primary that was cut off takes writes that are lost",
                mend: "CONFIG SET min-replicas-to-write 1")
        case _?: return RedisFinding("replicas", .ok, "\(seen), min-replicas-to-write is set")
        }
    }

    private var memory: RedisFinding {
        guard let used = info.number("used_memory"), used >= 0 else { return unknown("memory", "the memory used") }
        guard let limit = info.number("maxmemory") else { return unknown("memory", "maxmemory") }
        guard limit > 0 else { return RedisFinding("memory", .ok, "\(Self.mebibytes(used)) used, no limit") }
        let share = Int((Double(used) / Double(limit) * 100).rounded(.down))
        let seen = "\(Self.mebibytes(used)) of \(Self.mebibytes(limit)) used (\(min(share, 999)) %)"
        guard share >= 80 else { return RedisFinding("memory", .ok, seen) }
        let more = limit.multipliedReportingOverflow(by: 2)
        return RedisFinding(
            "memory", .warn, "\(seen): listing waits from 80 % on",
            mend: more.overflow ? nil : "CONFIG SET maxmemory \(more.partialValue)")
    }

    private var speed: RedisFinding {
        let milliseconds =
            Double(latency.components.attoseconds / 1_000_000_000_000) / 1000
            + Double(latency.components.seconds) * 1000
        let seen = "\((milliseconds * 10).rounded() / 10) ms for a PING"
        return latency <= Self.slow
            ? RedisFinding("latency", .ok, seen)
            : RedisFinding("latency", .warn, "\(seen): every batch waits for several answers; put Redis nearer")
    }

    private static func mebibytes(_ bytes: Int) -> String {
        "\((Double(bytes) / 1_048_576 * 10).rounded() / 10) MiB"
    }
}
