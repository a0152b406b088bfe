import Foundation
import RedisClient
import Testing
import TestSupport

@Suite("Private Redis")
struct PrivateRedisTests {
    private func withDirectory(_ suffix: String = "", _ body: (String) async throws -> Void) async throws {
        let root = try temporaryDirectory(prefix: "private")
        defer { try? FileManager.default.removeItem(atPath: root) }
        try await body(root + suffix)
    }

    private func use<Value>(_ server: PrivateRedis, _ body: (RedisClient) async throws -> Value) async throws -> Value {
        let client = RedisClient(address: server.address, logger: quiet)
        let result: Result<Value, any Error>
        do { result = .success(try await body(client)) } catch { result = .failure(error) }
        await client.close()
        return try result.get()
    }

    private func processID(of server: PrivateRedis) async throws -> Int32 {
        let info = try await use(server) { try await $0.send("INFO", "server").string ?? "" }
        let line = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("process_id:") }
        return try #require(line.flatMap { Int32($0.dropFirst(11)) })
    }

    @Test("data survives closing and opening again, and the server is gone in between")
    func lifeCycle() async throws {
        try await withDirectory { directory in
            let first = try await PrivateRedis.open(in: directory, logger: quiet)
            let pid = try await processID(of: first)
            _ = try await use(first) { try await $0.send("SET", "key", "value") }
            try await first.close()
            #expect(kill(pid, 0) != 0)
            let second = try await PrivateRedis.open(in: directory, logger: quiet)
            let value = try await use(second) { try await $0.send("GET", "key").string }
            #expect(value == "value")
            try await second.close()
            try await second.close()
        }
    }

    @Test("it listens on a socket only, keeps everything and evicts nothing")
    func settings() async throws {
        try await withDirectory { directory in
            let server = try await PrivateRedis.open(in: directory, logger: quiet)
            let settings = try await use(server) { client in
                try await client.send("CONFIG", "GET", "port", "appendonly", "appendfsync", "maxmemory-policy").map
            }
            #expect(settings?["port"]?.string == "0")
            #expect(settings?["appendonly"]?.string == "yes")
            #expect(settings?["appendfsync"]?.string == "everysec")
            #expect(settings?["maxmemory-policy"]?.string == "noeviction")
            let mode = try FileManager.default.attributesOfItem(atPath: directory + "/redis")[.posixPermissions] as? Int
            #expect(mode == 0o700)
            let pid = try await processID(of: server)
            #expect(getsid(pid) == pid)
            try await server.close()
        }
    }

    @Test("two openers share one server, and the last one stops it")
    func shared() async throws {
        try await withDirectory { directory in
            async let one = PrivateRedis.open(in: directory, logger: quiet)
            async let two = PrivateRedis.open(in: directory, logger: quiet)
            let (first, second) = try await (one, two)
            let pid = try await processID(of: first)
            let other = try await processID(of: second)
            #expect(pid == other)
            try await first.close()
            let stillThere = try await processID(of: second)
            #expect(stillThere == pid)
            try await second.close()
            #expect(kill(pid, 0) != 0)
        }
    }

    @Test("a server with a stranger's connection is left running")
    func stranger() async throws {
        try await withDirectory { directory in
            let server = try await PrivateRedis.open(in: directory, logger: quiet)
            let pid = try await processID(of: server)
            let stranger = RedisClient(address: server.address, logger: quiet)
            try await stranger.connect()
            try await server.close()
            #expect(kill(pid, 0) == 0)
            await stranger.close()
            try await PrivateRedis.open(in: directory, logger: quiet).close()
            #expect(kill(pid, 0) != 0)
        }
    }

    @Test("a server that was killed is replaced, its socket and pid file too")
    func killed() async throws {
        try await withDirectory { directory in
            let first = try await PrivateRedis.open(in: directory, logger: quiet)
            let pid = try await processID(of: first)
            _ = try await use(first) {
                try await $0.pipeline([["SET", "key", "value"], ["CONFIG", "SET", "appendfsync", "always"]])
            }
            kill(pid, SIGKILL)
            #expect(waitpid(pid, nil, 0) == pid)
            #expect(FileManager.default.fileExists(atPath: directory + "/redis/redis.sock"))
            let second = try await PrivateRedis.open(in: directory, logger: quiet)
            let value = try await use(second) { try await $0.send("GET", "key").string }
            #expect(value == "value")
            try await first.close()
            try await second.close()
        }
    }

    @Test("a server that its starter has left behind is joined, and stopped by the last one")
    func orphan() async throws {
        try await withDirectory { directory in
            // What `kill -9` of the starter leaves: a server, and locks that the kernel has released.
            var starter: PrivateRedis? = try await PrivateRedis.open(in: directory, logger: quiet)
            let pid = try await processID(of: #require(starter))
            starter = nil
            #expect(kill(pid, 0) == 0)
            let next = try await PrivateRedis.open(in: directory, logger: quiet)
            let joined = try await processID(of: next)
            #expect(joined == pid)
            try await next.close()
            #expect(kill(pid, 0) != 0)
        }
    }

    @Test("a directory with a long path, spaces and an umlaut works")
    func longPath() async throws {
        try await withDirectory("/" + String(repeating: "a long näme/", count: 12)) { directory in
            let server = try await PrivateRedis.open(in: directory, logger: quiet)
            let pid = try await processID(of: server)
            #expect(server.address.description.utf8.count <= 100)
            #expect(FileManager.default.fileExists(atPath: directory + "/redis/appendonlydir"))
            try await server.close()
            #expect(kill(pid, 0) != 0)
            let socketDirectory = (server.address.description as NSString).deletingLastPathComponent
            try FileManager.default.removeItem(atPath: socketDirectory)
        }
    }

    @Test("a server that cannot start is quoted from its log")
    func brokenData() async throws {
        try await withDirectory { directory in
            let data = directory + "/redis/appendonlydir"
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
            try "this is no manifest".write(
                toFile: data + "/appendonly.aof.manifest", atomically: true, encoding: .utf8)
            let error = await errorThrown { try await PrivateRedis.open(in: directory, logger: quiet) }
            #expect(error?.code == .privateServer)
            #expect(error?.detail.contains("manifest") == true)
        }
    }

    @Test("a directory that cannot be made is named")
    func noDirectory() async throws {
        let error = await errorThrown { try await PrivateRedis.open(in: "/proc/none", logger: quiet) }
        #expect(error?.code == .privateServer)
        #expect(error?.detail.contains("/proc/none") == true)
    }
}
