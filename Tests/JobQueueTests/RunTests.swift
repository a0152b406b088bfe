import ConfluenceModel
import JobQueue
import RedisClient
import SyncState
import TestSupport
import Testing

@Suite("Runs: from request to exactly one finish", .redis)
struct RunTests {
    @Test("a request of the same mode, filter and force joins the active run; others get their own")
    func joining() async throws {
        let f = try await QueueFixture()
        let request = RunRequest(mode: .incremental, runClass: .sweep, spaces: ["B", "A", "A"])
        let first = try await f.queue.createRun(request)
        #expect(!first.joined)
        let same = try await f.queue.createRun(RunRequest(mode: .incremental, runClass: .sweep, spaces: ["A", "B"]))
        #expect(same.joined && same.id == first.id)
        for other in [
            RunRequest(mode: .full, runClass: .sweep, spaces: ["A", "B"]),
            RunRequest(mode: .incremental, runClass: .sweep),
            RunRequest(mode: .incremental, runClass: .sweep, force: true, spaces: ["A", "B"]),
        ] {
            #expect(try await f.queue.createRun(other).joined == false)
        }
        try await f.queue.cancelRun(first.id)
        #expect(try await f.queue.createRun(request).joined == false)
    }

    @Test("what is asked for while a delta run reads the feeds is another run's, and few of them wait side by side")
    func deltasInARow() async throws {
        let f = try await QueueFixture()
        let request = RunRequest(mode: .delta, runClass: .delta)
        let id = try await f.queue.createRun(request).id
        #expect(try await f.queue.createRun(request).id == id)
        #expect(try await f.queue.beginRun(id, sweep: nil) == .enumerating)
        #expect(try await f.queue.run(id)?.isFollowed == false)

        let second = try await f.queue.createRun(request)
        #expect(!second.joined && second.id != id)
        #expect(try await f.queue.run(id)?.isFollowed == true)
        #expect(try await f.queue.createRun(request).id == second.id, "it has not read anything yet")
        _ = try await f.queue.enqueue([f.page(1)], lane: .scheduled, run: id)
        #expect(try await f.queue.closeRun(id) == .processing)
        #expect(try await f.queue.beginRun(second.id, sweep: nil) == .enumerating)
        _ = try await f.queue.enqueue([f.page(1)], lane: .scheduled, run: second.id)
        #expect(try await f.queue.closeRun(second.id) == .processing)

        // Both wait for the page: the newer one reads again. Who read it before does not close it.
        try await f.send("HSET", f.key("run:\(second.id)"), "followed", "1")
        let third = try await f.queue.createRun(request)
        #expect(third.joined && third.id == second.id)
        #expect(try await f.queue.run(second.id)?.isFollowed == false, "who followed it may have ended")
        #expect(try await f.queue.closeRun(second.id) == .pending)
        let lease = try await f.claim()
        _ = try await f.queue.acknowledge(lease, [f.pushed(lease.jobs[0].id)])
        #expect(try await f.queue.run(id)?.state == .finished)
        #expect(try await f.queue.run(second.id)?.state == .pending, "its feeds are not read yet")
        #expect(try await f.queue.beginRun(second.id, sweep: nil) == .enumerating)
        #expect(try await f.queue.closeRun(second.id) == .finished)
        #expect(try await f.queue.createRun(request).joined == false)
        let events = try await f.send("XRANGE", f.key("events"), "-", "+").array ?? []
        let kinds = events.compactMap { $0.array?.last?.map }.filter { $0["run"]?.string == second.id.rawValue }
        #expect(kinds.map { $0["type"]?.string } == ["run.created", "run.started", "run.finished"])
    }

    @Test("runs are listed newest first, however quickly they follow each other")
    func order() async throws {
        let f = try await QueueFixture()
        var ids: [RunID] = []
        for number in 0..<20 {
            // Each is over before the next; the ids are in no order.
            let id = RunID("\((number * 7) % 20)-run")
            ids.insert(try await f.queue.createRun(RunRequest(mode: .delta, runClass: .delta, id: id)).id, at: 0)
            try await f.queue.beginRun(id, sweep: nil)
            try await f.queue.closeRun(id)
        }
        #expect(try await f.queue.runs().map(\.id) == ids)
    }

