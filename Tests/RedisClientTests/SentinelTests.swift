import RedisClient
import Testing
import TestSupport

@Suite("Redis client: sentinels")
struct SentinelTests {
    @Test("after kill -9 of the primary the same client goes on writing on the new one")
    func failover() async throws {
        try await SentinelGroup.with { group in
            try await withClient(of: group.url) { client in
                try await client.connect()
                let before = try await port(client)
                _ = try await client.send("SET", "key", "value")
                // Without it the new primary may be one write behind, which is the bargain of replication.
                _ = try await client.send("WAIT", 1, 10_000, deadline: .seconds(20))
                await group.server(at: before)?.kill()
                try await eventually("a write succeeds", within: .seconds(90)) {
                    await errorThrown { try await client.send("SET", "after", "value") } == nil
                }
                let after = try await port(client)
                #expect(after != before)
                #expect(group.server(at: after) != nil)
                let value = try await client.send("GET", "key").string
                #expect(value == "value")
            }
        }
    }

    @Test("a primary that was made a replica is left for its successor")
    func demoted() async throws {
        try await SentinelGroup.with { group in
            try await withClient(of: group.url) { client in
                try await client.connect()
                let before = try await port(client)
                try await group.swap()
                var after = before
                try await eventually("writes go to the other server", within: .seconds(90)) {
                    let failure = await errorThrown { try await client.send("SET", "key", "value") }
                    if let failure { #expect(failure.isRetryable, "\(failure)") }
                    after = (try? await port(client)) ?? before
                    return failure == nil && after != before
                }
                #expect(group.server(at: before)?.isRunning == true)
                #expect(try await client.send("SET", "key", "other") == .simple("OK"))
            }
        }
    }

    @Test("a failure names every sentinel and what it said, and no secret")
    func named() async throws {
        try await SentinelGroup.with { group in
            let dead = try freePort()
            let hosts = "127.0.0.1:\(dead)," + group.ports.map { "127.0.0.1:\($0)" }.joined(separator: ",")
            let url = "redis-sentinel://:secret@\(hosts)/other?sentinel_user=secret"
            try await withClient(of: url) { client in
                let error = await errorThrown { try await client.connect() }
                #expect(error?.code == .unreachable)
                #expect(error?.isRetryable == true)
                let detail = error?.detail ?? ""
                #expect(detail.contains("127.0.0.1:\(dead) cannot be reached: connection refused"))
                for port in group.ports {
                    #expect(detail.contains("the sentinel 127.0.0.1:\(port) knows no primary named other"))
                }
                #expect(!detail.contains("secret"))
            }
        }
    }

    @Test("when all sentinels agree that there is no such name, nobody waits for it")
    func unknownName() async throws {
        try await SentinelGroup.with { group in
            try await withClient(of: group.url.replacing("/main", with: "/other")) { client in
                let error = await errorThrown { try await client.send("PING") }
                #expect(error?.code == .invalidAddress)
            }
        }
    }

    @Test("a sentinel that still names a replica is not believed")
    func staleSentinel() async throws {
        try await RedisServer.with { server in
            try server.ask("REPLICAOF 127.0.0.1 1")
            let answer = "*2\r\n$9\r\n127.0.0.1\r\n$\("\(server.port)".count)\r\n\(server.port)\r\n"
            try await ScriptedSentinel.with(answer: answer) { port in
                try await withClient(of: "redis-sentinel://127.0.0.1:\(port)/main") { client in
                    let error = await errorThrown { try await client.connect() }
                    #expect(error?.code == .readOnly)
                    let sentence = "the sentinel 127.0.0.1:\(port) names 127.0.0.1:\(server.port)"
                    #expect(error?.detail.contains(sentence) == true)
                    #expect(error?.detail.contains("is a replica") == true)
                    // Promoted at last.
                    try server.ask("REPLICAOF NO ONE")
                    #expect(try await client.send("SET", "key", "value") == .simple("OK"))
                }
            }
        }
    }

    @Test(
        "answers that are no address are refused",
        arguments: [
            "*2\r\n$9\r\n127.0.0.1\r\n$6\r\n999999\r\n", "*2\r\n$0\r\n\r\n$4\r\n6379\r\n", ":1\r\n", "*0\r\n",
            "-ERR unknown command\r\n", "*2\r\n*0\r\n*0\r\n",
        ])
    func hostile(answer: String) async throws {
        try await ScriptedSentinel.with(answer: answer) { port in
            try await withClient(of: "redis-sentinel://127.0.0.1:\(port)/main") { client in
                let error = await errorThrown { try await client.connect() }
                #expect(error?.code == .unreachable)
                #expect(error?.detail.contains("the sentinel 127.0.0.1:\(port)") == true)
            }
        }
    }

    private func port(_ client: RedisClient) async throws -> Int {
        let reply = try await client.send("CONFIG", "GET", "port")
        return reply.map?["port"]?.int ?? 0
    }
}
