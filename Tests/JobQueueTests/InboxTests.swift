import ConfluenceModel
import Foundation
import JobQueue
import Logging
import RedisClient
import TestSupport
import Testing

@Suite("Inbox: what other services ask for", .redis)
struct InboxTests {
    /// Each test has streams of its own.
    private struct Bench {
        let f: QueueFixture
        let prefix = "t\(UInt32.random(in: 0 ... .max))"
        let queue: JobQueue

        init() async throws {
            f = try await QueueFixture()
            queue = JobQueue(redis: f.redis, connector: "wiki", prefix: prefix)
        }

        func inbox(_ consumer: String = "one") -> Inbox { Inbox(redis: f.redis, consumer: consumer, prefix: prefix) }

        func receive(
            _ consumer: String = "one", _ limit: Int = 10, idle: Duration = .seconds(30)
        ) async throws -> [InboxEntry] {
            var place = "0-0"
            return try await inbox(consumer).receive(limit, idle: idle, from: &place) { ["wiki"] }
        }

        func ask(_ fields: [String: String]) async throws {
            let all = ["v": "1", "id": "r1", "type": "sync", "connector": "wiki"].merging(fields) { $1 }
            _ = try await f.redis.send(
                ["XADD", RedisArgument("\(prefix):inbox"), "*"]
                    + all.sorted { $0.key < $1.key }.flatMap { [RedisArgument($0.key), RedisArgument($0.value)] })
        }

        func stream(_ name: String) async throws -> [[String: String]] {
            try await f.send("XRANGE", "\(prefix):\(name)", "-", "+").array?.compactMap {
                $0.array?.last?.map?.compactMapValues(\.string)
            } ?? []
        }
    }

    @Test("a request is read, answered and gone; its run's end is told to whoever asked")
    func wholeWay() async throws {
        let b = try await Bench()
        let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        try await b.ask([
            "type": "sync.delta", "spaces": "A, B*", "reply_to": "\(b.prefix):reply:me", "source": "etl",
            "traceparent": trace,
        ])
        let entry = try #require(try await b.receive().first)
        let request = try entry.request.get()
        #expect(request.kind == .delta && request.spaces == ["A", "B*"] && request.lane == .onDemand)
        #expect(request.source == "etl" && request.notAfter == nil)
        let wanted = RunRequest(
            mode: .delta, runClass: .delta, spaces: request.spaces, traceParent: request.traceParent)
        let (run, answer) = try await b.queue.createRun(wanted, for: request)
        #expect(answer == .created)
        // A process that died here does it all again.
        let again = try await b.queue.createRun(wanted, for: request)
        #expect(again.id == run && again.answer == .repeated)
        try await b.inbox().finish(entry, .accepted(run))
        #expect(try await b.inbox().length() == 0)
        #expect(try await b.receive(idle: .zero).isEmpty)
        try await b.queue.beginRun(run)
        try await b.queue.tellProgress(of: run)
        try await b.queue.closeRun(run)
        #expect(try await b.queue.forwardEvents() == 4)
        #expect(try await b.queue.forwardEvents() == 0)
        let replies = try await b.stream("reply:me")
        #expect(replies.map { $0["type"] } == ["accepted", "finished"])
        #expect(replies.allSatisfy { $0["id"] == "r1" && $0["run_id"] == run.rawValue })
        #expect(replies[1]["state"] == "finished" && replies[1]["pushed"] == "0")
        let events = try await b.stream("events")
        #expect(events.suffix(2).allSatisfy { $0["traceparent"] == trace })
        #expect(try await b.queue.run(run)?.traceParent == trace)
        #expect(events.map { $0["type"] } == ["run.created", "run.started", "run.progress", "run.finished"])
        #expect(events.allSatisfy { $0["connector"] == "wiki" && $0["event_id"]?.hasPrefix("wiki/") == true })
        // After its end the same request is the same run, still.
        #expect(try await b.queue.createRun(wanted, for: request).answer == .repeated)
    }

    private struct Odd: Sendable {
        let name: String
        let value: String
        let field: String

        init(_ name: String, _ value: String, _ field: String? = nil) {
            self.name = name
            self.value = value
            self.field = field ?? name
        }
    }

    private static func many(_ character: String, _ count: Int) -> String { String(repeating: character, count: count) }

