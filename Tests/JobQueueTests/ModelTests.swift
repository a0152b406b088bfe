import ConfluenceModel
import JobQueue
import RedisClient
import SyncState
import TestSupport
import Testing

@Suite("Random interleavings: nothing is lost, nothing goes back, runs end once", .redis)
struct ModelTests {
    @Test("the queue agrees with its model after every step", arguments: 1...24)
    func interleavings(seed: Int) async throws {
        var model = QueueModel(fixture: try await QueueFixture(), seed: UInt64(seed))
        for _ in 0..<120 { try await model.step() }
        try await model.drain()
        try await model.checkTheEnd()
    }
}

/// Requests, workers that die or come too late, and what must hold whatever they do.
private struct QueueModel {
    private struct Request {
        var object: Int
        var version: Int
        var run: RunID?
    }

    private let f: QueueFixture
    private var random: SeededGenerator
    /// The site: versions only grow.
    private var versions = [Int](repeating: 1, count: 12)
    private var requests: [Request] = []
    private var held: [Lease] = []
    /// Of workers that died, or think so.
    private var lost: [Lease] = []
    private var runs: [RunID] = []
    private var cancelled: Set<RunID> = []
    private var closed: Set<RunID> = []
    private var checkpoints: [Int: UInt32] = [:]
    /// Pending and counted together: only `enqueue` may change it.
    private var totals: [RunID: Int] = [:]
    private var highestFence: UInt64 = 0

    init(fixture: QueueFixture, seed: UInt64) {
        f = fixture
        random = SeededGenerator(state: seed)
    }

    mutating func step() async throws {
        switch Int.random(in: 0..<100, using: &random) {
        case ..<30: try await enqueue()
        case ..<50: try await claim()
        case ..<68: try await acknowledge()
        case ..<75: try await fail()
        case ..<80: try await release()
        case ..<87: try await die()
        case ..<92: try await comeLate()
        case ..<96: try await startRun()
        case ..<98: try await close()
        default: try await cancel()
        }
        try await checkInvariants()
    }

    private mutating func enqueue() async throws {
        let objects = (0..<Int.random(in: 1...4, using: &random)).map { _ in Int.random(in: 0..<12, using: &random) }
        let lane = Lane.allCases.randomElement(using: &random) ?? .scheduled
        let run = Bool.random(using: &random) ? runs.randomElement(using: &random) : nil
        let flags = [JobFlags(), [], [], .compareBody].randomElement(using: &random) ?? []
        var items: [JobItem] = []
        for object in objects {
            if Bool.random(using: &random) { versions[object] += 1 }
            let version =
                versions[object] - (Int.random(in: 0..<5, using: &random) == 0 && versions[object] > 1 ? 1 : 0)
            items.append(f.page(object, version: version, flags: flags))
        }
        // Earlier requests of a dead object were answered with its death.
        for object in Set(objects) where try await f.queue.deadLetter(f.page(object).id) != nil {
            requests.removeAll { $0.object == object }
        }
        let reply = try await f.queue.enqueue(items, lane: lane, run: run)
        if let run, cancelled.contains(run) || closed.contains(run) {
            if reply.refusal == .runEnded { return }
            #expect(!cancelled.contains(run))
        }
        #expect(reply.refusal == nil)
        #expect(reply.added + reply.merged + reply.unchanged + reply.dead == items.count)
        for (object, item) in zip(objects, items) {
            requests.append(Request(object: object, version: item.version, run: run))
        }
        if let run, let now = try await f.queue.run(run) { totals[run] = now.pending + now.counts.enumerated }
    }

    private mutating func claim() async throws {
        let claim = try await f.queue.claim(worker: "w", max: Int.random(in: 1...4, using: &random))
        guard case .lease(let lease) = claim else { return }
        #expect(lease.fence > highestFence)
        highestFence = lease.fence
        #expect(Set(lease.jobs.map(\.id)).count == lease.jobs.count)
        let others = Set(held.flatMap { $0.jobs.map(\.id) })
        #expect(others.isDisjoint(with: lease.jobs.map(\.id)), "a job is leased twice")
        held.append(lease)
    }

    /// Takes a lease out of those held, whole or with the jobs that are still open put back.
    private mutating func take() -> (lease: Lease, jobs: [Job])? {
        guard !held.isEmpty else { return nil }
        let lease = held.remove(at: Int.random(in: 0..<held.count, using: &random))
        let number = Int.random(in: 1...lease.jobs.count, using: &random)
        if number < lease.jobs.count {
            let rest = Array(lease.jobs[number...])
            held.append(
                Lease(fence: lease.fence, jobs: rest, duration: lease.duration, deadline: lease.deadline))
        }
        return (lease, Array(lease.jobs[..<number]))
    }

    private mutating func results(_ jobs: [Job]) -> [JobResult] {
        jobs.map { job in
            let object = Int(job.id.content.rawValue) ?? 0
            let fetched = Bool.random(using: &random) ? job.wantedVersion : versions[object]
            return f.pushed(job.id, version: UInt32(fetched))
        }
    }

    private mutating func acknowledge() async throws {
        guard let (lease, jobs) = take() else { return }
        let statuses = try await f.queue.acknowledge(lease, results(jobs))
        #expect(statuses.count == jobs.count && !statuses.values.contains(.stale))
    }

