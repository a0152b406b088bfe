import ConfluenceModel
import JobQueue
import RedisClient
import SyncState
import TestSupport
import Testing

@Suite("A Redis that holds what we did not write", .redis)
struct HostileRedisTests {
    private static let good = "1|R|2|1|0|0|0||42||1700000000000||"

    @Test(
        "an unreadable record is given up on, once, and the others are served",
        arguments: [
            "", "garbage", "1|R|2", "1|Z|2|1|0|0|0||42||1||", "1|R|9|1|0|0|0||42||1||", "1|R|2|x|0|0|0||42||1||",
            "0|R|2|1|0|0|0||42||1||", good + String(repeating: "x", count: 5000),
        ])
    func garbage(record: String) async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1), f.page(2)], lane: .scheduled)
        try await f.send("HSET", f.key("jobs"), "p:1", record)
        let lease = try await f.claim()
        #expect(lease.jobs.map(\.id.description) == ["p:2"])
        let letter = try await f.queue.deadLetter(JobID(.page, ContentID("1")))
        #expect(letter?.reason == "corrupt")
        let status = try await f.queue.status()
        #expect(status.jobs == 1 && status.dead == 1 && status.ready == 0)
        #expect(try await f.queue.enqueue([f.page(1)], lane: .onDemand).added == 1)
        #expect(try await f.claim().jobs.map(\.id.description) == ["p:1"])
    }

    @Test(
        "a record that can no longer be used is dead for the runs it still names, until it is listed again",
        arguments: [
            "1|R|2|x|0|0|0|%||42||1||", "1|R|2|1|0|0|0|%|42||x||",
            "1|R|2|1|0|0|0|%|42||1||" + String(repeating: "x", count: 5000),
        ],
        [true, false])
    func corruptJobsOfRuns(record: String, asked: Bool) async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        let other = try await f.run(.delta)
        _ = try await f.queue.enqueue([f.page(1)], lane: .scheduled, run: run)
        _ = try await f.queue.enqueue([f.page(1)], lane: .scheduled, run: other)
        try await f.send("HSET", f.key("jobs"), "p:1", record.replacing("%", with: "\(run),\(other)"))
        if asked {
            // What is listed again comes back, for its runs, too.
            #expect(try await f.queue.enqueue([f.page(1)], lane: .scheduled, run: run).added == 1)
            let lease = try await f.claim()
            _ = try await f.queue.acknowledge(lease, [f.pushed(f.page(1).id)])
        } else {
            #expect(try await f.queue.claim(worker: "w", max: 1) == .empty(next: nil))
        }
        for run in [run, other] {
            #expect(try await f.queue.closeRun(run) == (asked ? .finished : .finishedWithErrors))
            let counts = try await f.counts(run)
            #expect(counts.dead == (asked ? 0 : 1) && counts.pushed == (asked ? 1 : 0), "\(counts)")
        }
        #expect(try await f.queue.status().ready == 0)
    }

    @Test("a leased job whose record was spoilt is counted as dead when the lease expires")
    func corruptLeasedJob() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        _ = try await f.queue.enqueue([f.page(1)], lane: .scheduled, run: run)
        let lease = try await f.claim(lease: .milliseconds(1))
        try await f.send("HSET", f.key("jobs"), "p:1", "1|?|2|1|0|0|0|\(run)|42|\(lease.fence)|1||")
        #expect(try await f.queue.closeRun(run) == .processing)
        try await eventually("the lease expires") {
            try await f.queue.reap()
            return try await f.queue.status().leases == 0
        }
        #expect(try await f.queue.run(run)?.state == .finishedWithErrors)
        #expect(try await f.queue.status().active == 0)
    }

    @Test("a spoilt record that is listed twice dies once, and its run waits for the others")
    func corruptTwice() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        _ = try await f.queue.enqueue([f.page(1), f.page(2)], lane: .scheduled, run: run)
        try await f.send("RPUSH", f.key("q:2:42"), "p:1")
        try await f.send("HSET", f.key("jobs"), "p:1", "1|?|2|1|0|0|0|\(run)|42||1||")
        #expect(try await f.queue.closeRun(run) == .processing)
        #expect(try await f.claim().jobs.map(\.id.description) == ["p:2"])
        let counts = try await f.counts(run)
        #expect(counts.dead == 1)
        #expect(try await f.queue.run(run)?.pending == 1)
        #expect(try await f.queue.run(run)?.state == .processing)
        #expect(try await f.queue.status().ready == 0)
    }

    @Test("a record of a later version is left to those who know it")
    func newerFormat() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1), f.page(2)], lane: .scheduled)
        let record = "2|ready|whatever"
        try await f.send("HSET", f.key("jobs"), "p:1", record)
        #expect(try await f.claim().jobs.map(\.id.description) == ["p:2"])
        #expect(try await f.queue.claim(worker: "w", max: 10).isEmpty)
        #expect(try await f.queue.enqueue([f.page(1)], lane: .webhook).newer == [JobID(.page, ContentID("1"))])
        #expect(try await f.send("HGET", f.key("jobs"), "p:1").string == record)
        #expect(try await f.send("LRANGE", f.key("q:2:42"), "0", "-1").array?.compactMap(\.string) == ["p:1"])
        #expect(try await f.queue.status().dead == 0)
    }

    @Test("numbers that are too large, and a fence that is none, stop nobody")
    func oddNumbers() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1), f.page(2)], lane: .scheduled)
        let nines = String(repeating: "9", count: 30)
        try await f.send("HSET", f.key("jobs"), "p:1", "1|R|2|\(nines)|\(nines)|0|0||42||\(nines)||")
        for fence in ["nan", "inf", "-5", "1e300", "x"] {
            try await f.send("SET", f.key("fence"), fence)
            let lease = try await f.claim()
            #expect(lease.fence > 1_700_000_000_000_000 && lease.fence < 1 << 53)
            #expect(lease.jobs.map(\.id.description) == ["p:1", "p:2"])
            #expect(lease.jobs[0].wantedVersion >= Int(UInt32.max))
            try await f.queue.release(lease, lease.jobs.map(\.id))
        }
        let lease = try await f.claim()
        let failure = JobFailure(.transient, stage: "s", code: "c", message: "m")
        #expect(try await f.queue.fail(lease, lease.jobs[0].id, failure) == .dead)
    }

    @Test("kinds of a later version are left alone, and leases that hold their records too")
    func newerKinds() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1), f.page(2)], lane: .scheduled)
        try await f.send("HSET", f.key("jobs"), "s:1", "1|R|2|1|0|0|0||42||1||")
        try await f.send("LPUSH", f.key("q:2:42"), "s:1")
        let lease = try await f.claim(lease: .milliseconds(1))
        #expect(lease.jobs.map(\.id.description) == ["p:1", "p:2"])
        #expect(try await f.send("LLEN", f.key("q:2:42")).int == 1)
        try await f.send("HSET", f.key("jobs"), "p:1", "2|active|\(lease.fence)")
        try await eventually("the other job comes back") {
            try await f.queue.reap()
            return try await f.queue.status().ready == 1
        }
        #expect(try await f.send("EXISTS", f.key("b:\(lease.fence)")).int == 1)
        #expect(try await f.send("HGET", f.key("jobs"), "p:1").string == "2|active|\(lease.fence)")
    }

    @Test("a checkpoint that is cut counts as none", arguments: ["", "short", String(repeating: "x", count: 17)])
    func oddCheckpoint(bytes: String) async throws {
        let f = try await QueueFixture()
        try await f.send("HSET", f.key("ck"), "1", bytes)
        let reply = try await f.queue.enqueue([f.page(1)], lane: .scheduled, sweep: 3, mark: true)
        #expect(reply.added == 1)
        let lease = try await f.claim()
        let id = lease.jobs[0].id
        #expect(try await f.queue.acknowledge(lease, [f.pushed(id)]) == [id: .accepted])
        #expect(try await f.checkpoint(1)?.version == 1)
    }

    @Test("an unreadable dead letter is shown as such, and can be dropped or replaced")
    func oddDeadLetter() async throws {
        let f = try await QueueFixture()
        try await f.send("HSET", f.key("dead"), "p:1", "rubbish", "p:2", "9|newer", "nonsense", "x")
        let letters = try await f.queue.deadLetters().letters
        #expect(letters.count == 2 && letters.allSatisfy { $0.reason == "corrupt" })
        #expect(try await f.queue.drop([JobID(.page, ContentID("1"))]).count == 1)
        #expect(try await f.queue.enqueue([f.page(2)], lane: .scheduled).added == 1)
        #expect(try await f.queue.deadLetter(JobID(.page, ContentID("2"))) == nil)
    }

    @Test("entries of lists without jobs cost little, and end")
    func staleEntries() async throws {
        let f = try await QueueFixture()
        for start in stride(from: 0, to: 5000, by: 500) {
            _ = try await f.redis.send(
                ["RPUSH", RedisArgument(f.key("q:2:42"))] + (start..<start + 500).map { RedisArgument("p:\($0)") })
        }
        try await f.send("RPUSH", f.key("ring:2"), "42", "nothing")
        _ = try await f.queue.enqueue([f.page(9999)], lane: .scheduled)
        var claims = 0
        try await eventually("the job behind them is found") {
            claims += 1
            if case .lease = try await f.queue.claim(worker: "w", max: 50) { return true }
            return false
        }
        #expect(claims <= 12)
    }

    @Test("a key of another type is a clear error")
    func wrongType() async throws {
        let f = try await QueueFixture()
        try await f.send("SET", f.key("jobs"), "x")
        await #expect { try await f.queue.enqueue([f.page(1)], lane: .scheduled) } throws: { error in
            "\(error)".contains("WRONGTYPE")
        }
        await #expect(throws: RedisError.self) { try await f.queue.status() }
    }

    @Test("odd values in runs and batches harm nobody")
    func oddRun() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        try await f.send("HSET", f.key("run:\(run)"), "started", "soon", "sweep", "-1", "err:1", "x")
        let read = try #require(try await f.queue.run(run))
        #expect(read.startedAt == nil && read.sweep == nil && read.errors == [])
        let most = String(Int.max)
        try await f.send("HSET", f.key("run:\(run)"), "pushed", most, "dead", most, "pending", most, "created", most)
        #expect(try #require(try await f.queue.run(run)).counts.enumerated > 0)
        try await f.send("HSET", f.key("run:\(run)"), "mode", "odd")
        #expect(try await f.queue.run(run) == nil)
        #expect(try await f.queue.runs() == [])
        _ = try await f.queue.enqueue([f.page(1)], lane: .scheduled)
        let lease = try await f.claim()
        try await f.send("SET", f.key("b:\(lease.fence)"), "nonsense")
        #expect(try await f.queue.heartbeat([lease]).lost == [lease.fence])
        #expect(try await f.queue.acknowledge(lease, [f.pushed(lease.jobs[0].id)]).values.first == .accepted)
        try await f.send("HSET", f.key("meta"), "sweep", "many")
        #expect(try await f.queue.status().sweep == 0)
    }
}

