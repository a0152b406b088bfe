import ConfluenceSimulator
import Foundation
import Testing

@Suite("Data Center")
struct DataCenterTests {
    private func with(_ body: (Practice) async throws -> Void) async throws {
        var options = SimulatorOptions()
        options.deployment = .dataCenter
        options.timeZoneMinutes = 60
        try await Practice.with(.generated(pages: 400, spaces: 6), options: options, body)
    }

    /// Follows `_links.next`, which is relative to the base with its context.
    private func all(_ practice: Practice, _ path: String) async throws -> [Value] {
        var found: [Value] = []
        var next: String? = "/rest/api/" + path
        while let path = next {
            let answer = try await practice.get("/confluence" + path)
            guard answer.status == 200 else { throw WireClient.Failure(what: "\(answer.status) \(path)") }
            found += answer.json["results"].list
            next = answer.json["_links"]["next"].string
        }
        return found
    }

    @Test("a scan, an offset listing and a search show the same pages, each once")
    func listings() async throws {
        try await with { practice in
            #expect(practice.simulator.baseURL.hasSuffix("/confluence"))
            let truth = practice.visible("page", statuses: ["current"])
            for path in [
                "content/scan?type=page&limit=37&expand=version,ancestors,metadata.labels",
                "content?type=page&limit=100",
                "content?type=page&limit=1000&expand=body.storage",
                "content/search?limit=1000&expand=body.storage&cql=" + "type = page".percentEncoded,
                "content/search?limit=120&cql=" + "type=page order by lastmodified desc".percentEncoded,
            ] {
                let pages = try await all(practice, path)
                #expect(Set(pages.ids) == truth, "\(path)")
                #expect(pages.count == truth.count, "\(path)")
            }
            #expect(
                Set(try await all(practice, "content/scan?type=blogpost").ids)
                    == practice.visible("blogpost", statuses: ["current"]))
        }
    }

    @Test("limits are lowered without a word: 1000 for a search, 500 for a list, 200 with an expansion, 50 with a body")
    func caps() async throws {
        try await with { practice in
            for (expand, search, list) in [
                ("", 1000, 500), ("&expand=version", 200, 200), ("&expand=body.storage", 50, 50),
            ] {
                for (path, cap) in [
                    ("content?", list), ("content/scan?", list), ("content/search?cql=type%3Dpage&", search),
                ] {
                    let answer = try await practice.get("/confluence/rest/api/\(path)limit=5000\(expand)")
                    #expect(answer.json["limit"].int == cap)
                    #expect((answer.json["size"].int ?? .max) <= cap)
                }
            }
        }
    }

    @Test("the context path is any or none", arguments: ["", "/wiki", "/a/b"])
    func contextPath(_ path: String) async throws {
        var options = SimulatorOptions()
        options.deployment = .dataCenter
        options.contextPath = path
        try await Practice.with(.generated(pages: 60, spaces: 1), options: options) { practice in
            #expect(practice.simulator.baseURL == practice.simulator.origin + path)
            let answer = try await practice.get("\(path)/rest/api/content?limit=5")
            #expect(answer.json["results"].list.count == 5)
            #expect(answer.json["_links"]["context"].string == path)
            #expect(answer.json["_links"]["base"].string == practice.simulator.baseURL)
            #expect(answer.json["_links"]["next"].string?.hasPrefix("/rest/api/content?") == true)
            #expect(try await practice.get("/confluence/rest/api/content").status == 404)
        }
    }

    @Test("an older server has no scan")
    func noScan() async throws {
        try await with { (practice: Practice) async throws -> Void in
            practice.simulator.configure { $0.hasScan = false }
            #expect(try await practice.get("/confluence/rest/api/content/scan?spaceKey=ENG").status == 404)
            #expect(try await practice.get("/confluence/rest/api/content?spaceKey=ENG").status == 200)
        }
    }

    @Test("the token is taken as it is allowed to: as a bearer's, as a password", arguments: [true, false])
    func oneWay(_ asPassword: Bool) async throws {
        try await with { practice in
            practice.simulator.configure {
                $0.takesPasswords = asPassword
                $0.takesAccessTokens = !asPassword
            }
            let path = "/confluence/rest/api/user/current"
            #expect(try await practice.get(path).status == (asPassword ? 200 : 401))
            let named = Practice(simulator: practice.simulator, user: "connector", token: "simulator-token")
            #expect(try await named.get(path).status == (asPassword ? 200 : 401))
            let bearer = try await WireClient.send(
                "GET", practice.simulator.origin, path, headers: ["Authorization: Bearer simulator-token"])
            #expect(bearer.status == (asPassword ? 401 : 200))
        }
    }

    @Test("people are found by key and by name; who asks for the trash must administer the space")
    func peopleAndTrash() async throws {
        try await with { practice in
            let me = try await practice.get("/confluence/rest/api/user/current").json
            for query in ["key=\(me["userKey"].string ?? "")", "username=\(me["username"].string ?? "")"] {
                let found = try await practice.get("/confluence/rest/api/user?\(query)").json
                #expect(found["displayName"].string == me["displayName"].string)
            }
            #expect(try await practice.get("/confluence/rest/api/user?key=nobody").status == 404)
            let page = try #require(
                practice.simulator.pages.first { $0.spaceKey == "ENG" && $0.isVisible && $0.status == "current" })
            try practice.simulator.edit(.trash(page.id))
            #expect(try await practice.get("/confluence/rest/api/space/ENG/trash").status == 403)
            practice.simulator.configure { $0.isSpaceAdministrator = true }
            let trash = try await all(practice, "space/ENG/trash?limit=1")
            #expect(trash.ids.contains(page.id) && trash.allSatisfy { $0["status"].string == "trashed" })
            #expect(try await practice.get("/confluence/rest/api/space?expand=permissions").status == 500)
        }
    }

    @Test("a token is taken as a bearer and as a password; wrong ones are refused with the reason")
    func credentials() async throws {
        try await with { practice in
            let origin = practice.simulator.origin
            let path = "/confluence/rest/api/user/current"
            let bearer = try await WireClient.send(
                "GET", origin, path, headers: ["Authorization: Bearer simulator-token"])
            #expect(bearer.json["username"].string == "connector")
            #expect(bearer.json["userKey"].string?.count == 32)
            let basic = Practice(simulator: practice.simulator, user: "connector@example.com", token: "simulator-token")
            #expect(try await basic.get(path).json["username"].string == "connector")
            let wrong = try await WireClient.send("GET", origin, path, headers: ["Authorization: Bearer no"])
            #expect(wrong.status == 401 && wrong.header("x-seraph-loginreason") == "AUTHENTICATED_FAILED")
            #expect(try await WireClient.send("GET", origin, "/confluence/rest/api/server-information").status == 401)
            #expect(try await practice.get("/confluence/rest/api/server-information").json["version"].string != nil)
            #expect(try await practice.get("/wiki/api/v2/pages").status == 404)
            #expect(try await practice.get("/confluence/api/v2/pages").status == 404)
        }
    }

    @Test("trashed content is there only for who asks for it")
    func trashed() async throws {
        try await with { practice in
            let id = try #require(practice.visible("page", statuses: ["current"]).max())
            try practice.simulator.edit(.trash(id))
            let gone = try await practice.get("/confluence/rest/api/content/\(id)")
            #expect(gone.status == 404 && gone.json["reason"].string == "Not Found")
            let asked = try await practice.get("/confluence/rest/api/content/\(id)?status=any")
            #expect(asked.json["status"].string == "trashed")
        }
    }

    @Test("a file is downloaded with the same credentials, without a redirect")
    func download() async throws {
        try await with { practice in
            let file = try #require(
                try await all(practice, "content/search?limit=5&expand=version,container&cql=type%3Dattachment").first)
            let container = try #require(file["container"]["id"].string)
            let children = try await all(practice, "content/\(container)/child/attachment?expand=version")
            #expect(children.ids == [file["id"].string])
            let bytes = try await practice.get("/confluence" + (file["_links"]["download"].string ?? ""))
            #expect(bytes.status == 200 && bytes.body.count == file["extensions"]["fileSize"].int)
            let anonymous = try await WireClient.send(
                "GET", practice.simulator.origin, "/confluence" + (file["_links"]["download"].string ?? ""))
            #expect(anonymous.status == 401)
        }
    }

    @Test("times carry the server's offset, people have keys, ancestors are pages")
    func content() async throws {
        try await with { practice in
            let truth = try #require(
                practice.simulator.pages.first { $0.ancestors.count > 2 && $0.isVisible && $0.status == "current" })
            let page = try await practice.get(
                "/confluence/rest/api/content/\(truth.id)?expand=version,ancestors,space,history"
            ).json
            #expect(page["version"]["when"].string?.hasSuffix("+01:00") == true)
            #expect(
                page["version"]["by"]["userKey"].string?.isEmpty == false && page["version"]["by"]["accountId"].isNull)
            #expect(page["ancestors"].list.allSatisfy { $0["type"].string == "page" })
            #expect(Set(truth.ancestors.map(\.id)).isSuperset(of: page["ancestors"].list.ids))
            #expect(page["_links"]["self"].string == practice.simulator.baseURL + "/rest/api/content/\(truth.id)")
            let parent = try #require(page["ancestors"].list.ids.last)
            #expect(try await all(practice, "content/\(parent)/child/page").ids.contains(truth.id))
        }
    }

    @Test("people in bodies are named by keys that can be asked for")
    func mentions() async throws {
        try await with { practice in
            let bodies = try await all(practice, "content?type=page&limit=50&expand=body.storage")
                .compactMap { $0["body"]["storage"]["value"].string }
            #expect(bodies.allSatisfy { !$0.contains("ri:account-id") })
            let mentioning = try #require(bodies.first { $0.contains("ri:userkey=\"") })
            let key = mentioning.components(separatedBy: "ri:userkey=\"")[1].prefix { $0 != "\"" }
            let person = try await practice.get("/confluence/rest/api/user?key=\(key)")
            #expect(person.status == 200 && person.json["userKey"].string == String(key))
        }
    }

    @Test("view restrictions come with those of the ancestors")
    func restrictions() async throws {
        try await with { practice in
            let truth = try #require(
                practice.simulator.pages.first { $0.ancestors.count > 1 && $0.isVisible && $0.status == "current" })
            let top = try #require(
                truth.ancestors.first { ancestor in practice.simulator.pages.contains { $0.id == ancestor.id } })
            try practice.simulator.edit(.restrict(top.id, groups: ["77d2e6f0-leadership"]))
            let answer = try await practice.get(
                "/confluence/rest/api/content/\(truth.id)/restriction/relevantViewRestrictions")
            let inherited = answer.json["results"].list.first { $0["content"]["id"].string == top.id }
            #expect(inherited?["restrictions"]["group"]["results"][0]["name"].string == "leadership")
            let own = try await practice.get("/confluence/rest/api/content/\(truth.id)/restriction/byOperation/read")
            #expect(own.json["restrictions"]["group"]["size"].int == 0)
        }
    }

    @Test("spaces are found by key; permissions are for administrators")
    func spaces() async throws {
        try await with { practice in
            #expect(try await all(practice, "space?limit=2").count == 6)
            let found = try await all(practice, "space?spaceKey=ENG&spaceKey=DOCS&expand=description.plain")
            #expect(found.map { $0["key"].string } == ["ENG", "DOCS"])
            #expect(found[0]["id"].int == 65_536 && found[0]["status"].string == "current")
            practice.simulator.configure { $0.hasCapitalSpaceStatus = true }
            #expect(try await all(practice, "space")[0]["status"].string == "CURRENT")
            #expect(try await practice.get("/confluence/rest/api/space/NOPE").status == 404)
            #expect(try await practice.get("/confluence/rest/api/space/ENG/permissions").status == 403)
            practice.simulator.configure { $0.isSpaceAdministrator = true }
            let granted = try await practice.get("/confluence/rest/api/space/ENG/permissions")
            #expect(granted.json[0]["subject"]["name"].string == "confluence-users")
        }
    }

    @Test("answers have the documented shapes", .enabled(if: Specification.arePresent, "no copy of the specifications"))
    func shapes() async throws {
        let specification = try #require(Specification.dataCenter)
        try await with { practice in
            let page = try #require(practice.visible("page", statuses: ["current"]).min())
            for (path, request) in [
                ("/content", "content?limit=50&expand=version,space,history"),
                ("/content/scan", "content/scan?limit=10"),
                ("/content/{id}", "content/\(page)"), ("/space", "space"), ("/space/{spaceKey}", "space/ENG"),
                ("/content/search", "content/search?cql=type%3Dpage"), ("/user/current", "user/current"),
                ("/group", "group"), ("/server-information", "server-information"),
            ] {
                let answer = try await practice.get("/confluence/rest/api/" + request)
                #expect(answer.status == 200, "\(request)")
                let complaints = specification.complaints("get", "/rest/api" + path, answer.json, strict: false)
                    .filter { !$0.hasPrefix("no schema") }
                #expect(complaints.isEmpty, "\(request)")
            }
        }
    }
}
