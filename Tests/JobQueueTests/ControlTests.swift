import ConfluenceModel
import JobQueue
import RedisClient
import TestSupport
import Testing

@Suite("Control: pauses, drains and looks", .redis)
struct ControlTests {
    private func page(_ id: Int, in space: String, _ f: QueueFixture) -> JobItem {
        var item = f.page(id)
        item.space = SpaceID(space)
        return item
    }

    @Test("a paused space keeps its jobs, the others are served; resumed, it takes its turn again")
    func pausedSpace() async throws {
        let f = try await QueueFixture()
        let items = (1...6).map { page($0, in: "\($0 % 2)", f) }
        _ = try await f.queue.enqueue(items, lane: .scheduled)
        try await f.queue.pause(space: SpaceID("1"), reason: "too big", author: "ann")
        let hold = try #require(try await f.queue.status().holds.first)
        #expect(hold.kind == .pause && hold.space == SpaceID("1") && hold.reason == "too big" && hold.author == "ann")
        #expect(hold.endsAt == nil && hold.since > 1_700_000_000_000)
        #expect(try await f.queue.status().isPaused == false)
        #expect(try await f.claim().jobs.map(\.id.description) == ["p:2", "p:4", "p:6"])
        #expect(try await f.queue.claim(worker: "w", max: 9).isEmpty)
        try await f.queue.resume(space: SpaceID("1"), author: "bob")
        #expect(try await f.queue.status().holds == [])
        #expect(try await f.claim().jobs.map(\.id.description) == ["p:1", "p:3", "p:5"])
    }

