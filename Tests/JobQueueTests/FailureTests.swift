import ConfluenceModel
import JobQueue
import RedisClient
import SyncState
import TestSupport
import Testing

@Suite("Failures: retries, deaths and dead letters", .redis)
struct FailureTests {
    private let transient = JobFailure(.transient, stage: "fetch", code: "http_502", message: "bad gateway")
    private let permanent = JobFailure(
        .permanent, stage: "convert", code: "malformed", message: "line 1 | two\nlines", httpStatus: 200)

    @Test("a transient failure is tried again, the eighth is the last")
    func transientFailures() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        _ = try await f.queue.enqueue([f.page(1)], lane: .scheduled, run: run)
        try await f.queue.closeRun(run)
        var statuses: [FailStatus] = []
        for attempt in 0..<8 {
            let lease = try await f.claim()
            #expect(lease.jobs[0].attempts == attempt)
            statuses.append(try await f.queue.fail(lease, lease.jobs[0].id, transient))
        }
        #expect(statuses == Array(repeating: .delayed, count: 7) + [.dead])
        let ended = try await f.queue.run(run)
        #expect(ended?.state == .finishedWithErrors && ended?.counts.dead == 1)
        #expect(ended?.errors == [RunError(object: "p:1", stage: "fetch", code: "http_502", message: "bad gateway")])
        let letter = try await f.queue.deadLetter(JobID(.page, ContentID("1")))
        #expect(letter?.reason == "transient" && letter?.attempts == 8 && letter?.worker == "worker-1")
    }

    @Test(
        "delays grow from five seconds by doubling up to a quarter of an hour, spread over their whole length",
        arguments: zip(0..<7, [5, 10, 20, 40, 80, 160, 320]))
    func backoff(attempt: Int, seconds: Int) async throws {
        let f = try await QueueFixture(random: { 0.5 })
        _ = try await f.queue.enqueue([f.page(1)], lane: .scheduled)
        try await f.send("HSET", f.key("jobs"), "p:1", "1|R|2|1|\(attempt)|0|0||42||1|||")
        let lease = try await f.claim()
        #expect(try await f.queue.fail(lease, lease.jobs[0].id, transient) == .delayed)
        guard case .empty(let next?) = try await f.queue.claim(worker: "w", max: 1) else {
            Issue.record("the job is not delayed")
            return
        }
        let expected = Duration.milliseconds(seconds * 500)
        #expect(next <= expected && next > expected - .seconds(2))
    }

    @Test("dead letters are counted by their reason, however they come and go")
    func reasons() async throws {
        let f = try await QueueFixture()
        func reasons() async throws -> [String: Int] {
            let status = try await f.queue.status()
            #expect(status.dead == status.deadByReason.values.reduce(0, +) && status.deadByReason.count == 5)
            return status.deadByReason.filter { $0.value > 0 }
        }
        _ = try await f.queue.enqueue((1...4).map { f.page($0) }, lane: .scheduled)
        var lease = try await f.claim()
        try await f.queue.fail(lease, Dictionary(uniqueKeysWithValues: lease.jobs.map { ($0.id, permanent) }))
        #expect(try await reasons() == ["permanent": 4])
        // One comes back and dies of something else; one is replayed, one dropped; one's record cannot be read.
        _ = try await f.queue.enqueue([f.page(1, version: 2)], lane: .scheduled)
        #expect(try await reasons() == ["permanent": 3])
        try await f.send("HSET", f.key("jobs"), "p:1", "1|R|2|1|7|0|0||42||1||")
        lease = try await f.claim()
        try await f.queue.fail(lease, lease.jobs[0].id, transient)
        #expect(try await reasons() == ["permanent": 3, "transient": 1])
        _ = try await f.queue.replay([JobID(.page, ContentID("2"))])
        _ = try await f.queue.drop([JobID(.page, ContentID("3"))])
        #expect(try await reasons() == ["permanent": 1, "transient": 1])
        // One that dies while it has a dead letter of another reason, as after a restored snapshot.
        try await f.send("HSET", f.key("jobs"), "p:4", "nonsense")
        lease = try await f.claim()
        #expect(lease.jobs.map(\.id.description) == ["p:2"])
        #expect(try await QueueAuditor(queue: f.queue).pass() == ["corrupt": 1])
        #expect(try await reasons() == ["corrupt": 1, "transient": 1])
        // Named twice in one call: the unreadable letter is taken away once.
        try await f.setCheckpoint(4, Checkpoint(version: 1, pipeline: 1, spaceOrdinal: 1))
        try await f.send("HSET", f.key("dead"), "p:4", "nonsense")
        _ = try await f.queue.enqueue([f.page(4), f.page(4)], lane: .scheduled)
        #expect(try await reasons() == ["transient": 1])

        try await f.send("HSET", f.key("n"), "dead:crash", "7", "dead:transient", "-3")
        #expect(try await QueueAuditor(queue: f.queue).pass() == ["counter": 2])
        #expect(try await reasons() == ["transient": 1])
    }

    @Test("Retry-After makes all workers of the connector wait, and costs no attempt")
    func throttled() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1), f.page(2)], lane: .scheduled)
        let lease = try await f.claim(max: 1)
        let failure = JobFailure(
            .throttled, stage: "fetch", code: "http_429", message: "", httpStatus: 429, delay: .seconds(40))
        #expect(try await f.queue.fail(lease, lease.jobs[0].id, failure) == .delayed)
        guard case .wait(let rest) = try await f.queue.claim(worker: "other", max: 1) else {
            Issue.record("the other worker does not wait")
            return
        }
        #expect(rest > .seconds(30) && rest <= .seconds(40))
        try await f.queue.resume()
        #expect(try await f.claim().jobs.map(\.id.description) == ["p:2"])
    }

    @Test("a job that waited long is not given up on at its first Retry-After, but a day after it")
    func throttledForADay() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1)], lane: .backfill)
        try await f.send("HSET", f.key("jobs"), "p:1", "1|R|3|1|0|0|0||42||1||")
        let failure = JobFailure(.throttled, stage: "fetch", code: "http_429", message: "", delay: .milliseconds(1))
        for expected in [FailStatus.delayed, .delayed, .dead] {
            var lease: Lease?
            try await eventually("it is claimed") {
                if case .lease(let held) = try await f.queue.claim(worker: "w", max: 1) { lease = held }
                return lease != nil
            }
            if expected == .dead {
                let record = try #require(try await f.send("HGET", f.key("jobs"), "p:1").string)
                let parts = record.split(separator: " ")
                let day = try #require(parts.last.flatMap { Int($0) }) - 86_400_001
                try await f.send("HSET", f.key("jobs"), "p:1", parts.dropLast().joined(separator: " ") + " \(day)")
            }
            #expect(try await f.queue.fail(try #require(lease), JobID(.page, ContentID("1")), failure) == expected)
        }
    }

    @Test("twenty transient failures in a row open the circuit breaker, for half a minute and then for twice as long")
    func circuitBreaker() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue((1...100).map { f.page($0) }, lane: .scheduled)
        let lease = try await f.claim(max: 100)
        var jobs = lease.jobs.map(\.id)
        func fail(_ number: Int) async throws {
            for _ in 1...number { try await f.queue.fail(lease, jobs.removeLast(), transient) }
        }
        func wait() async throws -> Duration? {
            guard case .wait(let duration) = try await f.queue.claim(worker: "w", max: 1) else { return nil }
            return duration
        }
        try await fail(19)
        #expect(try await wait() == nil)
        _ = try await f.queue.acknowledge(lease, [f.pushed(jobs.removeLast())])
        try await fail(19)
        #expect(try await wait() == nil)
        try await fail(1)
        #expect(try #require(try await wait()) > .seconds(25))
        #expect(try await f.queue.status().waitReason == "circuit_open")
        // What was asked for before it opened says nothing new.
        try await fail(5)
        #expect(try #require(try await wait()) <= .seconds(30))
        for expected in [60, 120, 240, 480, 600, 600] {
            try await f.send("HDEL", f.key("ctl"), "pausedUntil", "openUntil")
            try await fail(1)
            let rest = try #require(try await wait())
            #expect(rest <= .seconds(expected) && rest > .seconds(expected - 5))
        }
        _ = try await f.queue.acknowledge(lease, [f.pushed(jobs.removeLast())])
        try await f.send("HDEL", f.key("ctl"), "pausedUntil")
        try await fail(1)
        #expect(try await wait() == nil)
    }

    @Test("refused credentials pause the connector and leave the job as it was")
    func authentication() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1)], lane: .scheduled)
        let lease = try await f.claim()
        let failure = JobFailure(.authentication, stage: "fetch", code: "http_401", message: "token expired")
        #expect(try await f.queue.fail(lease, lease.jobs[0].id, failure) == .ready)
        #expect(try await f.queue.claim(worker: "w", max: 1) == .paused(reason: "token expired"))
        let status = try await f.queue.status()
        #expect(status.isPaused && status.pauseReason == "token expired")
        try await f.queue.resume()
        let job = try await f.claim().jobs[0]
        #expect(job.attempts == 0 && job.throttles == 0)
    }

    @Test("what cannot be done is dead at once, and keeps its facts")
    func permanentFailure() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1, version: 3)], lane: .backfill)
        let lease = try await f.claim()
        #expect(try await f.queue.fail(lease, lease.jobs[0].id, permanent) == .dead)
        let letters = try await f.queue.deadLetters()
        #expect(letters.next == nil)
        let letter = try #require(letters.letters.first)
        #expect(letter.id.description == "p:1" && letter.wantedVersion == 3 && letter.lane == .backfill)
        #expect(letter.reason == "permanent" && letter.stage == "convert" && letter.httpStatus == 200)
        #expect(letter.code == "malformed" && letter.message == "line 1   two lines" && letter.space == "42")
        #expect(letter.diedAt >= letter.enqueuedAt && letter.enqueuedAt > 1_700_000_000_000)
    }

    @Test("a dead letter is counted by each sweep once, and revived by a higher version or an urgent request")
    func deadLetters() async throws {
        let f = try await QueueFixture()
        try await f.setSweep(1)
        _ = try await f.queue.enqueue([f.page(1, version: 3), f.page(2, version: 3)], lane: .scheduled)
        let lease = try await f.claim()
        for job in lease.jobs { try await f.queue.fail(lease, job.id, permanent) }
        let run = try await f.run()
        try await f.setSweep(2)
        for _ in 0..<2 {
            let reply = try await f.queue.enqueue(
                [f.page(1, version: 3), f.page(1, version: 3)], lane: .scheduled, run: run, sweep: 2, mark: true)
            #expect(reply.dead == 2 && reply.added == 0)
        }
        #expect(try await f.counts(run).dead == 1)
        #expect(try await f.queue.enqueue([f.page(1, version: 4)], lane: .scheduled, run: run, sweep: 2).added == 1)
        #expect(try await f.queue.enqueue([f.page(2, version: 3)], lane: .onDemand).added == 1)
        #expect(try await f.queue.status().dead == 0)
        let revived = try await f.claim()
        #expect(revived.jobs.map(\.id.description) == ["p:2"])
        let counted = try await f.claim()
        #expect(counted.jobs[0].runs == [run], "its run waits for it once more")
        #expect(try await f.counts(run).dead == 0)
        #expect(try await f.queue.closeRun(run) == .processing)
        _ = try await f.queue.acknowledge(counted, [f.pushed(counted.jobs[0].id, version: 4, sweep: 2)])
        #expect(try await f.queue.run(run)?.state == .finished)
        #expect(try await f.counts(run).enumerated == 1)
    }

    @Test(
        "what another run, or a person, gives one more chance is counted by its first run as it ends",
        arguments: [true, false])
    func secondChance(byHand: Bool) async throws {
        let f = try await QueueFixture()
        try await f.setSweep(1)
        let (first, second) = (try await f.run(), try await f.run(.full))
        let item = f.page(1, version: 3)
        _ = try await f.queue.enqueue([item], lane: .scheduled, run: first, sweep: 1, mark: true)
        let lease = try await f.claim()
        try await f.queue.fail(lease, lease.jobs[0].id, permanent)
        #expect(try await f.counts(first).dead == 1)
        if byHand {
            #expect(try await f.queue.replay([item.id]) == [item.id])
        } else {
            _ = try await f.queue.enqueue([f.page(1, version: 3, flags: .compareBody)], lane: .scheduled, run: second)
            try await f.queue.cancelRun(second)
        }
        // Its other listing comes upon it.
        _ = try await f.queue.enqueue([item], lane: .scheduled, run: first, sweep: 1, mark: true)
        let again = try await f.claim()
        _ = try await f.queue.acknowledge(again, [f.pushed(again.jobs[0].id, version: 3, sweep: 1)])
        _ = try await f.queue.enqueue([item], lane: .scheduled, run: first, sweep: 1, mark: true)
        let counts = try await f.counts(first)
        #expect(counts.dead == 0 && counts.pushed == 1 && counts.enumerated == 1, "\(counts)")
        #expect(try await f.queue.closeRun(first) == .finished)
    }

    @Test(
        "what somebody gives another chance is done although the run it died in is cancelled",
        arguments: [true, false])
    func outlivesItsRun(byHand: Bool) async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        let item = f.page(1, version: 5)
        _ = try await f.queue.enqueue([item], lane: .scheduled, run: run)
        try await f.queue.fail(try await f.claim(), item.id, permanent)
        if byHand {
            #expect(try await f.queue.replay([item.id]) == [item.id])
        } else {
            #expect(try await f.queue.enqueue([f.page(1, version: 6)], lane: .webhook).added == 1)
        }
        try await f.queue.cancelRun(run)
        #expect(try await f.claim().jobs.map(\.id) == [item.id])
    }

    @Test("a cancelled run takes with it what it revived itself")
    func cancelledRevival() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        _ = try await f.queue.enqueue([f.page(1, version: 5)], lane: .scheduled, run: run)
        try await f.queue.fail(try await f.claim(), f.page(1).id, permanent)
        #expect(try await f.queue.enqueue([f.page(1, version: 6)], lane: .scheduled, run: run).added == 1)
        try await f.queue.cancelRun(run)
        guard case .empty = try await f.queue.claim(worker: "w", max: 1) else {
            Issue.record("nobody wants it any more")
            return
        }
    }

    @Test("a job that was put off waits for as long as it takes, and nobody else does")
    func postponed() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1)], lane: .scheduled)
        let failure = JobFailure(.postponed, stage: "include", code: "queue_full", message: "", delay: .milliseconds(1))
        for _ in 1...60 {
            try await f.queue.fail(try await f.claim(), f.page(1).id, failure)
            try await f.send("ZADD", f.key("delayed"), "XX", "1", "p:1")
        }
        try await f.send("ZADD", f.key("delayed"), "XX", "99999999999999", "p:1")
        _ = try await f.queue.enqueue([f.page(2)], lane: .scheduled)
        let status = try await f.queue.status()
        #expect(status.dead == 0 && status.delayed == 1 && status.wait == nil && status.ready == 1)
    }

    @Test("an absence is asked about again by every sweep")
    func deadAbsence() async throws {
        let f = try await QueueFixture()
        let id = JobID(.absence, ContentID("1"))
        let item = JobItem(id: id, space: SpaceID("42"), version: 5, spaceOrdinal: 1)
        _ = try await f.queue.enqueue([item], lane: .scheduled)
        try await f.queue.fail(try await f.claim(), id, permanent)
        #expect(try await f.queue.enqueue([item], lane: .scheduled).added == 1)
        #expect(try await f.queue.deadLetter(id) == nil)
    }

    @Test("dead letters are replayed or dropped by hand")
    func replay() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1), f.page(2)], lane: .scheduled)
        let lease = try await f.claim()
        for job in lease.jobs { try await f.queue.fail(lease, job.id, permanent) }
        let ids = lease.jobs.map(\.id)
        #expect(try await f.queue.replay([ids[0], JobID(.page, ContentID("77"))]) == [ids[0]])
        #expect(try await f.queue.drop([ids[1]]) == [ids[1]])
        let job = try await f.claim().jobs[0]
        #expect(job.id == ids[0] && job.lane == .onDemand && job.attempts == 0 && job.space == SpaceID("42"))
        #expect(try await f.queue.status().dead == 0)
    }

    @Test("jobs of a worker that died are claimed one at a time, and given up on after three deaths")
    func deaths() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        _ = try await f.queue.enqueue([f.page(1), f.page(2)], lane: .scheduled, run: run)
        try await f.queue.closeRun(run)
        _ = try await f.claim(lease: .milliseconds(1))
        for death in 1...2 {
            try await eventually("both come back") {
                try await f.queue.reap()
                return try await f.queue.status().ready == 2
            }
            for _ in 1...2 {
                let alone = try await f.claim(max: 50, lease: .milliseconds(1))
                #expect(alone.jobs.count == 1 && alone.jobs[0].deaths == death)
            }
        }
        try await eventually("both are dead") {
            try await f.queue.reap()
            return try await f.queue.status().dead == 2
        }
        #expect(try await f.queue.run(run)?.state == .finishedWithErrors)
        let letters = try await f.queue.deadLetters().letters
        #expect(letters.map(\.reason) == ["crash", "crash"] && letters.allSatisfy { $0.deaths == 3 })
        let status = try await f.queue.status()
        #expect(status.jobs == 0 && status.active == 0 && status.leases == 0 && status.ready == 0)
    }

    @Test("an idle claim tells when the first lease runs out, so that the jobs of the dead wait no longer")
    func takingOver() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1)], lane: .scheduled)
        _ = try await f.claim(lease: .seconds(2))
        guard case .empty(let next?) = try await f.queue.claim(worker: "w2", max: 5) else {
            Issue.record("there is nothing to claim, and a time to wait for")
            return
        }
        #expect(next <= .seconds(2))
        try await eventually("the lease has run out, and its job is claimed") {
            if case .lease(let lease) = try await f.queue.claim(worker: "w2", max: 5) {
                return lease.jobs.map(\.deaths) == [1]
            }
            return false
        }
    }

    @Test("a heartbeat keeps a lease, but not beyond its deadline, and revives none")
    func heartbeats() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1), f.page(2)], lane: .scheduled)
        let kept = try await f.claim(max: 1, lease: .seconds(1))
        #expect(try await f.queue.heartbeat([kept], extend: .seconds(60)).lost == [])
        let score = try await f.send("ZSCORE", f.key("leases"), "\(kept.fence)").double ?? 0
        let now = try await f.send("TIME").array?.first?.double ?? 0
        #expect(score / 1000 > now + 50 && score / 1000 < now + 62)
        guard
            case .lease(let brief) = try await f.queue.claim(
                worker: "w", max: 1, lease: .milliseconds(1), deadline: .milliseconds(1))
        else {
            Issue.record("nothing to claim")
            return
        }
        try await eventually("the deadline passes") {
            try await f.queue.heartbeat([brief, kept], extend: .seconds(60)).lost == [brief.fence]
        }
        #expect(try await f.queue.reap() == 1)
        #expect(try await f.queue.heartbeat([brief]).lost == [brief.fence])
    }
}
