import ConfluenceModel
import JobQueue
import RedisClient
import SyncState
import TestSupport
import Testing

/// Requests, sweeps side by side, workers that die or come too late, operators; and what must hold whatever they do.
struct QueueModel {
    private struct Request {
        var object: Int
        var version: Int
        var run: RunID?
    }

    private struct Sweep {
        var number: UInt16
        /// Objects it has listed.
        var listed: Set<Int> = []
        /// Of these, objects that were given up on and forgotten by hand, and may have been counted again since.
        var uncertain = false
    }

    private let f: QueueFixture
    private let state: SyncState
    private var random: SeededGenerator
    /// The site: versions only grow.
    private var versions = [Int](repeating: 1, count: 12)
    private var requests: [Request] = []
    private var held: [Lease] = []
    /// Of workers that died, or think so.
    private var lost: [Lease] = []
    private var runs: [RunID] = []
    private var sweeps: [RunID: Sweep] = [:]
    private var cancelled: Set<RunID> = []
    private var closed: Set<RunID> = []
    private var checkpoints: [Int: UInt32] = [:]
    /// Pending and counted together: only `enqueue` may change it.
    private var totals: [RunID: Int] = [:]
    private var highestFence: UInt64 = 0
    /// What must hold is looked at after so many steps, and at the end.
    private let interval: Int
    private var steps = 0

    init(fixture: QueueFixture, seed: UInt64, checkingEvery interval: Int = 1) async throws {
        f = fixture
        self.interval = interval
        random = SeededGenerator(state: seed)
        state = try await SyncState.open(redis: f.redis, connector: f.connector)
    }

    mutating func step() async throws {
        switch Int.random(in: 0..<100, using: &random) {
        case ..<28: try await enqueue()
        case ..<46: try await claim()
        case ..<63: try await acknowledge()
        case ..<70: try await fail()
        case ..<74: try await release()
        case ..<80: try await die()
        case ..<85: try await comeLate()
        case ..<89: try await startRun()
        case ..<91: try await close()
        case ..<92: try await cancel()
        case ..<94: try await hold()
        case ..<96: try await passTime()
        case ..<98: try await judgeTheDead()
        default: try #require(try await QueueAuditor(queue: f.queue).pass() == [:], "there was nothing to repair")
        }
        steps += 1
        if steps.isMultiple(of: interval) { try await checkInvariants() }
    }

    private func item(_ object: Int, _ version: Int, _ flags: JobFlags) -> JobItem {
        var item = f.page(object, version: version, flags: flags)
        item.space = SpaceID("\(object % 3)")
        return item
    }

