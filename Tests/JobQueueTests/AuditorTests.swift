import ConfluenceModel
import JobQueue
import RedisClient
import TestSupport
import Testing

@Suite("Auditor: indexes follow from the records", .redis)
struct AuditorTests {
    private func dump(_ f: QueueFixture) async throws -> [String: [UInt8]] {
        var dump: [String: [UInt8]] = [:]
        for key in try await f.send("KEYS", "cc:{\(f.connector)}:*").array?.compactMap(\.string) ?? [] {
            dump[key] = try await f.send("DUMP", key).bytes
        }
        return dump
    }

    /// Jobs in all states, lanes and families, of two runs.
    private func fill(_ f: QueueFixture) async throws -> [RunID] {
        let runs = [try await f.run(), try await f.run(.full)]
        var number = 0
        for lane in Lane.allCases {
            for kind in JobKind.allCases {
                let items = (0..<12).map { index in
                    number += 1
                    return JobItem(
                        id: JobID(kind, ContentID("\(number)")), space: SpaceID("\(index % 3)"), version: 1,
                        spaceOrdinal: 1)
                }
                _ = try await f.queue.enqueue(items, lane: lane, run: runs[lane.rawValue % 2])
            }
        }
        for family in JobFamily.allCases {
            let lease = try await f.claim(max: 8, families: [family])
            let failure = JobFailure(.transient, stage: "s", code: "c", message: "m", delay: .seconds(600))
            for job in lease.jobs.prefix(2) { try await f.queue.fail(lease, job.id, failure) }
            try await f.queue.release(lease, lease.jobs.dropFirst(2).prefix(2).map(\.id), alone: true)
            _ = try await f.claim(max: 3, families: [family])
        }
        return runs
    }

    private func check(_ f: QueueFixture) async throws {
        let records = try await f.send("HGETALL", f.key("jobs")).map ?? [:]
        let states = records.values.compactMap { $0.string?.dropFirst(2).first }
        let status = try await f.queue.status()
        #expect(status.ready == states.count { $0 == "R" })
        #expect(status.delayed == states.count { $0 == "D" })
        #expect(status.active == states.count { $0 == "A" })
    }

    @Test("a sound queue is left exactly as it is")
    func idle() async throws {
        let f = try await QueueFixture()
        _ = try await fill(f)
        let before = try await dump(f)
        #expect(try await QueueAuditor(queue: f.queue).pass() == [:])
        #expect(try await dump(f) == before)
        try await check(f)
    }

    @Test("whatever index is damaged, everything is found again, done, and counted", arguments: 1...24)
    func damaged(seed: Int) async throws {
        var random = SeededGenerator(state: UInt64(seed))
        let f = try await QueueFixture()
        let runs = try await fill(f)
        for _ in 0..<Int.random(in: 1...6, using: &random) { try await damage(f, &random) }
        let auditor = QueueAuditor(queue: f.queue)
        var passes: [[String: Int]] = []
        repeat { passes.append(try await auditor.pass()) } while passes.last != [:] && passes.count < 5
        #expect(passes.last == [:], "\(passes)")
        #expect(try await f.queue.repairs() == passes.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) })
        try await check(f)
        for run in runs { try await f.queue.closeRun(run) }
        // The leases that are left run out, the delays too.
        for fence in try await f.send("ZRANGE", f.key("leases"), "0", "-1").array?.compactMap(\.string) ?? [] {
            try await f.send("ZADD", f.key("leases"), "1", fence)
        }
        for id in try await f.send("ZRANGE", f.key("delayed"), "0", "-1").array?.compactMap(\.string) ?? [] {
            try await f.send("ZADD", f.key("delayed"), "1", id)
        }
        try await eventually("the queue is empty") {
            if case .lease(let lease) = try await f.queue.claim(worker: "w", max: 50) {
                _ = try await f.queue.acknowledge(lease, lease.jobs.map { f.pushed($0.id) })
            }
            return try await f.queue.status().jobs == 0
        }
        try await check(f)
        for run in runs {
            let ended = try #require(try await f.queue.run(run))
            #expect(!ended.state.isActive && ended.pending == 0 && ended.counts.enumerated == 96, "\(ended)")
        }
    }

    private func damage(_ f: QueueFixture, _ random: inout SeededGenerator) async throws {
        func any(_ pattern: String, _ random: inout SeededGenerator) async throws -> String? {
            try await f.send("KEYS", "cc:{\(f.connector)}:\(pattern)").array?.compactMap(\.string).sorted()
                .randomElement(using: &random)
        }
        let ids = try await f.send("HKEYS", f.key("jobs")).array?.compactMap(\.string).sorted() ?? []
        let id = try #require(ids.randomElement(using: &random))
        switch Int.random(in: 0..<10, using: &random) {
        case 0: if let list = try await any("q:*", &random) { try await f.send("DEL", list) }
        case 1: if let list = try await any("q:*", &random) { try await f.send("LPOP", list) }
        case 2: if let ring = try await any("ring:*", &random) { try await f.send("DEL", ring) }
        case 3: try await f.send("DEL", f.key("solo"))
        case 4: try await f.send("DEL", f.key("delayed"))
        case 5: try await f.send("DEL", f.key("leases"))
        case 6: if let batch = try await any("b:*", &random) { try await f.send("DEL", batch) }
        case 7: try await f.send("HSET", f.key("n"), "ready:2", "99999", "active", "-7", "delayed:1", "x", "dead", "12")
        case 8: try await f.send("HDEL", f.key("jobs"), id)
        default: try await f.send("HSET", f.key("jobs"), id, "garbage")
        }
    }
}
