import RedisClient
import TestSupport
import Testing

@Suite("Redis client: what is refused at the door")
struct GreetingTests {
    @Test(
        "a server that drops keys when it is full is refused by the name of its policy",
        arguments: ["allkeys-lru", "volatile-lru", "volatile-ttl"])
    func eviction(policy: String) async throws {
        let arguments = ["--maxmemory-policy", policy, "--maxmemory", "100mb"]
        try await withClient(arguments: arguments) { client, server in
            let error = await errorThrown { try await client.send("PING") }
            #expect(error?.code == .evictingServer)
            #expect(error?.isRetryable == false)
            #expect(error?.detail.contains("maxmemory-policy \(policy)") == true)
            #expect(error?.detail.contains("CONFIG SET maxmemory-policy noeviction") == true)
            try await withClient(of: server.socketURL, options: .init(allowsEviction: true)) { other in
                let pong = try await other.send("PING").string
                #expect(pong == "PONG")
            }
            // As the sentence says.
            try server.ask("CONFIG SET maxmemory-policy noeviction")
            #expect(try await client.send("PING").string == "PONG")
        }
    }

    @Test("without a limit of memory nothing is dropped, whatever the policy")
    func unlimited() async throws {
        try await withClient(arguments: ["--maxmemory-policy", "allkeys-lru"]) { client, _ in
            let pong = try await client.send("PING").string
            #expect(pong == "PONG")
        }
    }

    @Test(
        "a server is judged by what it says of itself",
        arguments: [
            ("redis_version:6.2.14", "Redis at 127.0.0.1:", "has version 6.2.14"),
            ("redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:7.1.9", "Valkey at 127.0.0.1:", "7.1.9"),
            ("redis_version:seven", "Redis at", "seven"), ("", "Redis at", "version unknown"),
        ])
    func version(info: String, product: String, version: String) async throws {
        let greeting = "$\(info.utf8.count)\r\n\(info)\r\n+PONG\r\n"
        try await HostileServer.with(greeting: greeting, answer: []) { url in
            try await withClient(of: url) { client in
                let error = await errorThrown { try await client.connect() }
                #expect(error?.code == .unsupportedServer)
                #expect(error?.detail.hasPrefix(product) == true)
                #expect(error?.detail.contains(version) == true)
                #expect(error?.detail.contains("at least Redis 7.0 or Valkey 7.2") == true)
            }
        }
    }
}
