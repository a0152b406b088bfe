import RedisClient
import Testing
import TestSupport

@Suite("Redis client: large, nested and hostile replies")
struct HostileServerTests {
    private static let limits = RedisClient.Options(
        connectTimeout: .seconds(5), commandTimeout: .seconds(10), maxReplyBytes: 1 << 20)

    @Test("large replies arrive whole")
    func large() async throws {
        try await withClient { client, _ in
            let text = String(repeating: "0123456789", count: 2_000_000)
            _ = try await client.send("SET", "large", RedisArgument(text))
            let reply = try await client.send("GET", "large").bytes
            #expect(reply == Array(text.utf8))
            let many = try await client.send("EVAL", "local t = {} for i = 1, 100000 do t[i] = i end return t", 0).array
            #expect(many?.map(\.int) == Array(1...100_000))
        }
    }

    @Test("nested replies keep their shape")
    func nested() async throws {
        try await withClient { client, _ in
            let script =
                "return {1, {'two', {}, {false, {3, {redis.status_reply('four'), redis.error_reply('ERR five')}}}}}"
            let reply = try await client.send("EVAL", RedisArgument(script), 0)
            let inner = RESPValue.array([.integer(3), .array([.simple("four"), .error("ERR five")])])
            #expect(
                reply
                    == .array([.integer(1), .array([.bulk(Array("two".utf8)), .array([]), .array([.null, inner])])]))
        }
    }

    @Test("arrays nested too deeply end the connection with an error, and the next command works")
    func tooDeep() async throws {
        try await withClient { client, _ in
            let script = "local t = {} for i = 1, 20 do t = {t} end return t"
            let error = await errorThrown { try await client.send("EVAL", RedisArgument(script), 0) }
            #expect(error?.code == .protocolViolation)
            let echo = try await client.send("ECHO", "alive").string
            #expect(echo == "alive")
        }
    }

    @Test("a reply above the limit ends the connection with an error, and the next command works")
    func tooLarge() async throws {
        try await withClient(options: Self.limits) { client, _ in
            _ = try await client.send("SETRANGE", "large", 2_000_000, "x")
            let text = await errorThrown { try await client.send("GET", "large") }
            #expect(text?.code == .protocolViolation)
            let list = await errorThrown {
                try await client.send("EVAL", "local t = {} for i = 1, 100000 do t[i] = i end return t", 0)
            }
            #expect(list?.code == .protocolViolation)
            let length = try await client.send("STRLEN", "large").int
            #expect(length == 2_000_001)
        }
    }

    @Test(
        "bytes that are no reply end the connection with an error",
        arguments: [
            "HTTP/1.1 400 Bad Request\r\n\r\n", "\0\0\0\0\0\0\0\0\r\n", "*1\r\n*1\r\n!\r\n", ":twelve\r\n", "$-7\r\n",
            "*-7\r\n",
            "$99999999999999999999999\r\n", "*4000000000\r\n", "*2000000000\r\n:1\r\n",
            "*1000000\r\n*1000000\r\n*1000000\r\n",
            "$3\r\nabcdef\r\n",
        ])
    func garbage(answer: String) async throws {
        try await HostileServer.with(answer: Array(answer.utf8)) { url in
            try await withClient(of: url, options: Self.limits) { client in
                try await client.connect()
                let both = await errorThrown {
                    try await client.pipeline([["ONE"], ["TWO"], ["HIT"]], deadline: .seconds(5))
                }
                #expect(both?.code == .protocolViolation || both?.code == .disconnected, "\(String(describing: both))")
            }
        }
    }

    @Test(
        "a reply without an end does not fill the memory",
        arguments: ["$9223372036854775807\r\n", "+", "$1", ":", "*100000\r\n"])
    func endless(start: String) async throws {
        let answer = Array(start.utf8) + [UInt8](repeating: UInt8(ascii: "1"), count: 64 << 10)
        try await HostileServer.with(answer: answer, repeated: true) { url in
            try await withClient(of: url, options: Self.limits) { client in
                try await client.connect()
                let error = await errorThrown { try await client.send("HIT") }
                #expect(error?.code == .protocolViolation, "\(String(describing: error))")
            }
        }
    }

    @Test("a server that closes in the middle of a reply leaves the command unknown")
    func closesMidReply() async throws {
        try await HostileServer.with(answer: Array("$10\r\nabc".utf8), closing: true) { url in
            try await withClient(of: url) { client in
                try await client.connect()
                let error = await errorThrown { try await client.send("HIT") }
                #expect(error?.code == .disconnected)
                #expect(error?.mayHaveRun == true)
            }
        }
    }

    @Test("a server that stays silent is given up, with all that waits behind")
    func silent() async throws {
        let (hits, heard) = AsyncStream.makeStream(of: Void.self)
        try await HostileServer.with(answer: [], heard: heard) { url in
            try await withClient(of: url, options: .init(commandTimeout: .seconds(3))) { client in
                try await client.connect()
                async let impatient = errorThrown { try await client.send("HIT") }
                for await _ in hits { break }
                let patient = await errorThrown { try await client.send("HIT", deadline: .seconds(60)) }
                #expect(await impatient?.code == .timeout)
                #expect(patient?.code == .disconnected)
            }
        }
    }

    @Test(
        "servers that cannot be used are named with the reason",
        arguments: [
            ("$21\r\nredis_version:6.2.9\r\n\r\n+PONG\r\n", RedisError.Code.unsupportedServer, "6.2.9"),
            ("$42\r\nserver_name:valkey\r\nvalkey_version:7.1.9\r\n\r\n+PONG\r\n", .unsupportedServer, "Valkey"),
            ("$2\r\nhi\r\n+PONG\r\n", .unsupportedServer, "unknown"),
            ("-DENIED Redis is running in protected mode\r\n", .unreachable, "protected mode"),
            ("-ERR max number of clients reached\r\n+x\r\n", .unreachable, "max number of clients"),
            ("SSH-2.0-OpenSSH_9.2\r\n", .protocolViolation, "not the Redis protocol"),
        ])
    func unusable(greeting: String, code: RedisError.Code, reason: String) async throws {
        let greeting = greeting.hasPrefix("-DENIED") ? greeting + "+x\r\n" : greeting
        try await HostileServer.with(greeting: greeting, answer: []) { url in
            try await withClient(of: url) { client in
                let error = await errorThrown { try await client.connect() }
                #expect(error?.code == code, "\(String(describing: error))")
                #expect(error?.detail.contains(reason) == true, "\(String(describing: error))")
            }
        }
    }

    @Test("a server that is loading is waited for")
    func loading() async throws {
        let greeting = "$22\r\nredis_version:7.0.15\r\n\r\n-LOADING Redis is loading the dataset in memory\r\n"
        try await HostileServer.with(greeting: greeting, answer: []) { url in
            try await withClient(of: url, options: .init(connectTimeout: .seconds(6))) { client in
                let error = await errorThrown { try await client.connect() }
                #expect(error?.code == .loading)
                #expect(error?.isRetryable == true)
            }
        }
    }
}