    private static let odd: [Odd] = [
        Odd("v", "2"), Odd("id", "a b"), Odd("id", ""), Odd("id", many("x", 129)), Odd("type", "sink"),
        Odd("connector", "other"), Odd("type", "sync.pages", "pages"), Odd("pages", "1,a b"), Odd("pages", "1@0"),
        Odd("pages", "1@99999999999999999999"), Odd("lane", "backfill"), Odd("spaces", many("S,", 1001)),
        Odd("not_after", "tomorrow"), Odd("not_after", "2026-13-01T00:00:00Z"), Odd("reply_to", "cc:jobs"),
        Odd("source", many("x", 65)), Odd("traceparent", "\n"), Odd("extra", many("x", 70_000), ""),
    ]

    @Test("what is no request is kept with its reason, answered and gone", arguments: odd.indices)
    func rejected(index: Int) async throws {
        let odd = Self.odd[index]
        let b = try await Bench()
        try await b.ask([odd.name: odd.value])
        let entry = try #require(try await b.receive().first)
        guard case .failure(let rejection) = entry.request else {
            Issue.record("it was taken")
            return
        }
        #expect(rejection.field == odd.field)
        try await b.inbox().reject(entry, rejection)
        #expect(try await b.inbox().length() == 0)
        let kept = try await b.inbox().rejected()
        #expect(kept.count == 1 && kept[0]["reason"] == rejection.reason && kept[0]["raw:connector"] != nil)
        let reply = try #require(try await b.stream("replies").first)
        #expect(reply["type"] == "rejected" && reply["field"] == odd.field)
    }

