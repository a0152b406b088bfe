/// What `INFO` says, line by line: `redis_version:7.0.15`. Empty when the user may not run it.
struct ServerFacts {
    private var facts: [String: String] = [:]

    init(info: String) {
        for line in info.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { facts[String(parts[0])] = String(parts[1]) }
        }
    }

    subscript(name: String) -> String? { facts[name] }

    func number(_ name: String) -> Int? { facts[name].flatMap { Int($0) } }

    var isEmpty: Bool { facts.isEmpty }

    // MARK: version

    /// Valkey adds `server_name:valkey` and `valkey_version:8.0.1`; its `redis_version` stays 7.2.4.
    var isValkey: Bool { self["server_name"] == "valkey" || self["valkey_version"] != nil }

    var product: String { isValkey ? "Valkey" : "Redis" }

    /// `8.0.1`, or empty.
    var version: String { (isValkey ? self["valkey_version"] : nil) ?? self["redis_version"] ?? "" }

    /// Redis 7.0 brought scripts that may run when memory is full, Valkey counts from 7.2.
    var isNewEnough: Bool {
        let numbers = version.split(separator: ".").prefix(2).map { Int($0) ?? 0 }
        return !numbers.lexicographicallyPrecedes(isValkey ? [7, 2] : [7, 0])
    }

    // MARK: roles and memory

    var isReplica: Bool { self["role"] == "slave" }

    var isInCluster: Bool { self["redis_mode"] == "cluster" || self["cluster_enabled"] == "1" }

    /// The policy by which keys would be dropped, when it is not `noeviction`.
    var evictingPolicy: String? { self["maxmemory_policy"].flatMap { $0 == "noeviction" ? nil : $0 } }

    /// Without a limit nothing is dropped, whatever the policy.
    var isLimited: Bool { number("maxmemory") != 0 }
}
