import ConfluenceModel
import JobQueue
import RedisClient
import SyncState
import TestSupport
import Testing

@Suite("Mark and sweep, over both stations", .redis)
struct MarkAndSweepTests {
    @Test("what a sweep does not list is unmarked, and a coordinator that repeats itself counts nothing twice")
    func twoSweeps() async throws {
        let f = try await QueueFixture()
        let state = try await SyncState.open(redis: f.redis, connector: f.connector)
        func item(_ number: Int) -> JobItem {
            let id = ContentID("\(number)")
            return JobItem(
                id: JobID(.page, id), space: SpaceID("42"), version: 1, spaceOrdinal: number > 90 ? 2 : 1,
                treeDigest: 1, factsDigest: 2)
        }
        func work() async throws {
            while case .lease(let lease) = try await f.queue.claim(worker: "w", max: 7) {
                let results = lease.jobs.map { job in
                    let number = Int(job.id.content.rawValue) ?? 0
                    let checkpoint = Checkpoint(
                        version: 1, treeDigest: 1, factsDigest: 2, pipeline: 1, spaceOrdinal: number > 90 ? 2 : 1,
                        flags: .digestsKnown)
                    return JobResult(
                        id: job.id, outcome: .pushed, checkpoint: .write(checkpoint.bytes))
                }
                _ = try await f.queue.acknowledge(lease, results)
            }
        }

        let first = try await f.run()
        let one = try await state.beginSweep()
        for _ in 0..<2 {
            _ = try await f.queue.enqueue((1...100).map(item), lane: .scheduled, run: first, sweep: one, mark: true)
        }
        try await work()
        #expect(try await f.queue.closeRun(first) == .finished)
        #expect(try await f.counts(first).pushed == 100)

        let second = try await f.run()
        let two = try await state.beginSweep()
        let listed = (1...100).filter { $0 % 10 != 0 }
        for _ in 0..<2 {
            _ = try await f.queue.enqueue(listed.map(item), lane: .scheduled, run: second, sweep: two, mark: true)
        }
        var absent: Set<Int> = []
        try await state.unmarked(sweep: two, ordinals: [1]) { found in
            absent.formUnion(found.compactMap { Int($0.id.rawValue) })
        }
        #expect(absent == [10, 20, 30, 40, 50, 60, 70, 80, 90])
        #expect(try await f.queue.closeRun(second) == .finished)
        #expect(try await f.counts(second).unchanged == 90)
    }
}
