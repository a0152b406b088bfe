import ConfluenceModel
import JobQueue
import SyncState
import Testing

@Suite("Objects that depend on others", .redis)
struct AnewTests {
    private func anew(_ f: QueueFixture, _ id: Int, version: Int = 5) -> JobItem {
        var item = f.page(id, version: version, flags: .compareBody)
        item.isAnew = true
        return item
    }

    @Test("an active job is done once more, though nothing new is asked of it")
    func active() async throws {
        let f = try await QueueFixture()
        _ = try await f.queue.enqueue([f.page(1, flags: .compareBody)], lane: .scheduled)
        let first = try await f.claim()
        _ = try await f.queue.enqueue([f.page(1, flags: .compareBody)], lane: .scheduled)
        _ = try await f.queue.enqueue([anew(f, 1, version: 1)], lane: .scheduled)
        let id = first.jobs[0].id
        #expect(try await f.queue.acknowledge(first, [f.pushed(id)]) == [id: .superseded])
        let second = try await f.claim()
        #expect(second.jobs.map(\.id) == [id])
        #expect(try await f.queue.acknowledge(second, [f.pushed(id)]) == [id: .accepted])
    }

    @Test("a run that has counted the object waits for it again, and counts it once")
    func counted() async throws {
        let f = try await QueueFixture()
        let state = try await SyncState.open(redis: f.redis, connector: f.connector)
        for id in 1...3 {
            try await f.setCheckpoint(id, Checkpoint(version: 5, pipeline: 1, spaceOrdinal: 1, flags: .digestsKnown))
        }
        let run = try await f.queue.createRun(RunRequest(mode: .incremental, runClass: .sweep)).id
        let sweep = try await state.beginSweep()
        try await f.queue.beginRun(run, sweep: sweep)
        let listed = (1...3).map { f.page($0, version: 5) }
        let reply = try await f.queue.enqueue(listed, lane: .scheduled, run: run, sweep: sweep, mark: true)
        #expect(reply.unchanged == 3)

        let again = try await f.queue.enqueue(
            [anew(f, 1), anew(f, 2)], lane: .scheduled, run: run, sweep: sweep)
        #expect(again.added == 2)
        // Asked for twice while it waits: still one job.
        _ = try await f.queue.enqueue([anew(f, 2)], lane: .scheduled, run: run, sweep: sweep)
        #expect(try await f.counts(run).enumerated == 1)
        #expect(try await f.queue.run(run)?.pending == 2)
        let lease = try await f.claim()
        _ = try await f.queue.acknowledge(
            lease,
            [f.pushed(lease.jobs[0].id, version: 5)]
                + [JobResult(id: lease.jobs[1].id, outcome: .unchanged)])
        let counts = try await f.counts(run)
        #expect(counts.pushed == 1 && counts.unchanged == 2 && counts.enumerated == 3)
        try await f.queue.closeRun(run)
        #expect(try await f.queue.run(run)?.state == .finished)
    }
}
