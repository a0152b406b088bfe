import ConfluenceSimulator
import Foundation
import Testing

@Suite("bad days")
struct BadDayTests {
    @Test("credentials run out after so many requests; new ones are good, and so are the old ones when it is over")
    func tokenExpiry() async throws {
        try await Practice.onBoth { (practice: Practice) async throws -> Void in
            practice.simulator.configure { $0.otherCredentials = [("other@example.com", "fresh")] }
            let path = practice.api + "user/current"
            var fault = Fault(.tokenExpiry)
            fault.after = 2
            practice.simulator.add(fault)
            for wanted in [200, 200, 401, 401, 401] { #expect(try await practice.get(path).status == wanted) }
            let fresh = Practice(simulator: practice.simulator, user: "other@example.com", token: "fresh")
            for _ in 0..<5 { #expect(try await fresh.get(path).status == 200) }
            #expect(try await practice.get(path).status == 401)
            practice.simulator.clearFaults()
            #expect(try await practice.get(path).status == 200)
        }
    }

    @Test("a page that is trashed while a listing is read makes an offset skip one, and a cursor none")
    func removed() async throws {
        try await Practice.onBoth { practice in
            let cql = "space = ENG and type = page order by created asc"
            let before = try await practice.searched(cql, limit: 20).ids
            var fault = Fault(.shift, route: "GET /rest/api/content/search")
            fault.edits = [.trash(before[3], descendants: false)]
            practice.simulator.add(fault)
            let during = try await practice.searched(cql, limit: 20).ids
            if practice.isDataCenter {
                #expect(during == before.filter { $0 != before[20] })
            } else {
                #expect(during == before)
            }
            #expect(try await practice.searched(cql, limit: 20).ids == before.filter { $0 != before[3] })
        }
    }

    @Test("a file that is put in before the place makes an offset show one twice")
    func inserted() async throws {
        try await Practice.onBoth { practice in
            let cql = "type = attachment order by created asc"
            let before = try await practice.searched(cql, limit: 20).ids
            let file = try #require(practice.simulator.attachments.first { $0.isVisible })
            var edit = SiteEdit.attach("early.txt", text: "early", to: file.containerID)
            edit.at = "2001-01-01T00:00:00Z"
            var fault = Fault(.shift)
            fault.edits = [edit]
            practice.simulator.add(fault)
            let during = try await practice.searched(cql, limit: 20).ids
            let twice: [String] = Array(before.prefix(20)) + Array(before.dropFirst(19))
            #expect(during == (practice.isDataCenter ? twice : before))
            #expect(try await practice.searched(cql).count == before.count + 1)
        }
    }

    @Test("what has vanished is listed, and 404 by its own address")
    func vanish() async throws {
        try await Practice.onBoth { practice in
            let file = try #require(practice.simulator.attachments.first { $0.isVisible })
            let other = try #require(practice.simulator.attachments.first { $0.isVisible && $0.id != file.id })
            practice.simulator.add(Fault(.vanish, item: file.id))
            func single(_ id: String) async throws -> Int {
                try await practice.get(
                    practice.isDataCenter ? "/confluence/rest/api/content/\(id)" : "/wiki/api/v2/attachments/\(id)"
                ).status
            }
            #expect(try await practice.searched("id = \(file.id)").ids == [file.id])
            #expect(try await single(file.id) == 404)
            #expect(try await practice.download(file).status == 404)
            #expect(try await single(other.id) == 200)
            #expect(try await practice.download(other).status == 200)
        }
    }

    @Test("a search breaks behind its first page wherever one item stands", arguments: [nil, 400])
    func brokenSearch(_ status: Int?) async throws {
        try await Practice.onBoth { practice in
            let cql = "type = attachment order by created asc"
            let all = try await practice.searched(cql).ids
            var fault = Fault(.brokenSearch, item: all[25])
            fault.status = status
            practice.simulator.add(fault)
            let base = practice.api + "content/search"
            #expect(try await practice.get("\(base)?limit=50&cql=\(cql.percentEncoded)").status == 200)
            await #expect(throws: WireClient.Failure.self) { try await practice.searched(cql, limit: 20) }
            guard practice.isDataCenter else { return }
            for (start, wanted) in [(24, 200), (25, status ?? 500), (26, 200)] {
                let answer = try await practice.get("\(base)?limit=1&start=\(start)&cql=\(cql.percentEncoded)")
                #expect(answer.status == wanted)
                if wanted == 200 { #expect(answer.json["results"].list.ids == [all[start]]) }
            }
        }
    }

    @Test("who comes back too early is counted, by account, and not for what was under way", arguments: ["1", "date"])
    func early(_ retryAfter: String) async throws {
        try await Practice.onBoth { practice in
            practice.simulator.configure {
                $0.otherCredentials = [("dai@example.com", "x")]
                $0.throttleGrace = .milliseconds(-1)
            }
            let path = practice.api + "user/current"
            var fault = Fault(.throttle, times: 1)
            fault.retryAfter = retryAfter
            practice.simulator.add(fault)
            #expect(try await practice.get(path).status == 429)
            let told = ContinuousClock.now
            #expect(practice.simulator.requests.earlyAfterThrottle == 0)
            let other = Practice(simulator: practice.simulator, user: "dai@example.com", token: "x")
            _ = try await other.get(path)
            #expect(practice.simulator.requests.earlyAfterThrottle == 0)
            _ = try await practice.get(path)
            // A loaded machine may have let the second go by.
            if ContinuousClock.now - told < .milliseconds(900) {
                #expect(practice.simulator.requests.earlyAfterThrottle == 1)
            }
            practice.simulator.configure { $0.throttleGrace = .seconds(60) }
            practice.simulator.resetRequests()
            fault.retryAfter = "none"
            practice.simulator.add(fault)
            #expect(try await practice.get(path).status == 429)
        }
    }

    @Test("what is under way when the throttle falls is not early")
    func grace() async throws {
        try await Practice.with { (practice: Practice) async throws -> Void in
            practice.simulator.configure { $0.throttleGrace = .seconds(60) }
            var fault = Fault(.throttle, times: 1)
            fault.retryAfter = "60"
            practice.simulator.add(fault)
            #expect(try await practice.get("/wiki/api/v2/pages").status == 429)
            #expect(try await practice.get("/wiki/api/v2/pages").status == 200)
            #expect(practice.simulator.requests.earlyAfterThrottle == 0)
        }
    }

    @Test("JSON goes as gzip to who takes it")
    func gzip() async throws {
        try await Practice.onBoth { practice in
            let path = practice.api + "content/search?limit=50&expand=body.storage,version&cql=type%3Dpage"
            let plain = try await practice.get(path)
            let packed = try await WireClient.send(
                "GET", practice.simulator.origin, path,
                headers: [practice.credentials, "Accept-Encoding: deflate, gzip, br"])
            #expect(plain.header("content-encoding") == nil && packed.header("content-encoding") == "gzip")
            #expect(packed.body.count * 2 < plain.body.count)
            if let text = try Reader.text(of: packed.body, ["gzip", "-dc", "<FILE"]) { #expect(text == plain.text) }
        }
    }

    @Test("faults are given as JSON")
    func json() async throws {
        try await Practice.with { (practice: Practice) async throws -> Void in
            let faults = """
                [{"fault":"endless","declared":true,"bytes":9},{"fault":"oversize","bytes":9},{"fault":"brokenSearch","item":"1"},
                {"fault":"expiredSignature","times":1,"status":410},{"fault":"tokenExpiry","after":1000},{"fault":"vanish"},
                {"fault":"shift","edits":[{"edit":"trash","id":"att5"}]}]
                """
            #expect(try await practice.post("/_simulator/faults", faults).json["faults"].int == 7)
            #expect(try await practice.get("/wiki/api/v2/pages").status == 200)
            #expect(try await practice.get("/wiki/api/v2/spaces/65536").status == 404)
        }
    }
}
