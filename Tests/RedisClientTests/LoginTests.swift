import RedisClient
import Testing
import TestSupport

@Suite("Redis client: login")
struct LoginTests {
    @Test("the right password opens the door, a wrong one and none are told apart, and neither is shown")
    func password() async throws {
        try await RedisServer.with(password: "s3cret") { server in
            try await withClient(of: server.url) { try await $0.connect() }
            try await withClient(of: "redis://:wr0ng@127.0.0.1:\(server.port)") { client in
                let error = await errorThrown { try await client.connect() }
                #expect(error?.code == .authentication)
                #expect(error?.detail == "Redis at 127.0.0.1:\(server.port) refused the login: wrong user or password")
                // A command does not wait for a password to become right.
                let command = await errorThrown { try await client.send("PING") }
                #expect(command?.code == .authentication)
            }
            try await withClient(of: "redis://127.0.0.1:\(server.port)") { client in
                let error = await errorThrown { try await client.connect() }
                #expect(error?.code == .authentication)
                #expect(error?.detail.contains("wants a password") == true)
            }
        }
    }

    @Test("a password for a server that has none is an error that says so")
    func needlessPassword() async throws {
        try await RedisServer.with { server in
            try await withClient(of: "redis://:needless@127.0.0.1:\(server.port)") { client in
                let error = await errorThrown { try await client.connect() }
                #expect(error?.code == .authentication)
                #expect(error?.detail.contains("has no password") == true)
            }
        }
    }

    @Test("an ACL user with few rights works within them")
    func user() async throws {
        let rule = "--user connector on >p%40ss ~cc:* +@all -@admin -info -ping -client".split(separator: " ").map(
            String.init)
        try await RedisServer.with(arguments: rule) { server in
            let url = "redis://connector:p%2540ss@127.0.0.1:\(server.port)"
            try await withClient(of: url, options: .init(name: "named")) { client in
                let stored = try await client.send("SET", "cc:key", "value")
                #expect(stored == .simple("OK"))
                let key = await errorThrown { try await client.send("SET", "other", "value") }
                #expect(key?.code == .noPermission)
                let command = await errorThrown { try await client.send("CONFIG", "GET", "*") }
                #expect(command?.code == .noPermission)
            }
        }
    }

    @Test("a database that does not exist is named")
    func database() async throws {
        try await RedisServer.with { server in
            try await withClient(of: server.url + "/99") { client in
                let error = await errorThrown { try await client.connect() }
                #expect(error?.code == .invalidAddress)
                #expect(error?.detail.contains("99") == true)
            }
        }
    }
}
