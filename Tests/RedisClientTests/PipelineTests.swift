import RedisClient
import Testing

@Suite("Redis client: commands and replies")
struct PipelineTests {
    @Test("thousands of concurrent commands each get their own reply")
    func concurrent() async throws {
        try await withClient { client, _ in
            try await withThrowingTaskGroup(of: (Int, String?).self) { group in
                for number in 0..<5000 {
                    group.addTask { (number, try await client.send("ECHO", RedisArgument(number)).string) }
                }
                for try await (number, echo) in group { #expect(echo == "\(number)") }
            }
        }
    }

    @Test("commands of one task run in their order")
    func order() async throws {
        try await withClient { client, _ in
            for number in 1...200 {
                let length = try await client.send("RPUSH", "list", RedisArgument(number)).int
                #expect(length == number)
            }
            let list = try await client.send("LRANGE", "list", 0, -1).array
            #expect(list?.map(\.int) == Array(1...200))
        }
    }

    @Test("a pipeline returns one reply a command, errors in their places")
    func pipeline() async throws {
        try await withClient { client, _ in
            let replies = try await client.pipeline([
                ["SET", "key", "text"], ["LPUSH", "key", "1"], ["GET", "key"], ["GET", "none"], ["STRLEN", "key"],
            ])
            #expect(replies.count == 5)
            #expect(replies[0] == .simple("OK"))
            #expect(replies[1].error?.serverWord == "WRONGTYPE")
            #expect(replies[2] == .bulk(Array("text".utf8)))
            #expect(replies[3] == .null)
            #expect(replies[4] == .integer(4))
        }
    }

    @Test("bytes of any value survive the way to the server and back")
    func binary() async throws {
        try await withClient { client, _ in
            let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) } + [0, 13, 10]
            _ = try await client.send("SET", "bytes", RedisArgument(bytes))
            #expect(try await client.send("GET", "bytes").bytes == bytes)
            _ = try await client.send("SET", "", RedisArgument([UInt8]()))
            #expect(try await client.send("GET", "").bytes == [])
        }
    }

    @Test("an error reply is thrown with its code and its first word")
    func errors() async throws {
        try await withClient { client, _ in
            let unknown = await errorThrown { try await client.send("NOSUCHCOMMAND") }
            #expect(unknown?.code == .server)
            #expect(unknown?.serverWord == "ERR")
            let full = await errorThrown { try await client.send("EVAL", "return redis.error_reply('OOM no room')", 0) }
            #expect(full?.code == .outOfMemory)
            #expect(full?.isRetryable == true)
        }
    }

    @Test("a script runs, also after the server has forgotten it")
    func scripts() async throws {
        try await withClient { client, _ in
            let script = RedisScript(name: "sum", source: "return ARGV[1] + #KEYS")
            #expect(try await client.run(script, keys: ["a", "b"], arguments: [40]).int == 42)
            #expect(try await client.send("SCRIPT", "LOAD", RedisArgument(script.source)).string == script.sha1)
            _ = try await client.send("SCRIPT", "FLUSH")
            #expect(try await client.run(script, keys: [], arguments: [40]).int == 40)
        }
    }

    @Test("an empty command and one that is too large are refused without being sent")
    func unsendable() async throws {
        try await withClient(options: .init(maxCommandBytes: 1000)) { client, _ in
            let empty = await codeThrown { try await client.send([]) }
            #expect(empty == .unsendable)
            let large = RedisArgument(String(repeating: "x", count: 1001))
            let tooLarge = await codeThrown { try await client.send("SET", "k", large) }
            #expect(tooLarge == .unsendable)
            let none = try await client.pipeline([])
            #expect(none.isEmpty)
            #expect(try await client.send("EXISTS", "k").int == 0)
        }
    }

    @Test("more bytes than may be in flight are sent in turns")
    func bounded() async throws {
        try await withClient(options: .init(maxBytesInFlight: 10_000)) { client, _ in
            let large = RedisArgument(String(repeating: "x", count: 30_000))
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        try await client.send(
                            "APPEND", RedisArgument("key\(number % 3)"), number % 20 == 0 ? large : "y"
                        ).int
                    }
                }
                for try await length in group { #expect(length != nil) }
            }
        }
    }
}