    private mutating func enqueue() async throws {
        let objects = (0..<Int.random(in: 1...4, using: &random)).map { _ in Int.random(in: 0..<12, using: &random) }
        let lane = Lane.allCases.randomElement(using: &random) ?? .scheduled
        let run = Bool.random(using: &random) ? runs.randomElement(using: &random) : nil
        let flags = [JobFlags(), .compareBody].randomElement(using: &random) ?? []
        var items: [JobItem] = []
        for object in objects {
            if Int.random(in: 0..<4, using: &random) == 0 { versions[object] += 1 }
            let version =
                versions[object] - (Int.random(in: 0..<3, using: &random) == 0 && versions[object] > 1 ? 1 : 0)
            items.append(item(object, version, flags))
        }
        // Earlier requests of a dead object were answered with its death.
        for object in Set(objects) where try await f.queue.deadLetter(f.page(object).id) != nil {
            requests.removeAll { $0.object == object }
        }
        let sweep = run.flatMap { sweeps[$0]?.number }
        let quiet: Duration? = Int.random(in: 0..<4, using: &random) == 0 ? JobQueue.quietTime : nil
        let reply = try await f.queue.enqueue(
            items, lane: lane, run: run, sweep: sweep, mark: sweep != nil, quiet: quiet)
        if let run, cancelled.contains(run) || closed.contains(run) {
            if reply.refusal == .runEnded { return }
            try #require(!cancelled.contains(run))
        }
        try #require(reply.refusal == nil)
        try #require(
            reply.added + reply.merged + reply.unchanged + reply.dead + reply.repeated + reply.skipped == items.count)
        for (object, item) in zip(objects, items) {
            requests.append(Request(object: object, version: item.version, run: run))
        }
        if let run {
            sweeps[run]?.listed.formUnion(objects)
            if let now = try await f.queue.run(run) { totals[run] = now.pending + now.counts.enumerated }
        }
    }

    private mutating func claim() async throws {
        let claim = try await f.queue.claim(worker: "w", max: Int.random(in: 1...4, using: &random))
        if case .wait = claim { try await f.queue.resume() }
        guard case .lease(let lease) = claim else { return }
        try #require(lease.fence > highestFence)
        highestFence = lease.fence
        try #require(Set(lease.jobs.map(\.id)).count == lease.jobs.count)
        let others = Set(held.flatMap { $0.jobs.map(\.id) })
        try #require(others.isDisjoint(with: lease.jobs.map(\.id)), "a job is leased twice")
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
        try #require(statuses.count == jobs.count && !statuses.values.contains(.stale))
    }

    private mutating func fail() async throws {
        guard let (lease, jobs) = take() else { return }
        let kinds: [JobFailure.Kind] = [.permanent, .transient, .transient, .throttled, .authentication]
        let failure = JobFailure(
            kinds.randomElement(using: &random) ?? .transient, stage: "fetch", code: "c", message: "m",
            delay: .milliseconds(1))
        for job in jobs { try #require(try await f.queue.fail(lease, job.id, failure) != .stale) }
        try await f.queue.resume()
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
        if Bool.random(using: &random) { try await claim() }
        let statuses = try await f.queue.acknowledge(lease, results(lease.jobs))
        try #require(statuses.values.allSatisfy { $0 == .stale })
        try await f.queue.release(lease, lease.jobs.map(\.id))
        try #require(try await f.queue.heartbeat([lease]).lost == [lease.fence])
    }

    /// At most three sweep at a time: so many can be told apart in every checkpoint.
    private mutating func startRun() async throws {
        let active = runs.filter { !closed.contains($0) && !cancelled.contains($0) }
        guard active.count < 4 else { return }
        let places = try await f.send("HLEN", f.key("sweeps")).int ?? 0
        let isSweep = places < 3 && Bool.random(using: &random)
        let run = try await f.queue.createRun(
            RunRequest(mode: .incremental, runClass: .sweep, spaces: ["S\(runs.count)"])
        ).id
        if isSweep {
            let number = try await state.beginSweep()
            try await f.queue.beginRun(run, sweep: number)
            sweeps[run] = Sweep(number: number)
        } else {
            try await f.queue.beginRun(run)
        }
        runs.append(run)
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
        sweeps[run] = nil
    }

    private mutating func hold() async throws {
        let space = SpaceID("\(Int.random(in: 0..<3, using: &random))")
        if Bool.random(using: &random) {
            try await f.queue.pause(space: space, reason: "model")
        } else {
            try await f.queue.resume(space: space)
        }
    }

    /// What was put off is due.
    private func passTime() async throws {
        for id in try await f.send("ZRANGE", f.key("delayed"), "0", "-1").array?.compactMap(\.string) ?? [] {
            try await f.send("ZADD", f.key("delayed"), "XX", "1", id)
        }
    }

    private mutating func judgeTheDead() async throws {
        let letters = try await f.queue.deadLetters().letters
        guard let letter = letters.sorted(by: { $0.id.description < $1.id.description }).randomElement(using: &random)
        else { return }
        requests.removeAll { f.page($0.object).id == letter.id }
        if Bool.random(using: &random) {
            try #require(try await f.queue.replay([letter.id]) == [letter.id])
        } else {
            for run in sweeps.keys { sweeps[run]?.uncertain = true }
            try #require(try await f.queue.drop(matching: DeadLetterFilter(space: SpaceID(letter.space))) >= 1)
            requests.removeAll {
                "\($0.object % 3)" == letter.space && letters.map(\.id).contains(f.page($0.object).id)
            }
        }
    }

    /// Everybody works until nothing is left.
    mutating func drain() async throws {
        for lease in held + lost { try await f.send("ZADD", f.key("leases"), "XX", "0", "\(lease.fence)") }
        held = []
        for space in 0..<3 { try await f.queue.resume(space: SpaceID("\(space)")) }
        for run in runs where !cancelled.contains(run) {
            try await f.queue.closeRun(run)
            closed.insert(run)
        }
        for _ in 1...100 {
            try await passTime()
            try await f.queue.resume()
            if case .lease(let lease) = try await f.queue.claim(worker: "w", max: 50) {
                let results = lease.jobs.map { job in
                    f.pushed(job.id, version: UInt32(versions[Int(job.id.content.rawValue) ?? 0]))
                }
                _ = try await f.queue.acknowledge(lease, results)
            } else if try await f.queue.status().jobs == 0 {
                break
            }
        }
        try #require(try await f.queue.status().jobs == 0, "the queue never gets empty")
        try await checkInvariants()
    }

    func checkTheEnd() async throws {
        for request in requests where request.run.map({ !cancelled.contains($0) }) ?? true {
            let isDead = try await f.queue.deadLetter(f.page(request.object).id) != nil
            let stored = Int(checkpoints[request.object] ?? 0)
            try #require(isDead || stored >= request.version, "object \(request.object) is lost")
        }
        for run in runs {
            let ended = try #require(try await f.queue.run(run))
            let states = try await f.finishes(of: run)
            try #require(states == [ended.state.rawValue])
            if cancelled.contains(run) {
                try #require(ended.state == .cancelled)
            } else {
                try #require(ended.pending == 0)
                try #require(ended.state == (ended.counts.dead > 0 ? .finishedWithErrors : .finished))
            }
        }
        let status = try await f.queue.status()
        try #require(status.ready == 0 && status.delayed == 0 && status.active == 0 && status.leases == 0)
    }

    private mutating func checkInvariants() async throws {
        let stored = try await f.send("HGETALL", f.key("ck")).map ?? [:]
        for (id, bytes) in stored {
            let object = Int(id) ?? -1
            guard let checkpoint = bytes.bytes.flatMap({ KnownObject(bytes: $0) })?.checkpoint else { continue }
            try #require(checkpoint.version >= checkpoints[object] ?? 0, "the checkpoint of \(object) went back")
            checkpoints[object] = checkpoint.version
            for (run, sweep) in sweeps where sweep.listed.contains(object) {
                try #require(!checkpoint.isUnmarked(by: sweep.number), "\(object), listed by \(run), looks absent")
            }
        }
        try await checkRecords()
        for now in try await f.queue.runs() where !cancelled.contains(now.id) {
            let total = now.pending + now.counts.enumerated
            try #require(total == totals[now.id] ?? 0, "run \(now.id) counts wrongly")
            guard let sweep = sweeps[now.id] else { continue }
            try #require(total >= sweep.listed.count, "run \(now.id) has not counted everything it listed")
            try #require(total <= sweep.listed.count || sweep.uncertain, "run \(now.id) has counted something twice")
        }
    }

    private func checkRecords() async throws {
        let records = try await f.send("HGETALL", f.key("jobs")).map ?? [:]
        let fields = records.mapValues { ($0.string ?? "").split(separator: "|", omittingEmptySubsequences: false) }
        let status = try await f.queue.status()
        try #require(status.ready == fields.values.count { $0[1] == "R" })
        try #require(status.delayed == fields.values.count { $0[1] == "D" })
        try #require(status.active == fields.values.count { $0[1] == "A" })
        let leases = Set((try await f.send("ZRANGE", f.key("leases"), "0", "-1").array ?? []).compactMap(\.string))
        var ids: [String] = []
        var commands: [[RedisArgument]] = []
        for (id, parts) in fields {
            switch parts[1] {
            case "A": try #require(leases.contains(String(parts[9])), "\(id) is active without a lease")
            case "D":
                ids.append(id)
                commands.append(["ZSCORE", RedisArgument(f.key("delayed")), RedisArgument(id)])
            default:
                ids.append(id)
                let list = parts[11].contains("o") ? "solo" : "q:\(parts[2]):\(parts[8])"
                commands.append(["LPOS", RedisArgument(f.key(list)), RedisArgument(id)])
            }
        }
        for (id, place) in zip(ids, try await f.redis.pipeline(commands)) {
            try #require(!place.isNull && place.error == nil, "\(id) is nowhere")
        }
    }
}
