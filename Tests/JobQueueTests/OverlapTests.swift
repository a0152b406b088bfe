import ConfluenceModel
import JobQueue
import RedisClient
import SyncState
import Testing

@Suite("Sweeps side by side", .redis)
struct OverlapTests {
    private struct Sweeps {
        let f: QueueFixture
        let state: SyncState

        init() async throws {
            f = try await QueueFixture()
            state = try await SyncState.open(redis: f.redis, connector: f.connector)
        }

        func begin() async throws -> (run: RunID, number: UInt16) {
            let run = try await f.queue.createRun(
                RunRequest(mode: .full, runClass: .sweep, spaces: ["S\(UInt32.random(in: 0 ... .max))"])
            ).id
            let number = try await state.beginSweep()
            try await f.queue.beginRun(run, sweep: number)
            return (run, number)
        }

        @discardableResult
        func list(_ sweep: (run: RunID, number: UInt16), _ ids: Int...) async throws -> EnqueueReply {
            try await f.queue.enqueue(
                ids.map { f.page($0, version: 5) }, lane: .scheduled, run: sweep.run, sweep: sweep.number, mark: true)
        }

        func isAbsent(_ id: Int, for sweep: (run: RunID, number: UInt16)) async throws -> Bool? {
            try await f.checkpoint(id)?.isUnmarked(by: sweep.number)
        }
    }

    private static let known = Checkpoint(version: 5, pipeline: 1, spaceOrdinal: 1, flags: .digestsKnown)

    @Test("both count an object and neither takes it for absent, whoever lists it first", arguments: [true, false])
    func order(olderFirst: Bool) async throws {
        let s = try await Sweeps()
        try await s.f.setCheckpoint(1, Self.known)
        let older = try await s.begin()
        let newer = try await s.begin()
        for sweep in olderFirst ? [older, newer] : [newer, older] {
            #expect(try await s.list(sweep, 1).unchanged == 1)
        }
        for sweep in [older, newer, older] { #expect(try await s.list(sweep, 1).repeated == 1) }
        for sweep in [older, newer] {
            #expect(try await s.isAbsent(1, for: sweep) == false)
            #expect(try await s.f.counts(sweep.run).enumerated == 1)
        }
    }

    @Test("what one sweep had pushed is still to be listed and counted by the other")
    func pushedForOne() async throws {
        let s = try await Sweeps()
        let older = try await s.begin()
        let newer = try await s.begin()
        try await s.list(older, 1)
        let lease = try await s.f.claim()
        _ = try await s.f.queue.acknowledge(lease, [s.f.pushed(lease.jobs[0].id, version: 5)])
        // Pushed while it was under way: it is there.
        #expect(try await s.isAbsent(1, for: newer) == false)
        #expect(try await s.list(older, 1).repeated == 1)
        #expect(try await s.list(newer, 1).unchanged == 1)
        #expect(try await s.list(newer, 1).repeated == 1)
        #expect(try await s.f.counts(older.run).pushed == 1)
        #expect(try await s.f.counts(newer.run).unchanged == 1)
    }

    @Test("an end that leaves the checkpoint alone counts for all its runs, once")
    func keptCheckpoint() async throws {
        let s = try await Sweeps()
        try await s.f.setCheckpoint(1, Self.known)
        let sweeps = [try await s.begin(), try await s.begin()]
        for sweep in sweeps {
            _ = try await s.f.queue.enqueue(
                [s.f.page(1, version: 6)], lane: .scheduled, run: sweep.run, sweep: sweep.number)
        }
        let lease = try await s.f.claim()
        let result = JobResult(id: lease.jobs[0].id, outcome: .unchanged)
        #expect(try await s.f.queue.acknowledge(lease, [result]).values.first == .accepted)
        for sweep in sweeps {
            #expect(try await s.list(sweep, 1).repeated == 1)
            #expect(try await s.f.queue.closeRun(sweep.run) == .finished)
            #expect(try await s.f.counts(sweep.run).enumerated == 1)
        }
    }

    @Test("the place of a sweep that ended goes to the next one, which counts everything anew")
    func placesAreReused() async throws {
        let s = try await Sweeps()
        try await s.f.setCheckpoint(1, Self.known)
        for _ in 1...8 {
            let sweep = try await s.begin()
            #expect(try await s.list(sweep, 1).unchanged == 1)
            #expect(try await s.list(sweep, 1).repeated == 1)
            #expect(try await s.f.send("HLEN", s.f.key("sweeps")).int == 1)
            #expect(try await s.f.queue.closeRun(sweep.run) == .finished)
        }
        #expect(try await s.f.send("EXISTS", s.f.key("sweeps")).int == 0)
    }

    @Test("a fourth sweep at once is served, and a long one is not confused by many short ones")
    func many() async throws {
        let s = try await Sweeps()
        try await s.f.setCheckpoint(1, Self.known)
        let long = try await s.begin()
        #expect(try await s.list(long, 1).unchanged == 1)
        for _ in 1...6 {
            let short = try await s.begin()
            #expect(try await s.list(short, 1).unchanged == 1)
            #expect(try await s.f.queue.cancelRun(short.run) == .cancelled)
        }
        #expect(try await s.list(long, 1).repeated == 1)
        let others = [try await s.begin(), try await s.begin(), try await s.begin()]
        for sweep in others { #expect(try await s.list(sweep, 1).unchanged == 1) }
        for sweep in others + [long] { #expect(try await s.isAbsent(1, for: sweep) == false) }
        #expect(try await s.f.counts(long.run).enumerated == 1)
    }

    @Test("a dead letter is counted by each of them once")
    func dead() async throws {
        let s = try await Sweeps()
        let older = try await s.begin()
        try await s.list(older, 1)
        let failure = JobFailure(.permanent, stage: "convert", code: "c", message: "m")
        let lease = try await s.f.claim()
        try await s.f.queue.fail(lease, lease.jobs[0].id, failure)
        let newer = try await s.begin()
        for sweep in [newer, older, newer, older] { #expect(try await s.list(sweep, 1).dead == 1) }
        #expect(try await s.f.counts(older.run).dead == 1)
        #expect(try await s.f.counts(newer.run).dead == 1)
    }

    @Test("numbers that were given out at once leave the higher one in force")
    func numbersOnlyGrow() async throws {
        let s = try await Sweeps()
        let first = try await s.begin()
        _ = try await s.begin()
        try await s.f.setSweep(first.number)
        _ = try await s.begin()
        try await s.f.setSweep(first.number)
        let last = try await s.state.beginSweep()
        try await s.f.setSweep(1)
        let run = try await s.f.run()
        try await s.f.queue.beginRun(run, sweep: last)
        #expect(try await s.state.currentSweep() == last)
    }
}
