import ConfluenceModel
import JobQueue
import RedisClient
import SyncState
import Testing

@Suite("Enqueue: what becomes of a listed item", .redis)
struct EnqueueTests {
    private func known(_ version: UInt32 = 5, sweep: UInt16 = 3, flags: Checkpoint.Flags = .digestsKnown) -> Checkpoint
    {
        Checkpoint(
            version: version, treeDigest: 100, factsDigest: 200, pipeline: 1, spaceOrdinal: 1, sweep: sweep,
            flags: flags)
    }

    @Test("an object without a checkpoint becomes a job")
    func unknownObject() async throws {
        let f = try await QueueFixture()
        let reply = try await f.queue.enqueue([f.page(1, version: 3)], lane: .scheduled)
        #expect(reply.added == 1)
        let lease = try await f.claim()
        #expect(lease.jobs.map(\.id) == [JobID(.page, ContentID("1"))])
        #expect(lease.jobs[0].wantedVersion == 3)
        #expect(lease.jobs[0].space == SpaceID("42"))
        #expect(lease.jobs[0].flags == [])
    }

    @Test("a higher version becomes a job that fetches the body")
    func higherVersion() async throws {
        let f = try await QueueFixture()
        try await f.setCheckpoint(1, known())
        let reply = try await f.queue.enqueue([f.page(1, version: 6, tree: 1)], lane: .scheduled)
        #expect(reply.added == 1)
        #expect(try await f.claim().jobs[0].flags == [])
    }

    @Test(
        "an equal version with a difference becomes a job for the metadata alone",
        arguments: [
            (UInt16(2), UInt32(100), UInt32(200), Checkpoint.Flags.digestsKnown),
            (1, 101, 200, .digestsKnown), (1, 100, 201, .digestsKnown), (1, 100, 200, Checkpoint.Flags()),
        ])
    func metadataDiffers(ordinal: UInt16, tree: UInt32, facts: UInt32, flags: Checkpoint.Flags) async throws {
        let f = try await QueueFixture()
        try await f.setCheckpoint(1, known(flags: flags))
        let item = f.page(1, version: 5, ordinal: ordinal, tree: tree, facts: facts)
        #expect(try await f.queue.enqueue([item], lane: .scheduled).added == 1)
        #expect(try await f.claim().jobs[0].flags == .metadataOnly)
    }

    @Test(
        "nothing differs: no job, and nothing is stored",
        arguments: [(5, UInt32?(100), UInt32?(200)), (5, nil, nil), (4, nil, 200)])
    func unchanged(version: Int, tree: UInt32?, facts: UInt32?) async throws {
        let f = try await QueueFixture()
        try await f.setCheckpoint(1, known())
        let reply = try await f.queue.enqueue([f.page(1, version: version, tree: tree, facts: facts)], lane: .scheduled)
        #expect(reply.unchanged == 1 && reply.added == 0)
        #expect(try await f.queue.status().jobs == 0)
        #expect(try await f.checkpoint(1) == known())
    }

    @Test("a full sync asks for the body again, a forced one too", arguments: [JobFlags.compareBody, .force])
    func fullSync(flags: JobFlags) async throws {
        let f = try await QueueFixture()
        try await f.setCheckpoint(1, known())
        let item = f.page(1, version: 5, tree: 100, facts: 200, flags: flags)
        #expect(try await f.queue.enqueue([item], lane: .backfill).added == 1)
        #expect(try await f.claim().jobs[0].flags == flags)
    }