    @Test("a run of a given id answers its request for ever")
    func idempotency() async throws {
        let f = try await QueueFixture()
        let request = RunRequest(mode: .delta, runClass: .delta, id: RunID("request-7"))
        #expect(try await f.queue.createRun(request).joined == false)
        try await f.queue.closeRun(RunID("request-7"))
        let again = try await f.queue.createRun(request)
        #expect(again.joined && again.id == RunID("request-7"))
        await #expect(throws: QueueError.self) {
            try await f.queue.createRun(RunRequest(mode: .delta, runClass: .delta, id: RunID("a,b")))
        }
    }

    @Test("what a run was asked for, used and met is kept")
    func facts() async throws {
        let f = try await QueueFixture()
        let request = RunRequest(
            mode: .full, runClass: .backfill, force: true, spaces: ["~ann", "TEAM*"], lane: .backfill, source: "cli")
        let id = try await f.queue.createRun(request).id
        #expect(try await f.queue.run(id)?.state == .pending)
        #expect(try await f.queue.beginRun(id, sweep: 12) == .enumerating)
        let usage = RunUsage(
            confluenceRequests: 3, sinkRequests: 2, points: 9, bytesDownloaded: 4_000_000_000, bytesPushed: 1)
        try await f.queue.add(usage, to: id)
        try await f.queue.add(usage, to: id)
        for number in 1...25 {
            try await f.queue.addError(
                RunError(object: "KEY\(number)", stage: "list", code: "space_not_found", message: "no | such"), to: id)
        }
        try await f.queue.warn([
            RunWarning(run: id, object: "p:1", code: "unknown_macro", message: "roadmap"),
            RunWarning(run: nil, object: "p:2", code: "other", message: ""),
        ])
        let run = try #require(try await f.queue.run(id))
        #expect(run.mode == .full && run.runClass == .backfill && run.force && run.lane == .backfill)
        #expect(run.spaces == ["TEAM*", "~ann"] && run.source == "cli" && run.sweep == 12)
        #expect(run.usage.bytesDownloaded == 8_000_000_000 && run.usage.confluenceRequests == 6)
        #expect(run.errorCount == 25 && run.errors.count == 20 && run.warnings == 1)
        #expect(run.errors[0] == RunError(object: "KEY1", stage: "list", code: "space_not_found", message: "no   such"))
        #expect(run.startedAt.map { $0 >= run.createdAt } == true && run.finishedAt == nil)
        #expect(try await f.queue.warnings(of: id).map(\.code) == ["unknown_macro"])
        #expect(try await f.queue.warnings().map(\.code) == ["other", "unknown_macro"])
        #expect(try await f.queue.closeRun(id) == .finishedWithErrors)
        #expect(try await f.queue.runs().map(\.id) == [id])
        #expect(try await f.queue.activeRuns() == [])
    }

    @Test("a run without work finishes when it is closed, and only once")
    func emptyRun() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        #expect(try await f.queue.closeRun(run) == .finished)
        #expect(try await f.queue.closeRun(run) == .finished)
        #expect(try await f.queue.cancelRun(run) == .finished)
        #expect(try await f.finishes(of: run) == ["finished"])
    }

    @Test("held deletions end a run with errors")
    func held() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        try await f.queue.hold(run, 3)
        #expect(try await f.queue.closeRun(run) == .finishedWithErrors)
        #expect(try await f.counts(run).held == 3)
    }

    @Test("acknowledgements that come at once finish the run exactly once")
    func concurrentEnds() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        _ = try await f.queue.enqueue((1...100).map { f.page($0) }, lane: .scheduled, run: run)
        var leases: [Lease] = []
        for _ in 0..<20 { leases.append(try await f.claim(max: 5)) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lease in leases {
                group.addTask { _ = try await f.queue.acknowledge(lease, lease.jobs.map { f.pushed($0.id) }) }
            }
            group.addTask { _ = try await f.queue.closeRun(run) }
            try await group.waitForAll()
        }
        #expect(try await f.queue.run(run)?.state == .finished)
        #expect(try await f.counts(run).pushed == 100)
        #expect(try await f.finishes(of: run) == ["finished"])
    }

    @Test("jobs of a cancelled run are dropped at their claim, but not those that others wait for")
    func cancelled() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        let other = try await f.run(.delta)
        _ = try await f.queue.enqueue((1...4).map { f.page($0) }, lane: .scheduled, run: run)
        _ = try await f.queue.enqueue([f.page(2)], lane: .scheduled, run: other)
        _ = try await f.queue.enqueue([f.page(3)], lane: .scheduled)
        let active = try await f.claim(max: 1)
        #expect(try await f.queue.cancelRun(run, reason: "by hand") == .cancelled)
        #expect(try await f.queue.heartbeat([active]).cancelledRuns == [run])
        let rest = try await f.claim()
        #expect(rest.jobs.map(\.id.description) == ["p:2", "p:3"])
        _ = try await f.queue.acknowledge(rest, rest.jobs.map { f.pushed($0.id) })
        _ = try await f.queue.acknowledge(active, active.jobs.map { f.pushed($0.id) })
        let status = try await f.queue.status()
        #expect(status.jobs == 0 && status.ready == 0 && status.active == 0)
        let ended = try await f.queue.run(run)
        #expect(ended?.state == .cancelled && ended?.reason == "by hand")
        #expect(try await f.finishes(of: run) == ["cancelled"])
        #expect(try await f.queue.closeRun(other) == .finished)
    }

    @Test("a failed run's stored jobs are done all the same")
    func failed() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        _ = try await f.queue.enqueue([f.page(1)], lane: .scheduled, run: run)
        #expect(try await f.queue.failRun(run, reason: "no such site") == .failed)
        #expect(try await f.claim().jobs.count == 1)
        #expect(try await f.queue.run(run)?.reason == "no such site")
    }

    @Test("the newest hundred runs are kept, active ones in any case")
    func history() async throws {
        let f = try await QueueFixture()
        let active = try await f.run(.full)
        var first: RunID?
        for number in 1...105 {
            let run = try await f.run(spaces: ["S\(number)"])
            first = first ?? run
            try await f.queue.closeRun(run)
        }
        #expect(try await f.send("ZCARD", f.key("runs")).int == 100)
        #expect(try await f.queue.run(active)?.state == .enumerating)
        #expect(try await f.queue.run(try #require(first)) == nil)
        #expect(try await f.queue.runs(limit: 1).first?.spaces == ["S105"])
    }

    @Test("the places of a run that ended are forgotten when the next one is made")
    func oldCursors() async throws {
        let f = try await QueueFixture()
        let run = try await f.run()
        for number in 1...100 {
            try await f.queue.save(RunCursor(field: "pages:\(number)", value: "x"), to: run)
        }
        _ = try await f.run(.full)
        #expect(try await f.queue.run(run)?.cursors.count == 100)
        try await f.queue.closeRun(run)
        _ = try await f.run(.delta)
        let ended = try #require(try await f.queue.run(run))
        #expect(ended.cursors == [:] && ended.state == .finished)
    }

    @Test("too many runs at once are refused")
    func tooManyRuns() async throws {
        let f = try await QueueFixture()
        for number in 1...8 { _ = try await f.run(spaces: ["S\(number)"]) }
        await #expect { try await f.run(spaces: ["S9"]) } throws: { ($0 as? QueueError)?.code == .tooManyRuns }
        _ = try await f.run(spaces: ["S1"])
    }

    @Test("a run that is gone stays gone")
    func unknownRun() async throws {
        let f = try await QueueFixture()
        try await f.queue.hold(RunID("nobody"), 1)
        try await f.queue.add(RunUsage(points: 1), to: RunID("nobody"))
        #expect(try await f.queue.run(RunID("nobody")) == nil)
        await #expect { try await f.queue.closeRun(RunID("nobody")) } throws: {
            ($0 as? QueueError)?.code == .unknownRun
        }
    }
}

extension QueueFixture {
    /// The states with which the outbox says that a run ended.
    func finishes(of run: RunID) async throws -> [String] {
        try await send("XRANGE", key("events"), "-", "+").array?.compactMap { entry in
            guard let map = entry.array?.last?.map, ["run.finished", "run.cancelled"].contains(map["type"]?.string),
                map["run"]?.string == run.rawValue
            else { return nil }
            return map["state"]?.string
        } ?? []
    }
}
