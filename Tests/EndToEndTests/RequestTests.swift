import ConfluenceSimulator
import Foundation
import RedisClient
import TestSupport
import Testing

@Suite("What other services ask for", .serialized)
struct RequestTests {
    private static let site = ConfluenceSimulator.Content.generated(pages: 80, spaces: 2, attachmentsPerPage: 0)

    private func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }

    @Test(
        "a run is told about from its start to its end, and a page that is named is brought at once",
        arguments: [SimulatorOptions.Deployment.cloud, .dataCenter])
    func runsAndPages(deployment: SimulatorOptions.Deployment) async throws {
        try await Stage.withRequests(Self.site, on: deployment) { stage, requests in
            let wanted = stage.simulator.pages.filter(\.isWanted)
            let key = try #require(wanted.first?.spaceKey)
            let outside = try #require(wanted.first { $0.spaceKey != key })
            let up = try stage.start("up", with: ["CONFLUENCE_SPACE_KEYS": key])

            try await requests.ask("sync", id: "first", ["reply_to": "cc:reply:test"])
            let run = try await requests.reply("accepted", to: "first", in: "cc:reply:test")["run_id"]
            let finished = try await requests.reply("finished", to: "first", in: "cc:reply:test")
            #expect(finished["run_id"] == run && finished["state"] == "finished")
            #expect(finished["pushed"] == "\(try stage.documents.count)")
            #expect(try stage.documents.count == wanted.filter { $0.spaceKey == key }.count)

            // By id, by id and version, and by the three addresses that people paste.
            let pages = wanted.filter { $0.spaceKey == key && $0.kind == "page" && !$0.title.contains("/") }.prefix(5)
            let post = try #require(wanted.first { $0.spaceKey == key && $0.kind == "blogpost" })
            let base = stage.simulator.baseURL
            let names: [(SimulatedPage) -> String] = [
                { $0.id }, { "\($0.id)@\($0.version + 1)" }, { "\(base)/spaces/\(key)/pages/\($0.id)/Any+title" },
                { "\(base)/pages/viewpage.action?pageId=\($0.id)" },
                { "\(base)/display/\(key)/\(self.encoded($0.title))" },
            ]
            #expect(pages.count == names.count)
            for page in pages + [post] { try stage.simulator.edit(.body(page.id)) }
            let list = zip(pages, names).map { $1($0) } + [post.id]
            try await requests.ask("sync.pages", id: "pages", ["pages": list.joined(separator: ",")])
            try await requests.reply("accepted", to: "pages")
            try await eventually("the named pages are there", within: .seconds(60)) {
                try pages.allSatisfy { try stage.version($0.id) == $0.version + 1 }
                    && stage.version(post.id, kind: "blogpost") == post.version + 1
            }

            let trashed = try #require(pages.last)
            try stage.simulator.edit(.trash(trashed.id))
            try await requests.ask("page.deleted", id: "gone", ["pages": "\(trashed.id),987654321,\(outside.id)"])
            try await requests.reply("accepted", to: "gone")
            try await eventually("the trashed page is gone", within: .seconds(60)) {
                try stage.version(trashed.id) == nil
            }
            #expect(try stage.version(outside.id) == nil)
            #expect(try await requests.waiting == 0)
            up.signal(SIGTERM)
            #expect(try await up.ended(within: .seconds(20)).status == 0)
        }
    }

    @Test("what cannot be understood is answered with the field and the reason, kept, and does no harm")
    func malformed() async throws {
        try await Stage.withRequests(Self.site) { stage, requests in
            let up = try stage.start("up")
            let good = [("v", "1"), ("id", "x"), ("type", "sync"), ("connector", "confluence")]
            func but(_ name: String, _ value: String?) -> [(String, String)] {
                good.filter { $0.0 != name } + (value.map { [(name, $0)] } ?? [])
            }
            let odd: [(String, [(String, String)])] = [
                ("v", but("v", nil)), ("type", but("type", "sync.everything")),
                ("connector", but("connector", "nobody")),
                ("", good + [("note", String(repeating: "x", count: 70_000))]),
                ("id", but("id", "a b")), ("", good + [("v", "1")]),
                (
                    "pages",
                    but("type", "sync.pages") + [("pages", "https://elsewhere.example/wiki/spaces/A/pages/1/T")]
                ),
                ("pages", but("type", "sync.pages")), ("not_after", good + [("not_after", "tomorrow")]),
                ("reply_to", good + [("reply_to", "cc:{confluence}:jobs")]),
                ("pages", but("type", "sync.pages") + [("pages", String(repeating: "1,", count: 1001))]),
                ("v", (0..<500).map { ("f\($0)", "\u{1}\u{7f}\u{0}") }),
            ]
            for (_, fields) in odd { try await requests.add(fields) }
            _ = try await requests.redis.send(
                "XADD", "cc:inbox", "*", RedisArgument([0xff, 0xfe, 0]), RedisArgument([0x80, 0, 0xc0]))
            try await eventually("all are answered", within: .seconds(60)) {
                try await requests.entries("cc:replies").count == odd.count + 1
            }
            let fields = try await requests.entries("cc:replies").map { $0["field"] }
            #expect(fields.sorted { $0 ?? "" < $1 ?? "" } == (odd.map(\.0) + ["v"]).sorted())
            #expect(try await requests.waiting == 0)
            let report = try await stage.ask("inbox", "list", "--json").report
            #expect(report["waiting"] as? Int == 0)
            #expect((report["rejected"] as? [Any])?.count == odd.count + 1)

            // The desk still works, and nothing was synced by any of it.
            #expect(try stage.documents.isEmpty)
            try await requests.ask("sync", id: "after")
            try await requests.reply("finished", to: "after")
            try stage.expectExact()
            up.signal(SIGKILL)
        }
    }

    @Test("pause, cancel and resume do what they say, the same request once, and one that comes too late not at all")
    func control() async throws {
        try await Stage.withRequests(Self.site) { stage, requests in
            let up = try stage.start("up")
            try await requests.ask("pause", id: "hold", ["source": "night watch"])
            try await requests.reply("accepted", to: "hold")
            try await requests.ask("sync.full", id: "run")
            let run = try await requests.reply("accepted", to: "run")["run_id"]
            try await eventually("jobs wait", within: .seconds(60)) { try await stage.queue().ready > 0 }
            #expect(try stage.documents.isEmpty)
            #expect(try await stage.ask("queue", "status").output.contains("night watch"))
            try await requests.ask("sync.full", id: "run")
            #expect(try await requests.reply("duplicate", to: "run")["run_id"] == run)
            try await requests.ask("sync", id: "late", ["not_after": "2020-01-01T00:00:00Z"])
            try await requests.reply("expired", to: "late")

            try await requests.ask("cancel", id: "stop")
            #expect(try await requests.reply("accepted", to: "stop")["run_id"] == run)
            #expect(try await requests.reply("finished", to: "run")["state"] == "cancelled")
            try await requests.ask("resume", id: "go")
            try await requests.reply("accepted", to: "go")
            // A repeat that was under way for long: it holds nothing up again.
            try await requests.ask("pause", id: "hold", ["source": "night watch"])
            try await requests.reply("duplicate", to: "hold")
            try await requests.ask("sync.delta", id: "delta")
            try await requests.ask("sync", id: "sync")
            for id in ["delta", "sync"] {
                #expect(try await requests.reply("finished", to: id)["state"] == "finished")
            }
            try stage.expectExact()
            up.signal(SIGKILL)
        }
    }

    @Test("what a coordinator took and did not finish, another finishes: one run, one answer; a page at once")
    func takenOver() async throws {
        try await Stage.withRequests(Self.site) { stage, requests in
            // As if somebody had taken it a minute ago and died.
            try await requests.ask("sync", id: "orphan")
            let group: RedisArgument = "coordinator"
            _ = try await requests.redis.send("XGROUP", "CREATE", "cc:inbox", group, "0")
            let taken = try await requests.redis.send(
                "XREADGROUP", "GROUP", group, "dead", "STREAMS", "cc:inbox", ">")
            #expect(taken.isNull == false)
            let pending = try await requests.redis.send("XPENDING", "cc:inbox", group, "-", "+", "1")
            let entry = try #require(pending.array?.first?.array?.first?.string)
            _ = try await requests.redis.send(
                "XCLAIM", "cc:inbox", group, "dead", "0", RedisArgument(entry), "IDLE", "60000")

            let first = try stage.start("up")
            let run = try await requests.reply("accepted", to: "orphan")["run_id"]
            #expect(try await requests.reply("finished", to: "orphan")["run_id"] == run)
            let page = try #require(stage.simulator.pages.first { $0.isWanted && $0.kind == "page" })
            try stage.simulator.edit(.body(page.id))
            stage.simulator.add(
                try Fault(json: #"{"fault":"slow","route":"GET /api/v2/pages","milliseconds":20000}"#))
            try await requests.ask("sync.pages", id: "page", ["pages": page.id])
            try await eventually("the page is being looked at", within: .seconds(30)) {
                try await requests.redis.send("XPENDING", "cc:inbox", group).array?.first?.int == 1
            }
            first.signal(SIGKILL)
            stage.simulator.clearFaults()
            let second = try stage.start("up")
            try await requests.reply("accepted", to: "page")
            try await eventually("the page is there", within: .seconds(60)) {
                try stage.version(page.id) == page.version + 1
            }
            #expect(try await requests.entries("cc:replies").filter { $0["type"] == "accepted" }.count == 2)
            #expect(try await requests.redis.send("ZCARD", "cc:{confluence}:runs").int == 1)
            #expect(try await requests.waiting == 0)
            second.signal(SIGKILL)
        }
    }

    @Test("two connectors share one Redis and one inbox, side by side, and each does what is its own at once")
    func twoConnectors() async throws {
        try await Stage.withRequests(Self.site, settings: ["CONNECTOR_ID": "one"]) { stage, requests in
            let other = try await ConfluenceSimulator.start(
                site: .generated(pages: 60, spaces: 1, seed: 9, attachmentsPerPage: 0), options: SimulatorOptions())
            let theirs = ["CONNECTOR_ID": "two", "CONFLUENCE_URL": other.baseURL, "SINK_PATH": stage.folder + "/two"]
            let processes = [try stage.start("up"), try stage.start("up", with: theirs)]
            try await eventually("both are known", within: .seconds(30)) {
                try await requests.redis.send("SCARD", "cc:connectors").int == 2
            }
            for name in ["one", "two"] { try await requests.ask("sync", id: name, of: name) }
            for name in ["one", "two"] {
                #expect(try await requests.reply("finished", to: name)["state"] == "finished")
            }
            let sites = [("one", stage.simulator, stage.folder + "/out"), ("two", other, stage.folder + "/two")]
            for (name, site, folder) in sites {
                let wanted = site.pages.filter(\.isWanted)
                let expected = Set(wanted.map { "confluence:\(name):\($0.kind):\($0.id)" })
                #expect(Set(try SyncedDocument.all(in: folder).keys) == expected)
                // Several, so that each desk comes upon entries of the other.
                let pages = wanted.filter { $0.kind == "page" }.prefix(6)
                for page in pages {
                    try site.edit(.body(page.id))
                    try await requests.ask("sync.pages", id: "\(name)-\(page.id)", of: name, ["pages": page.id])
                }
                // Well below the half minute after which what one has left lying goes to others.
                try await eventually("the pages of \(name) are there", within: .seconds(25)) {
                    let documents = try SyncedDocument.all(in: folder)
                    return pages.allSatisfy {
                        documents["confluence:\(name):page:\($0.id)"]?.integer("version") == $0.version + 1
                    }
                }
            }
            for process in processes { process.signal(SIGKILL) }
            await other.stop()
        }
    }

    @Test("an edit made while a backfill runs is in the sink long before its end")
    func freshDuringBackfill() async throws {
        try await Stage.withRequests(
            .generated(pages: 20_000, spaces: 4, attachmentsPerPage: 0), settings: ["CONFLUENCE_MAX_RPS": "6"]
        ) { stage, requests in
            let up = try stage.start("up")
            try await requests.ask("sync.full", id: "backfill")
            try await requests.reply("accepted", to: "backfill")
            try await eventually("the backfill is under way", within: .seconds(60)) {
                try stage.documents.count > 100
            }
            let synced = try stage.documents
            let page = try #require(
                stage.simulator.pages.first { synced["confluence:confluence:page:\($0.id)"] != nil })
            try stage.simulator.edit(.body(page.id))
            let edited = ContinuousClock.now
            try await requests.ask("sync.delta", id: "delta")
            try await eventually("the edit is in the sink", within: .seconds(60)) {
                try stage.version(page.id) == page.version + 1
            }
            #expect(ContinuousClock.now - edited < .seconds(60))
            #expect(try await requests.replies("finished", to: "backfill").isEmpty)
            #expect(try stage.documents.count < 19_000)
            up.signal(SIGKILL)
        }
    }
}
