import ConfluenceModel
import Foundation
import JobQueue
import RedisClient
import TestSupport
import Testing

@Suite("Claims: urgency, turns and quiet times", .redis)
struct ClaimTests {
    @Test("every eighth claim begins with the least urgent lane", arguments: [[JobFamily.pages], [.pages, .absences]])
    func escape(families: [JobFamily]) async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue((1...40).map { f.page($0) }, lane: .webhook)
        _ = try await f.queue.enqueue((41...60).map { f.page($0) }, lane: .backfill)
        var lanes: [Lane] = []
        for _ in 1...24 {
            // Claims of other families in between do not shift the turn.
            _ = try await f.queue.claim(worker: "w", max: 1, families: [.attachments])
            lanes += try await f.claim(max: 1, families: families).jobs.map(\.lane)
        }
        let turn = Array(repeating: Lane.webhook, count: 7) + [.backfill]
        #expect(lanes == turn + turn + turn)
    }

    @Test("a large lease is taken in parts, from one lane, and ends with its last job")
    func parts() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue((1...120).map { f.page($0) }, lane: .webhook)
        _ = try await f.queue.enqueue((121...400).map { f.page($0) }, lane: .backfill)
        let urgent = try await f.claim(max: 250)
        #expect(urgent.jobs.map(\.id) == (1...120).map { f.page($0).id })
        let rest = try await f.claim(max: 250)
        #expect(rest.jobs.map(\.id) == (121...370).map { f.page($0).id })
        var status = try await f.queue.status()
        #expect((status.active, status.leases, status.ready) == (370, 2, 30))
        for lease in [urgent, rest] {
            for job in lease.jobs {
                #expect(try await f.queue.acknowledge(lease, [f.pushed(job.id)])[job.id] == .accepted)
            }
            #expect(try await f.send("EXISTS", f.key("b:\(lease.fence)")).int == 0)
        }
        status = try await f.queue.status()
        #expect((status.active, status.leases, status.ready) == (0, 0, 30))
    }

    @Test("a lease that is lost before it is full is what it was, and the other jobs stay ready")
    func lostInParts() async throws {
        let f = QueueFixture(
            redis: try await RedisSuite.client(),
            variant: { script in
                let lost = "if joined then redis.call('DEL', BASE .. 'b:' .. joined) end\nlocal joined_batch"
                return RedisScript(
                    name: script.name, source: script.source.replacingOccurrences(of: "local joined_batch", with: lost))
            })
        _ = try await f.queue.enqueue((1...120).map { f.page($0) }, lane: .webhook)
        #expect(try await f.claim(max: 250).jobs.count == 50)
        let status = try await f.queue.status()
        #expect((status.active, status.ready) == (50, 70))
    }

    @Test("a full lane takes nothing until half of it is done")
    func lowWatermark() async throws {
        let f = try await QueueFixture()
        func waiting(_ number: Int) async throws { try await f.send("HSET", f.key("n"), "ready:3", "\(number)") }
        func isRefused() async throws -> Bool {
            let reply = try await f.queue.enqueue([f.page(1)], lane: .backfill)
            #expect(reply.refusal == nil || reply.refusal == .laneFull)
            return reply.refusal != nil
        }
        for (number, refused) in [(19_999, false), (20_000, true), (19_999, true), (10_000, true), (9_999, false)] {
            try await waiting(number)
            #expect(try await isRefused() == refused, "\(number)")
        }
        try await waiting(15_000)
        #expect(try await isRefused() == false)
        try await waiting(20_000)
        #expect(try await isRefused())
        #expect(try await f.queue.enqueue([f.page(2)], lane: .scheduled).refusal == nil)
    }

    @Test("many edits in a short time are one job, which comes when it has been quiet")
    func quietTime() async throws {
        let f = try await QueueFixture()
        for version in 1...10 {
            let reply = try await f.queue.enqueue(
                [f.page(1, version: version)], lane: .webhook, quiet: JobQueue.quietTime)
            #expect(version == 1 ? reply.added == 1 : reply.merged == 1)
        }
        #expect(try await f.queue.status().lanes[.webhook]?.delayed == 1)
        guard case .empty(let next?) = try await f.queue.claim(worker: "w", max: 9) else {
            Issue.record("the job does not wait")
            return
        }
        #expect(next > .seconds(1) && next <= .seconds(3))
        try await f.send("ZADD", f.key("delayed"), "1", "p:1")
        let job = try await f.claim().jobs[0]
        #expect(job.wantedVersion == 10 && job.lane == .webhook && job.flags == [])
        #expect(try await f.queue.status().delayed == 0)
    }

    @Test("an object that is never quiet comes after ten seconds all the same")
    func neverQuiet() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1)], lane: .webhook, quiet: .seconds(3))
        let record = try #require(try await f.send("HGET", f.key("jobs"), "p:1").string)
        var fields = record.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        let since = try #require(Int(fields[10]))
        fields[10] = "\(since - 8_500)"
        try await f.send("HSET", f.key("jobs"), "p:1", fields.joined(separator: "|"))
        _ = try await f.queue.enqueue([f.page(1, version: 2)], lane: .webhook, quiet: .seconds(3))
        #expect(try await f.send("ZSCORE", f.key("delayed"), "p:1").double == Double(since + 1_500))
    }

    @Test("a quiet time lifts a waiting job out of a slower lane, and one that is asked for at once ends it")
    func quietTimeOfWaiting() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1), f.page(2)], lane: .backfill)
        _ = try await f.queue.enqueue([f.page(1, version: 2)], lane: .onDemand, quiet: .seconds(3))
        var status = try await f.queue.status()
        #expect(status.lanes[.backfill]?.ready == 1 && status.lanes[.onDemand]?.delayed == 1)
        _ = try await f.queue.enqueue([f.page(1, version: 2)], lane: .webhook)
        status = try await f.queue.status()
        #expect(status.lanes[.webhook]?.ready == 1 && status.delayed == 0)
        #expect(try await f.claim(max: 1).jobs.map(\.id.description) == ["p:1"])
        #expect(try await f.claim(max: 9).jobs.map(\.id.description) == ["p:2"])
    }
}

@Suite("A Redis that fills up")
struct FillingRedisTests {
    @Test("lanes that can wait stop at four fifths of the memory, the urgent ones do not")
    func fourFifths() async throws {
        try await RedisServer.with(arguments: ["--appendonly", "no"]) { server in
            let f = QueueFixture(redis: try await RedisSuite.client(of: server))
            _ = try await f.queue.enqueue([f.page(1)], lane: .scheduled)
            let info = try await f.send("INFO", "memory").string ?? ""
            let used = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("used_memory:") }
                .flatMap { Int($0.dropFirst(12)) }
            try await f.send("CONFIG", "SET", "maxmemory", "\(try #require(used) * 10 / 9)")
            try await eventually("the shortage is noticed") {
                try await f.queue.enqueue([f.page(2)], lane: .backfill).refusal == .outOfMemory
            }
            #expect(try await f.queue.enqueue([f.page(2)], lane: .onDemand).refusal == nil)
            try await f.send("CONFIG", "SET", "maxmemory", "0")
            try await eventually("the end of it is noticed") {
                try await f.queue.enqueue([f.page(3)], lane: .backfill).refusal == nil
            }
        }
    }
}
