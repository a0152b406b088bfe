import ConfluenceSimulator
import Foundation
import Testing

@Suite("faults and hostile requests")
struct FaultTests {
    @Test("throttling says when to come back, in seconds, as a date, or not at all", arguments: ["7", "date", "none"])
    func throttle(_ retryAfter: String) async throws {
        try await Practice.with { practice in
            var fault = Fault(.throttle, route: "GET /api/v2/pages", times: 1)
            fault.retryAfter = retryAfter
            practice.simulator.add(fault)
            #expect(try await practice.get("/wiki/api/v2/spaces").status == 200)
            let answer = try await practice.get("/wiki/api/v2/pages")
            #expect(answer.status == 429)
            switch retryAfter {
            case "date": #expect(answer.header("retry-after")?.hasSuffix(" GMT") == true)
            case "none": #expect(answer.header("retry-after") == nil)
            default: #expect(answer.header("retry-after") == "7")
            }
            #expect(try await practice.get("/wiki/api/v2/pages").status == 200)
        }
    }

    @Test("connections break, answers are cut or spoilt")
    func broken() async throws {
        try await Practice.with { practice in
            practice.simulator.add(Fault(.reset, times: 1))
            await #expect(throws: WireClient.Failure.self) { try await practice.get("/wiki/api/v2/pages") }
            practice.simulator.add(Fault(.truncated, times: 1))
            await #expect(throws: WireClient.Failure.self) { try await practice.get("/wiki/api/v2/pages") }
            practice.simulator.add(Fault(.badJSON, times: 1))
            #expect(try await practice.get("/wiki/api/v2/pages").json["results"].list.isEmpty)
            practice.simulator.add(Fault(.html, times: 1))
            let page = try await practice.get("/wiki/api/v2/pages")
            #expect(page.status == 200 && page.header("content-type")?.hasPrefix("text/html") == true)
            var fault = Fault(.status, times: 1)
            fault.status = 502
            practice.simulator.add(fault)
            #expect(try await practice.get("/wiki/rest/api/user/current").status == 502)
            practice.simulator.add(Fault(.emptyPage, times: 1))
            #expect(try await practice.all("spaces").count == 6)
        }
    }

    @Test("a server that breaks on large pages answers small ones")
    func large() async throws {
        try await Practice.with { practice in
            let posted = try await practice.post(
                "/_simulator/faults", "{\"fault\":\"status\",\"status\":500,\"limitAbove\":100}")
            #expect(posted.status == 200)
            #expect(try await practice.get("/wiki/api/v2/pages?limit=250").status == 500)
            #expect(try await practice.get("/wiki/api/v2/pages?limit=100").status == 200)
        }
    }

    @Test("credentials: wrong ones are refused, none see nothing")
    func credentials() async throws {
        try await Practice.with { practice in
            var wrong = practice
            wrong.token = "no"
            #expect(try await wrong.get("/wiki/api/v2/pages").status == 401)
            #expect(try await wrong.get("/wiki/rest/api/user/current").status == 401)
            let origin = practice.simulator.origin
            let anonymous = try await WireClient.send("GET", origin, "/wiki/api/v2/pages")
            #expect(anonymous.status == 200 && anonymous.json["results"].list.isEmpty)
            #expect(try await WireClient.send("GET", origin, "/wiki/rest/api/user/current").status == 403)
            let tenant = try await WireClient.send("GET", origin, "/_edge/tenant_info")
            #expect(tenant.json["cloudId"].string?.isEmpty == false)
        }
    }

    @Test("operations that Cloud has taken away, unknown paths and other methods have their own answers")
    func unknown() async throws {
        try await Practice.with { practice in
            let cloud = "/ex/confluence/11111111-2222-3333-4444-555555555555"
            for path in ["space", "content/123", "content/123/child/page", "content/123/label", "space/ENG"] {
                #expect(try await practice.get("/wiki/rest/api/\(path)").status == 404)
                #expect(try await practice.get("\(cloud)/wiki/rest/api/\(path)").status == 410)
            }
            let v2 = try await practice.get("/wiki/api/v2/nothing")
            #expect(v2.status == 404 && v2.json["errors"][0]["status"].int == 404)
            #expect(try await practice.get("/wiki/rest/api/nothing").json["statusCode"].int == 404)
            #expect(try await practice.get("/nothing").status == 404)
            #expect(try await practice.post("/wiki/api/v2/pages", "{}").status == 405)
            #expect(try await practice.get("\(cloud)/wiki/api/v2/pages").status == 200)
        }
    }

