import ConfluenceModel
import JobQueue
import RedisClient
import SyncState
import TestSupport
import Testing

@Suite("Acknowledge: how a job ends", .redis)
struct AcknowledgeTests {
    @Test("receipt, checkpoint and the end of the job are written together, with the sweep under way")
    func accepted() async throws {
        let f = try await QueueFixture()
        try await f.setSweep(513)
        _ = try await f.queue.enqueue([f.page(1, version: 7)], lane: .scheduled)
        let lease = try await f.claim()
        let id = lease.jobs[0].id
        #expect(try await f.queue.acknowledge(lease, [f.pushed(id, version: 7, sweep: 99)]) == [id: .accepted])
        #expect(
            try await f.checkpoint(1)
                == Checkpoint(
                    version: 7, treeDigest: 11, factsDigest: 22, pipeline: 1, spaceOrdinal: 1, sweep: 513,
                    flags: .digestsKnown))
        #expect(try await f.receipt(1)?.documentID == "doc-7")
        let status = try await f.queue.status()
        #expect(status.jobs == 0 && status.active == 0 && status.leases == 0)
    }

    @Test("who lost the lease writes nothing")
    func fence() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1)], lane: .scheduled)
        let lost = try await f.claim(lease: .milliseconds(1))
        try await eventually("the lease expires") { try await f.queue.reap() == 1 }
        let held = try await f.claim()
        let id = held.jobs[0].id
        #expect(held.fence > lost.fence)
        #expect(held.jobs[0].deaths == 1)
        #expect(try await f.queue.acknowledge(lost, [f.pushed(id)]) == [id: .stale])
        #expect(try await f.checkpoint(1) == nil)
        #expect(try await f.receipt(1) == nil)
        #expect(try await f.queue.fail(lost, id, JobFailure(.permanent, stage: "s", code: "c", message: "")) == .stale)
        try await f.queue.release(lost, [id])
        #expect(try await f.queue.acknowledge(held, [f.pushed(id)]) == [id: .accepted])
        #expect(try await f.queue.acknowledge(held, [f.pushed(id)]) == [id: .stale])
    }

    @Test("a checkpoint never goes back, unless forced", arguments: [JobFlags.compareBody, .force])
    func neverBackwards(flags: JobFlags) async throws {
        let f = try await QueueFixture()
        let newer = Checkpoint(version: 9, pipeline: 1, spaceOrdinal: 1)
        try await f.setCheckpoint(1, newer)
        _ = try await f.queue.enqueue([f.page(1, version: 4, flags: flags)], lane: .scheduled)
        let lease = try await f.claim()
        let id = lease.jobs[0].id
        let statuses = try await f.queue.acknowledge(lease, [f.pushed(id, version: 4)])
        #expect(statuses == [id: flags == .force ? .accepted : .outdated])
        #expect(try await f.checkpoint(1)?.version == (flags == .force ? 4 : 9))
        // The document that the sink has now is known in any case.
        #expect(try await f.receipt(1)?.documentID == "doc-4")
        #expect(try await f.queue.status().jobs == 0)
    }

    @Test("a job for which a higher version came is written and ready again, and counted at its real end")
    func superseded() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        _ = try await f.queue.enqueue([f.page(1, version: 1)], lane: .scheduled, run: run)
        let lease = try await f.claim()
        let id = lease.jobs[0].id
        _ = try await f.queue.enqueue([f.page(1, version: 2)], lane: .webhook)
        #expect(try await f.queue.closeRun(run) == .processing)
        #expect(try await f.queue.acknowledge(lease, [f.pushed(id, version: 1)]) == [id: .superseded])
        #expect(try await f.checkpoint(1)?.version == 1)
        #expect(try await f.counts(run).enumerated == 0)
        let again = try await f.claim()
        #expect(again.jobs.map(\.id) == [id] && again.jobs[0].wantedVersion == 2 && again.jobs[0].lane == .webhook)
        #expect(try await f.queue.acknowledge(again, [f.pushed(id, version: 2)]) == [id: .accepted])
        #expect(try await f.queue.run(run)?.state == .finished)
        #expect(try await f.counts(run).pushed == 1)
    }

    @Test("who fetched the higher version anyway is done")
    func fetchedTheNewerOne() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1, version: 1)], lane: .scheduled)
        let lease = try await f.claim()
        _ = try await f.queue.enqueue([f.page(1, version: 2)], lane: .scheduled)
        let id = lease.jobs[0].id
        #expect(try await f.queue.acknowledge(lease, [f.pushed(id, version: 2)]) == [id: .accepted])
    }

    @Test("a metadata job that became a whole one while active is put back")
    func widenedWhileActive() async throws {
        let f = try await QueueFixture()
        try await f.setCheckpoint(
            1, Checkpoint(version: 5, treeDigest: 1, pipeline: 1, spaceOrdinal: 1, flags: .digestsKnown))
        _ = try await f.queue.enqueue([f.page(1, version: 5, tree: 2)], lane: .scheduled)
        let lease = try await f.claim()
        let id = lease.jobs[0].id
        #expect(lease.jobs[0].flags == .metadataOnly)
        _ = try await f.queue.enqueue([f.page(1, version: 5, flags: .compareBody)], lane: .scheduled)
        #expect(try await f.queue.acknowledge(lease, [f.pushed(id, version: 5)]) == [id: .superseded])
        #expect(try await f.claim().jobs[0].flags == .compareBody)
    }

    @Test("deleted: checkpoint and receipt go")
    func deleted() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        try await f.setCheckpoint(1, Checkpoint(version: 5, pipeline: 1, spaceOrdinal: 1))
        let id = JobID(.absence, ContentID("1"))
        let item = JobItem(id: id, space: SpaceID("42"), version: 5, spaceOrdinal: 1)
        #expect(try await f.queue.enqueue([item], lane: .scheduled, run: run).added == 1)
        let lease = try await f.claim()
        let result = JobResult(
            id: id, outcome: .deleted, checkpoint: .remove, receipt: .remove)
        #expect(try await f.queue.acknowledge(lease, [result]) == [id: .accepted])
        #expect(try await f.checkpoint(1) == nil)
        #expect(try await f.counts(run).deleted == 1)
    }

    @Test("what was pushed again since the absence was noticed is not forgotten")
    func cameBack() async throws {
        let f = try await QueueFixture()
        let id = JobID(.absence, ContentID("1"))
        let item = JobItem(id: id, space: SpaceID("42"), version: 5, spaceOrdinal: 1)
        _ = try await f.queue.enqueue([item], lane: .scheduled)
        let lease = try await f.claim()
        try await f.setCheckpoint(1, Checkpoint(version: 6, pipeline: 1, spaceOrdinal: 1))
        let result = JobResult(
            id: id, outcome: .deleted, checkpoint: .remove, receipt: .remove)
        #expect(try await f.queue.acknowledge(lease, [result]) == [id: .outdated])
        #expect(try await f.checkpoint(1)?.version == 6)
    }

    @Test("a batch may end in parts; the lease goes with the last job")
    func parts() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue((1...3).map { f.page($0) }, lane: .scheduled)
        let lease = try await f.claim()
        let ids = lease.jobs.map(\.id)
        _ = try await f.queue.acknowledge(lease, [f.pushed(ids[0]), f.pushed(ids[0])])
        #expect(try await f.queue.heartbeat([lease]).lost == [])
        _ = try await f.queue.fail(lease, ids[1], JobFailure(.permanent, stage: "convert", code: "c", message: "m"))
        #expect(try await f.queue.status().leases == 1)
        try await f.queue.release(lease, [ids[2]])
        let status = try await f.queue.status()
        #expect(status.leases == 0 && status.active == 0 && status.ready == 1 && status.dead == 1)
        #expect(try await f.queue.heartbeat([lease]).lost == [lease.fence])
    }

    @Test("released jobs are the next to be claimed, uncounted")
    func released() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue((1...5).map { f.page($0) }, lane: .scheduled)
        let lease = try await f.claim(max: 3)
        try await f.queue.release(lease, lease.jobs.map(\.id))
        let again = try await f.claim(max: 5)
        #expect(again.jobs.map(\.id.description) == ["p:1", "p:2", "p:3", "p:4", "p:5"])
        #expect(again.jobs.allSatisfy { $0.attempts == 0 && $0.deaths == 0 })
    }
}