    @Test("a sweep marks what it sees, counts it once, and knows what is not in the sink on purpose")
    func marking() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        try await f.setCheckpoint(1, known())
        try await f.setCheckpoint(2, known(flags: [.digestsKnown, .skipped]))
        let items = [f.page(1, version: 5, tree: 100), f.page(2, version: 5, tree: 100)]
        let first = try await f.queue.enqueue(items, lane: .scheduled, run: run, sweep: 4, mark: true)
        #expect(first.unchanged == 1 && first.skipped == 1)
        let second = try await f.queue.enqueue(items + items, lane: .scheduled, run: run, sweep: 4, mark: true)
        #expect(second.repeated == 4 && second.unchanged == 0)
        #expect(try await f.checkpoint(1) == known(sweep: 4))
        let counts = try await f.counts(run)
        #expect(counts.unchanged == 1 && counts.skipped == 1 && counts.enumerated == 2)
    }

    @Test("without a mark nothing is counted for the run")
    func deltaFeed() async throws {
        let f = try await QueueFixture()
        let run = try await f.run(.delta)
        try await f.setCheckpoint(1, known())
        let reply = try await f.queue.enqueue([f.page(1, version: 5)], lane: .scheduled, run: run)
        #expect(reply.unchanged == 1)
        #expect(try await f.counts(run).enumerated == 0)
        #expect(try await f.checkpoint(1)?.sweep == 3)
    }

    @Test("an object that was counted and changed again is a job that its run does not count twice")
    func countedAndChangedAgain() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        try await f.setSweep(4)
        try await f.setCheckpoint(1, known())
        _ = try await f.queue.enqueue([f.page(1, version: 5)], lane: .scheduled, run: run, sweep: 4, mark: true)
        let again = try await f.queue.enqueue([f.page(1, version: 6)], lane: .scheduled, run: run, sweep: 4, mark: true)
        #expect(again.added == 1)
        let lease = try await f.claim()
        #expect(lease.jobs[0].runs == [])
        _ = try await f.queue.acknowledge(lease, [f.pushed(lease.jobs[0].id, version: 6)])
        #expect(try await f.counts(run).enumerated == 1)
    }

    @Test("a second request finds the first one's job, and both runs wait for it")
    func joinedRuns() async throws {
        let f = try await QueueFixture()
        let first = try await f.run()
        let second = try await f.run(.delta)
        _ = try await f.queue.enqueue([f.page(1)], lane: .scheduled, run: first)
        let reply = try await f.queue.enqueue([f.page(1), f.page(1)], lane: .scheduled, run: second)
        #expect(reply.merged == 2 && reply.added == 0)
        let lease = try await f.claim()
        #expect(Set(lease.jobs[0].runs) == [first, second])
        for run in [first, second] {
            #expect(try await f.queue.closeRun(run) == .processing)
        }
        _ = try await f.queue.acknowledge(lease, [f.pushed(lease.jobs[0].id)])
        for run in [first, second] {
            let ended = try await f.queue.run(run)
            #expect(ended?.state == .finished && ended?.counts.pushed == 1 && ended?.pending == 0)
        }
    }

    @Test("an urgent request lifts a waiting job into its lane, and it is served once")
    func laneIsRaised() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1), f.page(2)], lane: .backfill)
        _ = try await f.queue.enqueue([f.page(2, version: 9)], lane: .webhook)
        let status = try await f.queue.status()
        #expect(status.lanes[.webhook]?.ready == 1 && status.lanes[.backfill]?.ready == 1)
        let urgent = try await f.claim()
        #expect(urgent.jobs.map(\.id.description) == ["p:2"])
        #expect(urgent.jobs[0].wantedVersion == 9)
        #expect(try await f.claim().jobs.map(\.id.description) == ["p:1"])
        #expect(try await f.queue.claim(worker: "w", max: 9).isEmpty)
    }

    @Test("a job for the metadata alone becomes a whole one when the version is higher")
    func metadataJobIsWidened() async throws {
        let f = try await QueueFixture()
        try await f.setCheckpoint(1, known())
        _ = try await f.queue.enqueue([f.page(1, version: 5, tree: 1)], lane: .scheduled)
        _ = try await f.queue.enqueue([f.page(1, version: 5, facts: 1)], lane: .scheduled)
        _ = try await f.queue.enqueue([f.page(1, version: 6)], lane: .scheduled)
        let job = try await f.claim().jobs[0]
        #expect(job.flags == [] && job.wantedVersion == 6)
    }

    @Test("the cursor is saved with the items, or alone, and can be removed")
    func cursors() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        _ = try await f.queue.enqueue(
            [f.page(1)], lane: .scheduled, run: run, cursor: RunCursor(field: "pages:42", value: "abc"))
        #expect(try await f.queue.run(run)?.cursors == ["pages:42": "abc"])
        _ = try await f.queue.enqueue(
            [], lane: .scheduled, run: run, cursor: RunCursor(field: "pages:43", value: "d|e,f"))
        #expect(try await f.queue.run(run)?.cursors == ["pages:42": "abc", "pages:43": "d|e,f"])
        try await f.queue.save(RunCursor(field: "pages:42", value: nil), to: run)
        #expect(try await f.queue.run(run)?.cursors == ["pages:43": "d|e,f"])
    }

    @Test("a run that ended takes no more jobs")
    func endedRun() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        try await f.queue.cancelRun(run)
        #expect(try await f.queue.enqueue([f.page(1)], lane: .scheduled, run: run).refusal == .runEnded)
        #expect(try await f.queue.status().jobs == 0)
    }

    @Test("a lane over its high watermark refuses, and stores nothing; urgent lanes do not")
    func highWatermark() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        try await f.send("HSET", f.key("n"), "ready:2", "19999", "delayed:2", "1")
        let cursor = RunCursor(field: "pages:42", value: "abc")
        let reply = try await f.queue.enqueue([f.page(1)], lane: .scheduled, run: run, cursor: cursor)
        #expect(reply.refusal == .laneFull && reply.added == 0)
        #expect(try await f.queue.run(run)?.cursors == [:])
        #expect(try await f.queue.enqueue([f.page(1)], lane: .onDemand).refusal == nil)
        #expect(try await f.queue.enqueue([f.page(2)], lane: .backfill).refusal == nil)
    }

    @Test("what a job has to wait for is taken by a full lane and a drained queue: that job could not end otherwise")
    func followsFromJob() async throws {
        let f = try await QueueFixture()
        // They wait for room themselves: nothing would ever leave.
        try await f.send("HSET", f.key("n"), "delayed:2", "20000")
        #expect(try await f.queue.enqueue([f.page(1)], lane: .scheduled).refusal == .laneFull)
        #expect(try await f.queue.enqueue([f.page(1)], lane: .scheduled, followsFromJob: true).added == 1)
        for space in [nil, SpaceID("42")] {
            try await f.queue.drain(space: space)
            #expect(try await f.queue.enqueue([f.page(2)], lane: .onDemand).refusal == .draining)
            #expect(try await f.queue.enqueue([f.page(2)], lane: .scheduled, followsFromJob: true).refusal == nil)
            try await f.queue.drain(false, space: space)
        }
        let seconds = try await f.send("TIME").array?.first?.string ?? ""
        try await f.send("HSET", f.key("ctl"), "memory", "\(seconds)500|0.9")
        #expect(try await f.queue.enqueue([f.page(3)], lane: .scheduled, followsFromJob: true).refusal == .outOfMemory)
        #expect(try await f.queue.status().jobs == 2)
    }

    @Test("ids that cannot stand in a record come back, and the others are stored")
    func rejectedItems() async throws {
        let f = try await QueueFixture()
        let odd = ["a|b", "", String(repeating: "9", count: 65), "a,b", "ä"].map { JobID(.page, ContentID($0)) }
        var items = odd.map { id in
            JobItem(id: id, space: SpaceID("1"), version: 1, spaceOrdinal: 1)
        }
        items.append(f.page(1, version: -1))
        items.append(f.page(2))
        let reply = try await f.queue.enqueue(items, lane: .scheduled)
        #expect(reply.added == 1 && reply.rejected.count == 6)
    }

    @Test("a claim never mixes families, and prefers them in the order given")
    func families() async throws {
        let f = try await QueueFixture()
        let kinds: [JobKind] = [.page, .blogpost, .attachment, .absence]
        let items = kinds.map { kind in
            JobItem(
                id: JobID(kind, ContentID("\(kind)")), space: SpaceID("1"), version: 1, spaceOrdinal: 1)
        }
        _ = try await f.queue.enqueue(items, lane: .scheduled)
        #expect(try await f.claim(families: [.absences, .pages]).jobs.map(\.id.kind) == [.absence])
        #expect(try await f.claim().jobs.map(\.id.kind) == [.page, .blogpost])
        #expect(try await f.claim().jobs.map(\.id.kind) == [.attachment])
    }

    @Test("spaces of a lane take turns, and share a batch when they are small")
    func spacesTakeTurns() async throws {
        let f = try await QueueFixture()
        var items: [JobItem] = []
        for space in 1...3 {
            for number in 1...4 {
                var item = f.page(space * 10 + number)
                item.space = SpaceID("\(space)")
                items.append(item)
            }
        }
        _ = try await f.queue.enqueue(items, lane: .scheduled)
        var order: [String] = []
        for _ in 0..<3 { order += try await f.claim(max: 2).jobs.map(\.space.rawValue) }
        #expect(order == ["1", "1", "2", "2", "3", "3"])
        #expect(try await f.claim(max: 50).jobs.count == 6)
    }
}