    @Test("a paused space's job that is claimed alone waits too")
    func pausedSolo() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([page(1, in: "1", f), page(2, in: "2", f)], lane: .scheduled)
        let lease = try await f.claim()
        try await f.queue.release(lease, lease.jobs.map(\.id), alone: true)
        try await f.queue.pause(space: SpaceID("1"), reason: "")
        #expect(try await f.claim().jobs.map(\.id.description) == ["p:2"])
        #expect(try await f.queue.claim(worker: "w", max: 9).isEmpty)
        try await f.queue.resume(space: SpaceID("1"))
        #expect(try await f.claim().jobs.map(\.id.description) == ["p:1"])
    }

    @Test("a pause with an end ends by itself, and says so")
    func endingPause() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1), page(2, in: "2", f)], lane: .scheduled)
        try await f.queue.pause(reason: "upgrade", author: "ann", for: .seconds(3600))
        #expect(try await f.queue.claim(worker: "w", max: 9) == .paused(reason: "upgrade"))
        let pause = try #require(try await f.queue.status().pause)
        #expect(pause.endsAt.map { $0 - pause.since } == 3_600_000)
        try await f.queue.pause(reason: "upgrade", for: .milliseconds(20))
        try await f.queue.pause(space: SpaceID("2"), reason: "", for: .milliseconds(20))
        var claimed: Set<JobID> = []
        try await eventually("both are claimed") {
            if case .lease(let lease) = try await f.queue.claim(worker: "w", max: 9) {
                claimed.formUnion(lease.jobs.map(\.id))
            }
            return claimed.count == 2
        }
        #expect(try await f.events("connector.resumed").count == 1)
        #expect(try await f.queue.status().holds == [])
    }

    @Test("a drained space takes nothing new, and what waits is done")
    func drainedSpace() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([page(1, in: "1", f)], lane: .scheduled)
        try await f.queue.drain(space: SpaceID("1"), reason: "moving", author: "ann")
        #expect(try await f.queue.enqueue([page(2, in: "1", f)], lane: .scheduled).refusal == .draining)
        #expect(try await f.queue.enqueue([page(3, in: "2", f)], lane: .scheduled).added == 1)
        #expect(try await f.claim().jobs.map(\.id.description) == ["p:1", "p:3"])
        try await f.queue.drain(false, space: SpaceID("1"))
        #expect(try await f.queue.enqueue([page(2, in: "1", f)], lane: .scheduled).added == 1)
        try await f.queue.drain(reason: "all", for: .milliseconds(1))
        try await eventually("the drain ends") {
            try await f.queue.enqueue([f.page(9)], lane: .scheduled).refusal == nil
        }
    }

    @Test("every decision leaves an event with its author; nothing is said of what changed nothing")
    func audit() async throws {
        let f = try await QueueFixture()
        try await f.queue.resume(author: "nobody")
        try await f.queue.pause(reason: "a|b", author: "ann")
        try await f.queue.resume(author: "bob")
        try await f.queue.drain(author: "cat")
        try await f.queue.drain(false, author: "dan")
        let said = try await f.events("connector.").map {
            "\($0["type"] ?? "") \($0["author"] ?? "") \($0["reason"] ?? "")"
        }
        #expect(
            said == [
                "connector.paused ann a b", "connector.resumed bob ", "connector.draining cat ",
                "connector.undrained dan ",
            ])
        await #expect(throws: QueueError.self) { try await f.queue.pause(space: SpaceID("a|b"), reason: "") }
    }

    @Test("so many spaces may be held, and no more")
    func tooManySpaces() async throws {
        let f = try await QueueFixture()
        for number in 1...JobQueue.heldSpaceLimit {
            try await f.queue.pause(space: SpaceID("\(number)"), reason: "")
        }
        await #expect(throws: QueueError.self) { try await f.queue.pause(space: SpaceID("x"), reason: "") }
        try await f.queue.pause(space: SpaceID("1"), reason: "again")
        try await f.queue.resume(space: SpaceID("1"))
        try await f.queue.pause(space: SpaceID("x"), reason: "")
        #expect(try await f.queue.status().holds.count == JobQueue.heldSpaceLimit)
    }

    @Test("dead letters are shown, replayed and dropped by reason and by space")
    func deadByFilter() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue((1...400).map { page($0, in: "\($0 % 2)", f) }, lane: .scheduled)
        while case .lease(let lease) = try await f.queue.claim(worker: "w", max: 50) {
            for job in lease.jobs {
                try await f.queue.fail(lease, job.id, JobFailure(.permanent, stage: "s", code: "c", message: "m"))
            }
        }
        try await f.send("HSET", f.key("dead"), "p:999", "rubbish")
        func count(_ filter: DeadLetterFilter) async throws -> Int {
            var ids: Set<JobID> = []
            var cursor: String?
            repeat {
                let page = try await f.queue.deadLetters(from: cursor, matching: filter)
                ids.formUnion(page.letters.map(\.id))
                cursor = page.next
            } while cursor != nil
            return ids.count
        }
        #expect(try await count(.all) == 401)
        #expect(try await count(DeadLetterFilter(reason: "permanent", space: SpaceID("1"))) == 200)
        #expect(try await f.queue.drop(matching: DeadLetterFilter(reason: "corrupt"), author: "ann") == 1)
        #expect(try await f.queue.replay(matching: DeadLetterFilter(space: SpaceID("1")), author: "ann") == 200)
        #expect(try await f.queue.status().ready == 200)
        #expect(try await f.queue.drop(matching: .all) == 200)
        #expect(try await f.queue.status().dead == 0)
        #expect(try await f.events("job.replayed").last?["author"] == "ann")
    }

    @Test("peek shows what is next in each lane and changes nothing")
    func peek() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue((1...20).map { page($0, in: "\($0 % 3)", f) }, lane: .backfill)
        _ = try await f.queue.enqueue([f.page(99), f.page(1, version: 7)], lane: .webhook)
        let shown = try await f.queue.peek(4)
        #expect(shown.filter { $0.lane == .webhook }.map(\.id.description) == ["p:99", "p:1"])
        #expect(shown.filter { $0.lane == .backfill }.count == 4)
        #expect(try await f.queue.status().ready == 21)
        #expect(try await f.queue.job(JobID(.page, ContentID("1")))?.job.wantedVersion == 7)
        let lease = try await f.claim(max: 2)
        #expect(try await f.queue.job(lease.jobs[0].id)?.state == .active)
        let leases = try await f.queue.leases()
        #expect(leases.map(\.fence) == [lease.fence] && leases[0].worker == "worker-1" && leases[0].jobs == 2)
        #expect(leases[0].expiresAt - leases[0].claimedAt == 30_000)
        #expect(try await f.queue.leases(from: 1) == [])
    }

    @Test("a schedule's run is joined by the next of its class, whatever its filter")
    func joinsClass() async throws {
        let f = try await QueueFixture()
        let first = try await f.run(spaces: ["A"])
        let request = RunRequest(mode: .incremental, runClass: .sweep, source: "schedule", joinsClass: true)
        let joined = try await f.queue.createRun(request)
        #expect(joined.joined && joined.id == first)
        let delta = RunRequest(mode: .delta, runClass: .delta, source: "schedule", joinsClass: true)
        #expect(try await f.queue.createRun(delta).joined == false)
    }
}

extension QueueFixture {
    /// The outbox's entries whose type starts so, oldest first.
    func events(_ type: String) async throws -> [[String: String]] {
        try await send("XRANGE", key("events"), "-", "+").array?.compactMap { entry in
            let map = entry.array?.last?.map?.compactMapValues(\.string)
            return map?["type"]?.hasPrefix(type) == true ? map : nil
        } ?? []
    }
}