@Suite("A Redis that is full")
struct FullRedisTests {
    @Test("draining goes on while new jobs are refused")
    func outOfMemory() async throws {
        try await RedisServer.with(arguments: ["--appendonly", "no"]) { server in
            let f = QueueFixture(redis: try await RedisSuite.client(of: server))
            let run = try await f.run()
            _ = try await f.queue.enqueue((1...20).map { f.page($0) }, lane: .scheduled, run: run)
            try await f.send("CONFIG", "SET", "maxmemory", "1")
            let refused = try await f.queue.enqueue([f.page(99)], lane: .scheduled, run: run)
            #expect(refused.refusal == .outOfMemory && refused.added == 0)
            try await f.queue.closeRun(run)
            let lease = try await f.claim()
            let ids = lease.jobs.map(\.id)
            #expect(ids.count == 20)
            #expect(try await f.queue.heartbeat([lease]).lost == [])
            #expect(try await f.queue.acknowledge(lease, ids.dropFirst(2).map { f.pushed($0) }).count == 18)
            let failure = JobFailure(.permanent, stage: "push", code: "c", message: "m")
            #expect(try await f.queue.fail(lease, ids[0], failure) == .dead)
            try await f.queue.release(lease, [ids[1]])
            let last = try await f.claim()
            _ = try await f.queue.acknowledge(last, [f.pushed(ids[1])])
            #expect(try await f.queue.run(run)?.state == .finishedWithErrors)
            #expect(try await f.counts(run).enumerated == 20)
            try await f.send("CONFIG", "SET", "maxmemory", "0")
            #expect(try await f.queue.enqueue([f.page(99)], lane: .scheduled).added == 1)
        }
    }
}