    private mutating func fail() async throws {
        guard let (lease, jobs) = take() else { return }
        let kind: JobFailure.Kind = Int.random(in: 0..<4, using: &random) == 0 ? .permanent : .transient
        let failure = JobFailure(kind, stage: "fetch", code: "c", message: "m")
        for job in jobs { #expect(try await f.queue.fail(lease, job.id, failure) != .stale) }
    }

    private mutating func release() async throws {
        guard let (lease, jobs) = take() else { return }
        try await f.queue.release(lease, jobs.map(\.id), alone: Int.random(in: 0..<4, using: &random) == 0)
    }

    /// Its lease runs out at once: the clock of the lease is moved, not ours.
    private mutating func die() async throws {
        guard !held.isEmpty else { return }
        let lease = held.remove(at: Int.random(in: 0..<held.count, using: &random))
        try await f.send("ZADD", f.key("leases"), "XX", "0", "\(lease.fence)")
        if Bool.random(using: &random) { try await f.queue.reap() }
        lost.append(lease)
    }

    private mutating func comeLate() async throws {
        guard let lease = lost.popLast() else { return }
        try await f.queue.reap()
        let statuses = try await f.queue.acknowledge(lease, results(lease.jobs))
        #expect(statuses.values.allSatisfy { $0 == .stale })
        try await f.queue.release(lease, lease.jobs.map(\.id))
        #expect(try await f.queue.heartbeat([lease]).lost == [lease.fence])
    }

    private mutating func startRun() async throws {
        guard runs.filter({ !closed.contains($0) && !cancelled.contains($0) }).count < 4 else { return }
        runs.append(try await f.run(spaces: ["S\(runs.count)"]))
    }

    private mutating func close() async throws {
        guard let run = runs.randomElement(using: &random), !cancelled.contains(run) else { return }
        try await f.queue.closeRun(run)
        closed.insert(run)
    }

    private mutating func cancel() async throws {
        guard let run = runs.randomElement(using: &random), !closed.contains(run) else { return }
        try await f.queue.cancelRun(run)
        cancelled.insert(run)
    }

    /// Everybody works until nothing is left.
    mutating func drain() async throws {
        for lease in held + lost { try await f.send("ZADD", f.key("leases"), "XX", "0", "\(lease.fence)") }
        held = []
        for run in runs where !cancelled.contains(run) {
            try await f.queue.closeRun(run)
            closed.insert(run)
        }
        try await eventually("the queue is empty") {
            if case .lease(let lease) = try await f.queue.claim(worker: "w", max: 50) {
                let results = lease.jobs.map { job in
                    f.pushed(job.id, version: UInt32(versions[Int(job.id.content.rawValue) ?? 0]))
                }
                _ = try await f.queue.acknowledge(lease, results)
            }
            return try await f.queue.status().jobs == 0
        }
        try await checkInvariants()
    }

    func checkTheEnd() async throws {
        for request in requests where request.run.map({ !cancelled.contains($0) }) ?? true {
            let isDead = try await f.queue.deadLetter(f.page(request.object).id) != nil
            let stored = Int(checkpoints[request.object] ?? 0)
            #expect(isDead || stored >= request.version, "object \(request.object) is lost")
        }
        for run in runs {
            let ended = try #require(try await f.queue.run(run))
            let states = try await f.finishes(of: run)
            #expect(states == [ended.state.rawValue])
            if cancelled.contains(run) {
                #expect(ended.state == .cancelled)
            } else {
                #expect(ended.pending == 0)
                #expect(ended.state == (ended.counts.dead > 0 ? .finishedWithErrors : .finished))
            }
        }
        let status = try await f.queue.status()
        #expect(status.ready == 0 && status.delayed == 0 && status.active == 0 && status.leases == 0)
    }

    private mutating func checkInvariants() async throws {
        for object in 0..<12 {
            guard let version = try await f.checkpoint(object)?.version else { continue }
            #expect(version >= checkpoints[object] ?? 0, "the checkpoint of \(object) went back")
            checkpoints[object] = version
        }
        let records = try await f.send("HGETALL", f.key("jobs")).map ?? [:]
        let fields = records.mapValues { ($0.string ?? "").split(separator: "|", omittingEmptySubsequences: false) }
        let status = try await f.queue.status()
        #expect(status.ready == fields.values.count { $0[1] == "R" })
        #expect(status.delayed == fields.values.count { $0[1] == "D" })
        #expect(status.active == fields.values.count { $0[1] == "A" })
        let leases = Set((try await f.send("ZRANGE", f.key("leases"), "0", "-1").array ?? []).compactMap(\.string))
        for (id, parts) in fields {
            switch parts[1] {
            case "A": #expect(leases.contains(String(parts[9])), "\(id) is active without a lease")
            case "D": #expect(try await !f.send("ZSCORE", f.key("delayed"), id).isNull, "\(id) is nowhere")
            default:
                let list = parts[11].contains("o") ? "solo" : "q:\(parts[2]):\(parts[8])"
                #expect(try await !f.send("LPOS", f.key(list), id).isNull, "\(id) is in no list")
            }
        }
        for (run, total) in totals where !cancelled.contains(run) {
            let now = try #require(try await f.queue.run(run))
            #expect(now.pending + now.counts.enumerated == total, "run \(run) counts wrongly")
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
