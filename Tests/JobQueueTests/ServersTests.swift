import ConfluenceModel
import Foundation
import HTTPTransport
import JobQueue
import Logging
import RedisClient
import SyncState
import TestSupport
import Testing

/// One connector's work from its beginning to its end, on whatever Redis it is given.
@Suite("Queue and state on the servers that users have")
struct ServersTests {
    @Test("as a user with no more rights than the printed line gives")
    func limitedUser() async throws {
        try await RedisServer.with { server in
            #expect(try server.ask(RedisAccess.line(user: "limited", password: "word")).hasPrefix("+OK"))
            try await withClient(of: "redis://limited:word@127.0.0.1:\(server.port)") { redis in
                try await workThrough(redis)
                let foreign = await #expect(throws: RedisError.self) { try await redis.send("SET", "other", "value") }
                #expect(foreign?.code == .noPermission)
                let command = await #expect(throws: RedisError.self) { try await redis.send("CONFIG", "GET", "*") }
                #expect(command?.code == .noPermission)
            }
        }
    }

    @Test("in a cluster")
    func cluster() async throws {
        try await ClusterServers.with { cluster in
            try await withClient(of: cluster.url) { redis in
                for _ in 0..<4 { try await workThrough(redis) }
            }
        }
    }

    @Test("in a cluster, while the connector's slot moves to another node")
    func migration() async throws {
        try await ClusterServers.with { cluster in
            try await withClient(of: cluster.url) { redis in
                let f = QueueFixture(redis: redis)
                let run = try await f.run()
                for number in 0..<10 {
                    _ = try await f.queue.enqueue((0..<25).map { f.page(number * 25 + $0) }, lane: .scheduled, run: run)
                }
                try await f.queue.closeRun(run)
                let (source, slot) = try cluster.place(of: "{\(f.connector)}")
                let target = (source + 1) % 3
                try cluster.beginMove(of: slot, from: source, to: target)
                async let work: Void = workOff(f)
                while !(try cluster.moveKeys(of: slot, from: source, to: target, atMost: 1)).isEmpty {}
                try cluster.finishMove(of: slot, from: source, to: target)
                try await work
                let ended = try await f.queue.run(run)
                #expect(ended?.state == .finished)
                #expect(ended?.counts.pushed == 250)
            }
        }
    }

    @Test("on Valkey", .enabled(if: valkey != nil, "VALKEY_SERVER names no server"))
    func onValkey() async throws {
        let program = try #require(Self.valkey)
        try await RedisServer.with(program) { server in
            #expect(try server.ask(RedisAccess.line(user: "limited", password: "word")).hasPrefix("+OK"))
            try await withClient(of: "redis://limited:word@127.0.0.1:\(server.port)") { try await workThrough($0) }
            try await withClient(of: server.url) { redis in
                let findings = await RedisCheckup(redis: redis).findings()
                let version = findings.first { $0.name == "version" }
                #expect(version?.seen.hasPrefix("Valkey ") == true)
                #expect(version?.verdict == .ok)
                #expect(!findings.contains { $0.verdict == .refuse })
            }
        }
    }

    private static let valkey = ProcessInfo.processInfo.environment["VALKEY_SERVER"]

    private func withClient(of url: String, _ body: (RedisClient) async throws -> Void) async throws {
        let redis = RedisClient(
            address: try RedisAddress(url: url), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        do {
            try await redis.connect()
            try await body(redis)
            await redis.close()
        } catch {
            await redis.close()
            throw error
        }
    }

    /// Claims and pushes until nothing is left.
    private func workOff(_ f: QueueFixture) async throws {
        while case .lease(let lease) = try await f.queue.claim(worker: "worker-1", max: 20) {
            let statuses = try await f.queue.acknowledge(lease, lease.jobs.map { f.pushed($0.id) })
            #expect(statuses.values.allSatisfy { $0 == .accepted })
        }
    }

    private func workThrough(_ redis: RedisClient) async throws {
        let f = QueueFixture(redis: redis)
        try await record(of: f)
        try await remember(f)
        let run = try await f.run()
        _ = try await f.queue.enqueue((1...6).map { f.page($0) }, lane: .scheduled, run: run)
        try await f.queue.closeRun(run)
        let lease = try await f.claim(max: 4)
        #expect(try await f.queue.heartbeat([lease]).lost.isEmpty)
        let failure = JobFailure(.permanent, stage: "convert", code: "malformed", message: "broken")
        #expect(try await f.queue.fail(lease, lease.jobs[0].id, failure) == .dead)
        try await f.queue.release(lease, [lease.jobs[1].id])
        let rest = lease.jobs.dropFirst(2).map { f.pushed($0.id) }
        #expect(try await f.queue.acknowledge(lease, rest).values.allSatisfy { $0 == .accepted })
        try await f.queue.pause(reason: "maintenance")
        try await f.queue.resume()
        try await workOff(f)
        #expect(try await f.queue.run(run)?.state == .finishedWithErrors)
        #expect(try await f.queue.deadLetters().letters.count == 1)
        #expect(try await f.queue.replay([lease.jobs[0].id]) == [lease.jobs[0].id])
        try await workOff(f)
        let status = try await f.queue.status()
        #expect(status.jobs == 0 && status.dead == 0)
        try await f.queue.warn([RunWarning(run: run, object: "p:1", code: "unknown_macro", message: "x")])
        #expect(try await f.queue.warnings(of: run).count == 1)
        try await lead(redis, f.connector)
    }

    private func lead(_ redis: RedisClient, _ name: String) async throws {
        let leader = LeaderLease(redis: redis, holder: name)
        #expect(try await leader.acquire() != nil)
        #expect(try await leader.renew())
        try await leader.release()
        let registry = WorkerRegistry(redis: redis)
        try await registry.announce(name, ["state": "working"])
        #expect(try await registry.workers().map(\.id) == [name])
        try await registry.leave(name)
        let pace = RedisPace(
            redis: redis, owner: QuotaOwner(.site, name), limits: QuotaLimits(rate: 100, concurrency: 2), holder: name)
        try await pace.acquire(cost: 1)
        await pace.finished(status: 200, headers: [:], elapsed: .milliseconds(10))
    }

    private func remember(_ f: QueueFixture) async throws {
        let state = try await SyncState.open(redis: f.redis, connector: f.connector)
        #expect(try await state.beginSweep() == 1)
        let ids = (1...20).map { ContentID("\($0)") }
        let receipt = Receipt(version: 3, contentHash: [UInt8](repeating: 4, count: 32), documentID: "d")
        try await state.adopt(
            Dictionary(uniqueKeysWithValues: ids.map { ($0, Adoption(kind: .page, receipt: receipt)) }))
        #expect(try await state.known(ids).values.count { $0.receipt != nil } == 20)
        try await state.setRestrictions([ids[0]: "users"])
        #expect(try await state.restrictions() == [ids[0]: "users"])
        try await state.removeRestrictions([ids[0]])
        try await state.walk { _ in }
        try await state.setSinkFingerprint("sink")
        try await state.forgetDocuments()
    }

    private func record(of f: QueueFixture) async throws {
        let records = ConnectorStore(redis: f.redis, fernet: try Fernet(key: Fernet.makeKey()))
        let other = f.connector + "-other"
        try await records.save(ConnectorRecord(id: other, settings: Data("{}".utf8), credentials: Data("c".utf8)))
        #expect(try await records.load(other)?.credentials == Data("c".utf8))
        #expect(try await records.ids().contains(other))
        try await records.remove(other)
        #expect(try await records.load(other) == nil)
    }
}
