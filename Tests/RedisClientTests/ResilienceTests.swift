import RedisClient
import Testing
import TestSupport

@Suite("Redis client: deadlines, cancellation, lost connections")
struct ResilienceTests {
    @Test("a command that is not answered in time fails, and the late reply goes to nobody else")
    func deadline() async throws {
        try await withClient { client, _ in
            try await client.connect()
            let late = await errorThrown {
                try await client.send("BLPOP", "empty", "0.3", deadline: .milliseconds(50))
            }
            #expect(late?.code == .timeout)
            #expect(late?.mayHaveRun == true)
            // Waits in the pipeline behind the blocked one; its own reply must come.
            let after = try await client.send("ECHO", "after").string
            #expect(after == "after")
        }
    }

    @Test("cancelled commands keep their places, so that the others get their own replies")
    func cancellation() async throws {
        try await withClient { client, _ in
            let blocked = Task { try await client.send("BLPOP", "empty", "0.2") }
            let tasks = (0..<2000).map { number in
                Task { try await client.send("ECHO", RedisArgument(number)).string }
            }
            for (number, task) in tasks.enumerated() where number.isMultiple(of: 2) { task.cancel() }
            blocked.cancel()
            for (number, task) in tasks.enumerated() {
                let result = await task.result
                switch result {
                case .success(let echo): #expect(echo == "\(number)")
                case .failure(let error):
                    #expect(error is CancellationError)
                    #expect(number.isMultiple(of: 2))
                }
            }
            await #expect(throws: CancellationError.self) { try await blocked.value }
        }
    }

    @Test("a task that is already cancelled sends nothing")
    func cancelledBefore() async throws {
        try await withClient { client, _ in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await client.send("SET", "key", "value")
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            let existing = try await client.send("EXISTS", "key").int
            #expect(existing == 0)
        }
    }

    @Test("after kill -9 commands in flight fail as unknown, later ones wait for the server to return")
    func killed() async throws {
        try await withClient { client, server in
            _ = try await client.send("SET", "key", "value")
            let blocked = Task { await errorThrown { try await client.send("BLPOP", "empty", 0) } }
            try await eventually("a client is blocked") {
                try await withClient(of: server.url) { other in
                    let info = try await other.send("INFO", "clients").string ?? ""
                    return info.contains("blocked_clients:1")
                }
            }
            await server.kill()
            let error = await blocked.value
            #expect(error?.code == .disconnected)
            #expect(error?.mayHaveRun == true)
            async let value = client.send("GET", "key").string
            try await server.restart()
            #expect(try await value == "value")
        }
    }

    @Test("login, database and name are set again on each new connection")
    func sessionRestored() async throws {
        try await RedisServer.with(password: "s3cret") { server in
            try await withClient(of: server.url + "/3", options: .init(name: "worker-1")) { client in
                let first = try await client.send("CLIENT", "INFO").string ?? ""
                #expect(first.contains(" name=worker-1 ") && first.contains(" db=3 "))
                await server.kill()
                try await server.restart()
                // A command that is written before the loss is noticed may fail as unknown.
                var second = ""
                try await eventually("the connection is restored") {
                    do {
                        second = try await client.send("CLIENT", "INFO").string ?? ""
                        return true
                    } catch let error as RedisError where error.code == .disconnected {
                        return false
                    }
                }
                #expect(second.contains(" name=worker-1 ") && second.contains(" db=3 "))
            }
        }
    }

    @Test("a command waits for a server that is not there up to its deadline, and was not sent")
    func unreachable() async throws {
        // tcpmux: a free port could be another test's server by now.
        let port = 1
        try await withClient(of: "redis://127.0.0.1:\(port)") { client in
            let error = await errorThrown { try await client.send("PING", deadline: .seconds(2)) }
            #expect(error?.code == .unreachable)
            #expect(error?.mayHaveRun == false)
            #expect(error?.detail.contains("127.0.0.1:\(port)") == true)
            #expect(error?.detail.contains("refused") == true)
        }
    }

    @Test("connecting to nobody fails at once with a sentence")
    func connectFails() async throws {
        let port = try freePort()
        try await withClient(of: "redis://:topsecret@127.0.0.1:\(port)") { client in
            let error = await errorThrown { try await client.connect() }
            #expect(error?.code == .unreachable)
            #expect(error?.description.contains("topsecret") == false)
        }
        try await withClient(of: "redis://no-such-host.invalid") { client in
            let error = await errorThrown { try await client.connect() }
            #expect(error?.code == .unreachable)
            #expect(error?.detail.contains("no-such-host.invalid") == true)
        }
        try await withClient(of: "unix:///nowhere/redis.sock") { client in
            let error = await errorThrown { try await client.connect() }
            #expect(error?.detail == "/nowhere/redis.sock cannot be reached: there is no such socket")
        }
    }

    @Test("a replica's READONLY is an error of its own and makes the client connect anew")
    func readOnly() async throws {
        try await withClient { client, server in
            let before = try await client.send("CLIENT", "ID").int
            _ = try await client.send("REPLICAOF", "127.0.0.1", "1")
            let error = await errorThrown { try await client.send("SET", "key", "value") }
            #expect(error?.code == .readOnly)
            #expect(error?.isRetryable == true)
            _ = try await client.send("REPLICAOF", "NO", "ONE")
            let after = try await client.send("CLIENT", "ID").int
            #expect(before != after)
            #expect(try await client.send("SET", "key", "value") == .simple("OK"))
        }
    }

    @Test("what is in flight when a replica answers READONLY still has its deadline")
    func readOnlyInFlight() async throws {
        try await withClient { client, server in
            _ = try await client.send("REPLICAOF", "127.0.0.1", "1")
            // One pipeline: two tasks may send in either order, and what waits behind a blocked command is not in flight.
            let error = await errorThrown {
                try await client.pipeline(
                    [["SET", "key", "value"], ["XREAD", "BLOCK", 0, "STREAMS", "none", "$"]], deadline: .seconds(1))
            }
            #expect(error?.code == .timeout)
        }
    }

    @Test("out of memory is an error of its own")
    func outOfMemory() async throws {
        try await withClient(arguments: ["--maxmemory", "1"]) { client, _ in
            let error = await errorThrown { try await client.send("SET", "key", "value") }
            #expect(error?.code == .outOfMemory)
        }
    }

    @Test("closing fails what waits, and everything after it")
    func close() async throws {
        try await withClient { client, _ in
            try await client.connect()
            let blocked = Task { await errorThrown { try await client.send("BLPOP", "empty", 0) } }
            await client.close()
            #expect(await blocked.value?.code == .closed)
            let after = await errorThrown { try await client.send("PING") }
            #expect(after?.code == .closed)
            await client.close()
        }
    }
}
