import RedisClient
import TestSupport
import Testing

@Suite("Redis checkup")
struct CheckupTests {
    private func checkup(of url: String) async throws -> [String: RedisFinding] {
        try await withClient(of: url, options: .init(allowsEviction: true)) { client in
            let findings = await RedisCheckup(redis: client).findings()
            return Dictionary(findings.map { ($0.name, $0) }) { first, _ in first }
        }
    }

    @Test("a server as it should be: all is well")
    func good() async throws {
        try await RedisServer.with(arguments: ["--appendfsync", "everysec"]) { server in
            let findings = try await checkup(of: server.url)
            // A busy machine is slow to answer.
            for finding in findings.values where finding.name != "latency" {
                #expect(finding.verdict == .ok, "\(finding)")
            }
            #expect(findings["version"]?.seen.hasPrefix("Redis ") == true)
            #expect(findings["eviction"]?.seen == "noeviction")
            #expect(findings["persistence"]?.seen == "appendonly yes, appendfsync everysec")
            #expect(findings["rights"]?.seen.contains("user default") == true)
            #expect(findings["latency"]?.seen.contains(" ms") == true)
            #expect(findings.count == 12)
        }
    }

    @Test("what is wrong is named with the line that mends it, and the line does mend it")
    func mended() async throws {
        let arguments = [
            "--maxmemory-policy", "volatile-lru", "--maxmemory", "3mb", "--appendonly", "no",
        ]
        try await RedisServer.with(arguments: arguments) { server in
            try server.ask("SET fat " + String(repeating: "x", count: 3000))
            let before = try await checkup(of: server.url)
            #expect(before["eviction"]?.verdict == .refuse)
            #expect(before["eviction"]?.mend == "CONFIG SET maxmemory-policy noeviction")
            #expect(before["persistence"]?.verdict == .warn)
            #expect(before["persistence"]?.mend == "CONFIG SET appendonly yes")
            for finding in before.values { if let line = finding.mend { try server.ask(line) } }
            let after = try await checkup(of: server.url)
            #expect(after["eviction"]?.verdict == .ok)
            #expect(after["persistence"]?.verdict == .ok)
        }
    }

    @Test("a server that is nearly full warns, a full one cannot be written to")
    func full() async throws {
        try await RedisServer.with { server in
            let used = try #require(
                try server.ask("INFO memory").split(separator: "\r\n").first { $0.hasPrefix("used_memory:") }?
                    .split(separator: ":").last.flatMap { Int($0) })
            try server.ask("CONFIG SET maxmemory \(used / 2)")
            let findings = try await checkup(of: server.url)
            #expect(findings["memory"]?.verdict == .warn)
            #expect(findings["writing"]?.verdict == .refuse)
            #expect(findings["writing"]?.seen.contains("memory is full") == true)
        }
    }

    @Test("a replica takes no writes, its primary wants to be sure of it")
    func replica() async throws {
        try await RedisServer.with { primary in
            let follows = ["--replicaof", "127.0.0.1", "\(primary.port)"]
            try await RedisServer.with(arguments: follows + ["--repl-diskless-sync-delay", "0"]) { replica in
                try await eventually("the replica is in step") {
                    try replica.ask("INFO replication").contains("master_link_status:up")
                }
                let second = try await checkup(of: replica.url)
                #expect(second["role"]?.verdict == .refuse)
                #expect(second["role"]?.mend == "REDIS_URL=redis://127.0.0.1:\(primary.port)")
                #expect(second["writing"]?.verdict == .refuse)
                let first = try await checkup(of: primary.url)
                #expect(first["replicas"]?.verdict == .warn)
                #expect(first["replicas"]?.mend == "CONFIG SET min-replicas-to-write 1")
                try primary.ask("CONFIG SET min-replicas-to-write 1")
                #expect(try await checkup(of: primary.url)["replicas"]?.verdict == .ok)
            }
        }
    }

    @Test("a provider that denies CONFIG and ACL is believed as far as INFO goes")
    func managed() async throws {
        let rule = "--user connector on >word ~* &* +@all -config -acl +acl|whoami".split(separator: " ").map(
            String.init)
        try await RedisServer.with(arguments: rule) { server in
            let findings = try await checkup(of: "redis://connector:word@127.0.0.1:\(server.port)")
            #expect(findings["eviction"]?.verdict == .ok)
            #expect(findings["persistence"]?.verdict == .notVerifiable)
            #expect(findings["persistence"]?.seen == "appendonly yes; appendfsync is not told")
            #expect(findings["rights"]?.verdict == .notVerifiable)
            #expect(
                findings["rights"]?.mend?.hasPrefix("ACL SETUSER confluence-connector reset on >PASSWORD ~cc:*") == true
            )
        }
    }

    @Test("a user who lacks commands is told which, with the line that gives them")
    func rights() async throws {
        let rule = "--user connector on >word ~cc:* +@all -hset -evalsha".split(separator: " ").map(String.init)
        try await RedisServer.with(arguments: rule) { server in
            let url = "redis://connector:word@127.0.0.1:\(server.port)"
            let before = try await checkup(of: url)
            #expect(before["rights"]?.verdict == .refuse)
            #expect(before["rights"]?.seen == "user connector may not run evalsha, hset on cc:*")
            #expect(before["writing"]?.verdict == .refuse)
            try server.ask(RedisAccess.line(user: "connector", password: "word"))
            let after = try await checkup(of: url)
            #expect(after["writing"]?.verdict == .ok)
            // Who may do only what is needed may not ask what else there is.
            #expect(after["rights"]?.verdict == .notVerifiable)
        }
    }

    @Test("in a cluster every node is looked at, and the worst is named")
    func cluster() async throws {
        try await ClusterServers.with { cluster in
            try cluster.nodes[2].ask("CONFIG SET maxmemory-policy allkeys-lru")
            let findings = try await checkup(of: cluster.url)
            #expect(findings["version"]?.seen.hasSuffix("(all 3 nodes alike)") == true)
            #expect(findings["eviction"]?.verdict == .warn)
            #expect(findings["eviction"]?.seen.hasPrefix("127.0.0.1:\(cluster.nodes[2].port): allkeys-lru") == true)
            #expect(findings["role"]?.verdict == .ok)
            #expect(findings["writing"]?.verdict == .ok)
        }
    }

    @Test("a server that cannot be reached is one finding")
    func nobody() async throws {
        let findings = try await checkup(of: "redis://127.0.0.1:\(try freePort())")
        #expect(findings.count == 1)
        #expect(findings["connection"]?.verdict == .refuse)
        #expect(findings["connection"]?.seen.contains("connection refused") == true)
    }
}
