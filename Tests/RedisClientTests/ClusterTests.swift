import RedisClient
import Testing
import TestSupport

@Suite("Redis client: cluster")
struct ClusterTests {
    @Test(
        "a key's slot is that of the specification",
        arguments: [
            // Redis Cluster specification: CRC16 of 123456789 is 0x31C3; the rest from `CLUSTER KEYSLOT`.
            ("123456789", 12739), ("foo", 12182), ("", 0), ("user1000", 3443), ("{user1000}.following", 3443),
            ("foo{}{bar}", 8363), ("foo{{bar}}zap", 4015), ("foo{bar}{zap}", 5061), ("bar", 5061),
        ])
    func slot(key: String, slot: Int) { #expect(HashSlot.of(Array(key.utf8)) == slot) }

    @Test("the server agrees on slots and on which key decides")
    func oracle() async throws {
        let commands: [[RedisArgument]] = [
            ["GET", "a"], ["HSET", "a", "f", "v"], ["EVALSHA", "abc", "2", "a", "b", "x"], ["EVAL", "return 1", "0"],
            ["XADD", "a", "*", "f", "v"], ["XREAD", "COUNT", "1", "BLOCK", "0", "STREAMS", "a", "b", "0", "0"],
            ["XREADGROUP", "GROUP", "STREAMS", "c", "STREAMS", "a", ">"], ["XGROUP", "CREATE", "a", "g", "$"],
            ["XINFO", "STREAM", "a"], ["OBJECT", "ENCODING", "a"], ["ZUNION", "2", "a", "b"],
            ["LMPOP", "1", "a", "LEFT"],
            ["BLMPOP", "0", "1", "a", "LEFT"], ["BITOP", "AND", "a", "b"], ["MEMORY", "USAGE", "a"],
            ["UNLINK", "a", "b"],
            ["TIME"], ["PING"], ["xautoclaim", "a", "g", "c", "0", "0"], ["MIGRATE", "a"],
        ]
        try await withClient { client, _ in
            for command in commands where command[0] != "MIGRATE" {
                let keys = await (try? client.send(["COMMAND", "GETKEYS"] + command).array) ?? []
                #expect(CommandKey.first(of: command) == keys.first?.bytes, "\(command.map(\.bytes))")
            }
        }
    }

    @Test("a pipeline is shared out among the nodes, each reply comes back to its place")
    func pipeline() async throws {
        try await ClusterServers.with { cluster in
            try await withClient(of: cluster.url) { client in
                let names = (0..<100).map { "key\($0)" }
                let stored = try await client.pipeline(names.map { ["SET", RedisArgument($0), RedisArgument($0)] })
                #expect(stored.allSatisfy { $0 == .simple("OK") })
                let read = try await client.pipeline(names.map { ["GET", RedisArgument($0)] } + [["PING"]])
                #expect(read.map(\.string) == names + ["PONG"])
                for node in cluster.nodes { #expect(try node.ask("DBSIZE") != ":0\r\n") }
                // Walks over one connector's keys find all of them on its node.
                _ = try await client.pipeline((0..<50).map { ["SET", "cc:{c}:\($0)", "x"] })
                var (cursor, found): (String?, Int) = ("0", 0)
                repeat {
                    let page = try await client.send("SCAN", RedisArgument(cursor ?? "0"), "MATCH", "cc:{c}:*").array
                    (cursor, found) = (page?[0].string, found + (page?[1].array?.count ?? 0))
                } while cursor != "0"
                #expect(found == 50)
            }
        }
    }

    @Test(
        "redirections that lead nowhere end in an error by the deadline",
        arguments: [
            ("MOVED 1 127.0.0.1:1", RedisError.Code.unreachable), ("ASK 1 127.0.0.1:1", .unreachable),
            ("MOVED 1 :1", .unreachable), ("MOVED 16384 127.0.0.1:1", .clusterUnsettled),
            ("MOVED 1 127.0.0.1:99999999999999999999", .clusterUnsettled), ("MOVED 1 nowhere", .clusterUnsettled),
            ("ASK", .clusterUnsettled), ("ASK -1 a:b", .clusterUnsettled), ("TRYAGAIN later", .clusterUnsettled),
            ("CLUSTERDOWN no owner", .clusterUnsettled),
        ])
    func nowhere(answer: String, code: RedisError.Code) async throws {
        try await HostileServer.with(answer: Array("-\(answer)\r\n".utf8)) { url in
            try await withClient(of: url) { client in
                let error = await errorThrown { try await client.send(["HIT"], deadline: .seconds(1)) }
                #expect(error?.code == code)
                #expect(error?.isRetryable == true)
            }
        }
    }

    @Test("keys of several slots in one command are an error with advice")
    func crossSlot() async throws {
        try await ClusterServers.with { cluster in
            try await withClient(of: cluster.url) { client in
                let error = await errorThrown { try await client.send("MGET", "a", "b") }
                #expect(error?.code == .crossSlot)
                #expect(error?.detail.contains("{hash tag}") == true)
                #expect(error?.isRetryable == false)
                // Database 0 is the only one.
                try await withClient(of: cluster.url + "/1") { other in
                    #expect(await codeThrown { try await other.connect() } == .invalidAddress)
                }
            }
        }
    }

    @Test("any living node of the list leads into the cluster")
    func list() async throws {
        try await ClusterServers.with { cluster in
            let dead = try freePort()
            let url = "redis-cluster://127.0.0.1:\(dead),127.0.0.1:\(cluster.nodes[1].port)"
            try await withClient(of: url) { client in
                try await client.connect()
                for number in 0..<20 {
                    #expect(try await client.send("SET", "key\(number)", "value") == .simple("OK"))
                }
            }
        }
    }

    @Test("each node is taught a script when it needs it")
    func scripts() async throws {
        let script = RedisScript(name: "echo", source: "return {KEYS[1], ARGV[1], #KEYS}")
        try await ClusterServers.with { cluster in
            try await withClient(of: cluster.url) { client in
                for number in 0..<20 {
                    let reply = try await client.run(script, keys: ["key\(number)"], arguments: ["\(number)"])
                    #expect(
                        reply
                            == .array([.bulk(Array("key\(number)".utf8)), .bulk(Array("\(number)".utf8)), .integer(1)]))
                }
            }
        }
    }

    @Test("writing goes on while the slot moves to another node, nothing is lost and nothing runs twice")
    func migration() async throws {
        try await ClusterServers.with { cluster in
            try await withClient(of: cluster.url) { client in
                try await client.connect()
                let names = (0..<20).map { "{move}:\($0)" }
                let (source, slot) = try cluster.place(of: "{move}")
                let target = (source + 1) % 3
                var count: Int64 = 0
                func increment() async throws {
                    count += 1
                    let replies = try await client.pipeline(names.map { ["INCR", RedisArgument($0)] })
                    #expect(replies == Array(repeating: .integer(count), count: names.count))
                }
                for _ in 0..<5 { try await increment() }
                try cluster.beginMove(of: slot, from: source, to: target)
                try await increment()
                while !(try cluster.moveKeys(of: slot, from: source, to: target, atMost: 3)).isEmpty {
                    try await increment()
                }
                // New keys are made where the slot is going.
                #expect(try await client.send("SET", "{move}:new", "value") == .simple("OK"))
                try cluster.finishMove(of: slot, from: source, to: target)
                for _ in 0..<5 { try await increment() }
                #expect(try await client.send("GET", "{move}:new").string == "value")
            }
        }
    }

    @Test("a script that builds keys of its own never runs half while its slot moves")
    func scriptInMigration() async throws {
        let script = RedisScript(
            name: "pair",
            source: """
                redis.call('INCR', KEYS[1])
                return redis.call('INCR', (string.gsub(KEYS[1], ':a$', ':b')))
                """)
        try await ClusterServers.with { cluster in
            try await withClient(of: cluster.url) { client in
                try await client.connect()
                let (source, slot) = try cluster.place(of: "{pair}")
                let target = (source + 1) % 3
                _ = try await client.run(script, keys: ["{pair}:a"])
                try cluster.beginMove(of: slot, from: source, to: target)
                // One key here, the other there.
                try cluster.moveKeys(of: slot, from: source, to: target, atMost: 1)
                let short = await errorThrown {
                    try await client.run(script, keys: ["{pair}:a"], deadline: .milliseconds(300))
                }
                #expect(short?.code == .clusterUnsettled)
                #expect(short?.isRetryable == true)
                async let patient = client.run(script, keys: ["{pair}:a"], deadline: .seconds(60)).int
                while !(try cluster.moveKeys(of: slot, from: source, to: target)).isEmpty {}
                try cluster.finishMove(of: slot, from: source, to: target)
                #expect(try await patient == 2)
                let values = try await client.send("MGET", "{pair}:a", "{pair}:b").array?.map(\.int)
                #expect(values == [2, 2])
            }
        }
    }

    @Test("when a replica takes a dead node's place, what waits for the node goes to the replica")
    func failover() async throws {
        try await ClusterServers.with(replica: true) { cluster in
            // Reached by another node than the one that will die.
            try await withClient(of: cluster.nodes[1].url) { client in
                try await client.connect()
                let (node, _) = try cluster.place(of: "bar")
                #expect(node == 0)
                _ = try await client.send("SET", "bar", "before")
                try await eventually("the replica has it", within: .seconds(60)) {
                    try cluster.nodes[3].ask("DBSIZE") == ":1\r\n"
                }
                await cluster.nodes[0].kill()
                async let waiting = errorThrown { try await client.send("GET", "bar", deadline: .seconds(60)) }
                try cluster.nodes[3].ask("CLUSTER FAILOVER TAKEOVER")
                // What was on its way to the dead node may have run, and is not sent again.
                let error = await waiting
                #expect(error == nil || error?.code == .disconnected)
                try await eventually("the replica answers", within: .seconds(60)) {
                    let reply = try? await client.send("GET", "bar", deadline: .seconds(20))
                    return reply?.string == "before"
                }
                #expect(try await client.send("SET", "bar", "after") == .simple("OK"))
                #expect(try await client.send("PING").string == "PONG")
            }
        }
    }
}