    @Test(
        "nonsense is refused and the server goes on",
        arguments: [
            "GET /wiki/api/v2/pages/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /wiki/api/v2/pages/%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /wiki/api/v2/pages?limit=%0 HTTP/1.1\r\nHost: x\r\n\r\n", "nonsense\r\n\r\n",
            "\u{0}\u{1}\u{2}\r\n\r\n",
            "GET http://elsewhere/wiki/api/v2/pages HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "GET \(String(repeating: "/a", count: 20_000)) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "GET /wiki/api/v2/pages?\(String(repeating: "id=1&", count: 5_000)) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "POST /wiki/api/v2/users-bulk HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
            "POST /_simulator/edits HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\n{\"e",
            "GET /wiki/api/v2/pages/99999999999999999999 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "GET /wiki/api/v2/pages/-9223372036854775808 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        ])
    func hostile(_ request: String) async throws {
        try await Practice.with(.generated(pages: 30, spaces: 1)) { (practice: Practice) async throws -> Void in
            // Closed at once or answered: the connection may end either way.
            let bytes = Array(
                request.replacing("\r\n\r\n", with: "\r\nConnection: close\r\n\r\n", maxReplacements: 1).utf8)
            let answer = try? await WireClient.exchange(practice.simulator.origin, bytes)
            if let answer, !answer.isEmpty { #expect(answer.starts(with: Array("HTTP/1.1 ".utf8))) }
            #expect(try await practice.get("/wiki/api/v2/pages").status == 200)
        }
    }

    @Test("a forged cursor or distance in time is refused or leads nowhere, and the server goes on")
    func forged() async throws {
        try await Practice.with { practice in
            let home = try await practice.all("pages?limit=1").ids[0]
            for value in ["9223372036854775807", "-9223372036854775808"] {
                for (order, path) in [
                    ("place", "spaces"), ("place", "pages/\(home)/descendants"), ("id", "pages"),
                    ("-modified", "pages?sort=-modified-date"),
                ] {
                    let text =
                        "{\"id\":\"\(value)\",\"contentOrder\":\"\(order)\",\"contentOrderValue\":\(value),\"epoch\":0}"
                    let cursor = Data(text.utf8).base64EncodedString().percentEncoded
                    let mark = path.contains("?") ? "&" : "?"
                    let answer = try await practice.get("/wiki/api/v2/\(path)\(mark)cursor=\(cursor)")
                    #expect(answer.status == 200)
                }
                let cql = "created > now(\"\(value)m\")".percentEncoded
                #expect(try await practice.get("/wiki/rest/api/content/search?cql=\(cql)").status == 400)
            }
        }
    }

    @Test("the media host fails on demand, a missing scope is told")
    func elsewhere() async throws {
        try await Practice.with { practice in
            let file = try #require(try await practice.all("attachments?limit=1").first)
            let path =
                "/wiki/rest/api/content/\(file["pageId"].string ?? "")/child/attachment/\(file["id"].string ?? "")/download"
            let location = try #require(try await practice.get(path).header("location"))
            let origin = location.split(separator: "/").prefix(2).joined(separator: "//")
            practice.simulator.add(Fault(.status, route: "media", times: 1))
            let target = String(location.dropFirst(origin.count))
            #expect(try await WireClient.send("GET", origin, target).status == 503)
            #expect(try await WireClient.send("GET", origin, target).status == 200)
            practice.simulator.add(Fault(.scope, route: "POST /api/v2/users-bulk"))
            let refused = try await practice.post("/wiki/api/v2/users-bulk", "{\"accountIds\":[\"a\"]}")
            #expect(refused.status == 401 && refused.json["message"].string == "Unauthorized; scope does not match")
        }
    }

    @Test("ids at the ends of the number range are merely unknown")
    func extremes() async throws {
        try await Practice.with { (practice: Practice) async throws -> Void in
            for id in ["0", "-1", "9223372036854775807", "-9223372036854775808"] {
                #expect(try await practice.get("/wiki/api/v2/pages/\(id)").status == 404)
                #expect(try await practice.search("id = \(id) or ancestor = \(id) or container = \(id)").isEmpty)
                #expect(try await practice.get("/wiki/rest/api/content/\(id)/restriction").status == 404)
            }
            #expect(try await practice.get("/wiki/api/v2/pages/99999999999999999999").status == 400)
        }
    }
}