    @Test("pages come by id, in a version, or by address")
    func pages() async throws {
        let b = try await Bench()
        try await b.ask(["type": "sync.pages", "pages": "1, 2@7,https://x.example/wiki/pages/3", "lane": "webhook"])
        let request = try #require(try await b.receive().first).request.get()
        #expect(
            request.pages == [
                .id(ContentID("1"), version: nil), .id(ContentID("2"), version: 7),
                .address("https://x.example/wiki/pages/3"),
            ])
        #expect(request.lane == .webhook)
        #expect(try await b.queue.earlierAnswer(to: request) == nil)
        try await b.queue.remember(request)
        #expect(try await b.queue.earlierAnswer(to: request) == .duplicate(nil))
    }

    @Test(
        "times are read as RFC 3339 says",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-22T10:30:00+02:00", 1_795_336_200),
            ("2026-11-22t10:30:00.123456-00:30", 1_795_345_200),
        ])
    func times(text: String, seconds: Int) async throws {
        let b = try await Bench()
        try await b.ask(["not_after": text])
        #expect(try #require(try await b.receive().first).request.get().notAfter == seconds)
    }

    @Test("a connector is known to the request that was written after it")
    func registeredLast() async throws {
        let b = try await Bench()
        try await b.ask(["connector": "new"])
        var place = "0-0"
        let entries = try await b.inbox().receive(from: &place) { () async throws in
            // Whoever is asked for the connectors has the request already.
            let pending = try await b.f.send("XPENDING", "\(b.prefix):inbox", "coordinator").array?.first?.int
            #expect(pending == 1)
            return ["new"]
        }
        #expect(try #require(entries.first).request.get().connector == "new")
    }

    @Test("what nobody has looked at is told apart; readers that are gone are forgotten, unless they hold something")
    func readers() async throws {
        let b = try await Bench()
        #expect(try await b.inbox().lag() == 0)
        #expect(try await b.inbox().forgetReaders(idleFor: .zero) == 0)
        for id in ["r1", "r2", "r3"] { try await b.ask(["id": id]) }
        #expect(try await b.inbox().lag() == 3)
        let entry = try #require(try await b.receive("done", 1).first)
        #expect(try await b.receive("holds", 1).count == 1)
        #expect(try await b.inbox().lag() == 1)
        #expect(try await b.inbox().length() == 3)
        try await b.inbox("done").finish(entry, .expired)

        #expect(try await b.inbox().forgetReaders() == 0)
        try await eventually("a millisecond has passed") { try await b.inbox().forgetReaders(idleFor: .zero) == 1 }
        let reply = try await b.f.send("XINFO", "CONSUMERS", "\(b.prefix):inbox", "coordinator")
        #expect((reply.array ?? []).compactMap { $0.map?["name"]?.string } == ["holds"])
        // Nothing went with it.
        #expect(try await b.receive(idle: .zero).count == 2)
    }

    @Test("what a process left lying is found behind hundreds that others are at work on")
    func behindMany() async throws {
        let b = try await Bench()
        for number in 1...120 { try await b.ask(["id": "busy\(number)"]) }
        for entry in try await b.receive("one", 100) + b.receive("one", 100) {
            try await b.inbox().leave(entry, to: "wiki")
        }
        try await b.ask(["id": "orphan"])
        #expect(try await b.receive("dead").count == 1)
        _ = try await b.f.send(
            "XCLAIM", "\(b.prefix):inbox", "coordinator", "dead", "0", orphanID(b), "IDLE", "60000")
        var place = "0-0"
        var found: [String] = []
        for _ in 1...8 where found.isEmpty {
            found += try await b.inbox("two").receive(from: &place) { ["wiki"] }.compactMap { try? $0.request.get().id }
        }
        #expect(found == ["orphan"])
    }

    @Test("requests that wait for the site keep out nothing that is new")
    func heardBesideOthers() async throws {
        let b = try await Bench()
        for number in 1...40 { try await b.ask(["id": "r\(number)", "type": "page.deleted", "pages": "1"]) }
        for _ in 1...4 {
            for entry in try await b.receive() { try await b.inbox().leave(entry, to: "wiki") }
        }
        try await b.ask(["id": "now", "type": "pause"])
        let ids = try await b.receive(idle: .zero).compactMap { try? $0.request.get().id }
        #expect(ids.contains("now") && ids.count > 1, "\(ids)")
    }

    private func orphanID(_ b: Bench) async throws -> String {
        let newest = try await b.f.send("XREVRANGE", "\(b.prefix):inbox", "+", "-", "COUNT", "1")
        return try #require(newest.array?.first?.array?.first?.string)
    }

    @Test("an entry of many megabytes is not read, but refused and gone; its neighbour is heard")
    func enormous() async throws {
        let b = try await Bench()
        try await b.ask(["extra": String(repeating: "x", count: 20_000_000)])
        try await b.ask(["id": "small"])
        let entries = try await b.receive()
        #expect(entries.count == 2 && (try? entries[1].request.get().id) == "small")
        guard case .failure(let rejection) = entries[0].request else {
            Issue.record("it was taken")
            return
        }
        #expect(rejection.id == "r1" && rejection.reason.contains("20000"))
        try await b.inbox().reject(entries[0], rejection)
        #expect(try await b.inbox().length() == 1)
        let kept = try #require(try await b.inbox().rejected().first)
        #expect(kept["raw:extra"]?.count == 1024 && kept["raw:id"] == "r1")
    }

    @Test("a full Redis still answers, remembers what was done, and fires a slot once")
    func fullRedis() async throws {
        try await RedisServer.with { server in
            let redis = RedisClient(
                address: try RedisAddress(url: server.socketURL),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            try await redis.connect()
            let inbox = Inbox(redis: redis, consumer: "one", prefix: "full")
            let queue = JobQueue(redis: redis, connector: "wiki", prefix: "full")
            _ = try await redis.send(
                "XADD", "full:inbox", "*", "v", "1", "id", "r1", "type", "pause", "connector", "wiki")
            try server.ask("CONFIG SET maxmemory 1")
            var place = "0-0"
            let entry = try #require(try await inbox.receive(from: &place) { ["wiki"] }.first)
            let request = try entry.request.get()
            try await queue.pause(reason: "asked for")
            try await queue.remember(request)
            #expect(try await queue.earlierAnswer(to: request) == .duplicate(nil))
            try await inbox.finish(entry, .accepted(nil))
            #expect(try await inbox.length() == 0)
            let replies = try await redis.send("XRANGE", "full:replies", "-", "+").array ?? []
            #expect(replies.compactMap { $0.array?.last?.map?["type"]?.string } == ["accepted"])
            let start = Date(timeIntervalSince1970: 1000)
            let slot = CronSlot(schedule: "delta", start: start, end: start + 300)
            let delta = RunRequest(mode: .delta, runClass: .delta)
            #expect(try await queue.createRun(delta, in: slot)?.joined == false)
            #expect(try await queue.createRun(delta, in: slot) == nil)
            await redis.close()
        }
    }

    @Test("what a process left lying goes to another; a stream that vanished is made again")
    func takenOver() async throws {
        let b = try await Bench()
        #expect(try await b.receive().isEmpty)
        try await b.ask([:])
        #expect(try await b.receive("dead").count == 1)
        #expect(try await b.receive("two").isEmpty)
        try await eventually("the other takes it") { try await b.receive("two", idle: .milliseconds(1)).count == 1 }
        _ = try await b.f.send("DEL", "\(b.prefix):inbox")
        try await b.ask(["id": "r2"])
        let entry = try #require(try await b.receive().first)
        #expect(try entry.request.get().id == "r2")
        // Deleted while somebody held it.
        _ = try await b.f.send("XTRIM", "\(b.prefix):inbox", "MAXLEN", "0")
        #expect(try await b.receive("two", idle: .zero).isEmpty)
        try await b.inbox().finish(entry, .expired)
    }

    @Test("two requests for one run are both told of its end, and of another's nothing")
    func joined() async throws {
        let b = try await Bench()
        for id in ["r1", "r2", "r3"] { try await b.ask(["id": id, "spaces": id == "r3" ? "X" : ""]) }
        var runs: [RunID] = []
        for entry in try await b.receive() {
            let request = try entry.request.get()
            let wanted = RunRequest(mode: .incremental, runClass: .sweep, spaces: request.spaces)
            runs.append(try await b.queue.createRun(wanted, for: request).id)
        }
        #expect(runs[0] == runs[1] && runs[0] != runs[2])
        try await b.queue.cancelRun(runs[0])
        while try await b.queue.forwardEvents(1) > 0 {}
        let replies = try await b.stream("replies")
        #expect(replies.map { $0["id"] } == ["r1", "r2"] && replies.allSatisfy { $0["state"] == "cancelled" })
    }

    @Test("replies that nobody can be given stop no events, nor the replies to others; events that cannot be told wait")
    func unwritableReplies() async throws {
        let b = try await Bench()
        let streams = ["odd", "ended", "me"].map { "\(b.prefix):reply:\($0)" }
        for (number, stream) in streams.enumerated() { try await b.ask(["id": "r\(number)", "reply_to": stream]) }
        let entries = try await b.receive()
        var run: RunID?
        for entry in entries {
            let wanted = RunRequest(mode: .incremental, runClass: .sweep)
            run = try await b.queue.createRun(wanted, for: try entry.request.get()).id
        }
        try await b.f.send("SET", streams[0], "x")
        try await b.f.send("XADD", streams[1], "18446744073709551615-18446744073709551615", "a", "b")
        for entry in entries { try await b.inbox().finish(entry, .accepted(run)) }
        #expect(try await b.inbox().length() == 0)
        try await b.queue.cancelRun(try #require(run))
        #expect(try await b.queue.forwardEvents() > 0)
        #expect(try await b.queue.forwardEvents() == 0)
        #expect(try await b.stream("reply:me").map { $0["type"] } == ["accepted", "finished"])

        try await b.f.send("SET", "\(b.prefix):events", "x")
        _ = try await b.queue.createRun(RunRequest(mode: .full, runClass: .sweep))
        await #expect(throws: RedisError.self) { try await b.queue.forwardEvents() }
        try await b.f.send("DEL", "\(b.prefix):events")
        #expect(try await b.queue.forwardEvents() > 0)
    }

    @Test("a slot of a schedule makes one run, and is not used up by a request that fails")
    func cron() async throws {
        let b = try await Bench()
        let start = Date(timeIntervalSince1970: 1_795_342_500)
        func slot(_ schedule: String, _ number: Double) -> CronSlot {
            CronSlot(schedule: schedule, start: start + 300 * number, end: start + 300 * (number + 1))
        }
        let delta = RunRequest(mode: .delta, runClass: .delta)
        await #expect(throws: QueueError.self) {
            try await b.queue.createRun(
                RunRequest(mode: .delta, runClass: .delta, id: RunID("a,b")), in: slot("delta", 0))
        }
        #expect(try await b.queue.hasFired(slot("delta", 0)) == false)
        #expect(try await b.queue.createRun(delta, in: slot("delta", 0))?.joined == false)
        #expect(try await b.queue.hasFired(slot("delta", 0)))
        #expect(try await b.queue.createRun(delta, in: slot("delta", 0)) == nil)
        #expect(try await b.queue.createRun(delta, in: slot("delta", 1))?.joined == true)
        #expect(try await b.queue.createRun(delta, in: slot("sync", 0))?.joined == true)
    }
}
