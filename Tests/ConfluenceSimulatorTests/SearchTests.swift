import ConfluenceSimulator
import Testing

@Suite("search by query language")
struct SearchTests {
    @Test("a query of a space finds its current pages and posts, each once")
    func space() async throws {
        try await Practice.with { practice in
            let found = try await practice.search(
                "space = \"ENG\" and type in (page, blogpost) order by created asc", expand: "version", limit: 33)
            let truth = practice.simulator.pages.filter {
                $0.spaceKey == "ENG" && $0.status == "current" && $0.isVisible
            }
            #expect(Set(found.ids) == Set(truth.map(\.id)))
            #expect(found.count == truth.count)
        }
    }

    @Test("next is relative to /wiki, and start is ignored")
    func next() async throws {
        try await Practice.with { practice in
            let answer = try await practice.get("/wiki/rest/api/content/search?cql=type%3Dpage&limit=3&start=40")
            let next = try #require(answer.json["_links"]["next"].string)
            #expect(next.hasPrefix("/rest/api/content/search?"))
            #expect(next.contains("cql=type%3Dpage") && next.contains("limit=3"))
            let plain = try await practice.get("/wiki/rest/api/content/search?cql=type%3Dpage&limit=3")
            #expect(plain.json["results"].list.ids == answer.json["results"].list.ids)
            #expect(answer.json["size"].int == 3 && answer.json["start"].int == 0)
        }
    }

    @Test(
        "the server lowers the limit without a word",
        arguments: [
            ("", 200), ("&expand=version", 200), ("&expand=body.storage", 50), ("&expand=body.export_view", 25),
        ])
    func caps(_ expand: String, _ cap: Int) async throws {
        try await Practice.with { practice in
            let answer = try await practice.get("/wiki/rest/api/content/search?cql=type%3Dpage&limit=1000\(expand)")
            #expect(answer.json["limit"].int == cap)
            #expect(answer.json["results"].list.count == cap)
        }
    }

    @Test("what is expanded is there, the rest is named as expandable")
    func expansion() async throws {
        try await Practice.with { practice in
            let id = try await practice.all("pages?limit=10").ids[9]
            try practice.simulator.edit([
                .relabel(id, ["howto"]),
                .restrict(id, users: ["5b10a0effa615349cb016cd8"], groups: ["77d2e6f0-leadership"]),
            ])
            let bare = try await practice.search("id = \(id)")
            #expect(bare[0]["body"].isNull && !bare[0]["_expandable"]["body"].isNull)
            #expect(!bare[0]["_expandable"]["version"].isNull)
            let full = try await practice.search(
                "id in (\(id), 4)",
                expand: "body.storage,version,ancestors,space,history,metadata.labels,"
                    + "restrictions.read.restrictions.user,restrictions.read.restrictions.group")
            #expect(full.count == 1)
            let page = full[0]
            #expect(page["body"]["storage"]["value"].string?.isEmpty == false)
            #expect(page["metadata"]["labels"]["results"][0]["name"].string == "howto")
            let read = page["restrictions"]["read"]["restrictions"]
            #expect(read["user"]["results"][0]["accountId"].string == "5b10a0effa615349cb016cd8")
            #expect(read["group"]["results"][0]["name"].string == "leadership")
            #expect(read["group"]["results"][0]["id"].string == "77d2e6f0-leadership")
            let truth = practice.simulator.pages.first { $0.id == id }
            #expect(page["ancestors"].list.ids == truth?.ancestors.map(\.id))
            #expect(page["space"]["id"].int == 65_536)
        }
    }

    @Test(
        "what cannot be parsed is refused",
        arguments: [
            "", "space = ~abc", "nofield = 1", "type = page and", "type = \"page", "(type = page", "type = page)",
            "space = AND", "lastmodified > \"yesterday\"", "order by", "id in ()", "type ! page",
            "created > now(\"1x\")",
            "type = page order by nothing", String(repeating: "(", count: 500),
        ])
    func malformed(_ cql: String) async throws {
        try await Practice.with(.generated(pages: 20, spaces: 1)) { practice in
            let answer = try await practice.get("/wiki/rest/api/content/search?cql=\(cql.percentEncoded)")
            #expect(answer.status == 400)
            #expect(answer.json["statusCode"].int == 400)
        }
    }

    @Test("operators, parentheses and fields mean what they say")
    func meaning() async throws {
        try await Practice.with { practice in
            let pages = Array(practice.simulator.pages.filter { $0.isVisible && $0.status == "current" })
            func ids(_ test: (SimulatedPage) -> Bool) -> Set<String> { Set(pages.filter(test).map(\.id)) }
            let label = try #require(pages.flatMap(\.labels).first)
            let word = try #require(pages[5].title.split(separator: " ").last)
            let cases: [(String, Set<String>)] = [
                ("type = blogpost", ids { $0.kind == "blogpost" }),
                ("type != blogpost AND type not in (attachment, comment)", ids { $0.kind == "page" }),
                ("type != attachment and label = \"\(label)\"", ids { $0.labels.contains(label) }),
                (
                    "type in (page,blogpost) and (space = \"DOCS\" or (label = '\(label)' and not space = ENG))",
                    ids { $0.spaceKey == "DOCS" || ($0.labels.contains(label) && $0.spaceKey != "ENG") }
                ),
                ("type in (page, blogpost) and title = \"\(pages[5].title)\"", ids { $0.title == pages[5].title }),
                (
                    "type in (page, blogpost) and title ~ \"\(word)\" and space = \(pages[5].spaceKey)",
                    ids { $0.title.lowercased().contains(word.lowercased()) && $0.spaceKey == pages[5].spaceKey }
                ),
                ("ancestor = \(pages[0].id)", ids { $0.ancestors.contains { $0.id == pages[0].id } }),
            ]
            for (cql, wanted) in cases {
                let found = Set(try await practice.search(cql).filter { $0["type"].string != "folder" }.ids)
                #expect(found == wanted, "\(cql)")
            }
        }
    }

    @Test("times have minutes, in the reader's zone; now() has no zone")
    func times() async throws {
        var options = SimulatorOptions()
        options.timeZoneMinutes = 120
        try await Practice.with(options: options) { practice in
            let id = try await practice.all("pages?limit=3").ids[1]
            var edit = SiteEdit.body(id)
            edit.at = "2025-03-01T10:05:30.000Z"
            try practice.simulator.edit(edit)
            func finds(_ condition: String) async throws -> Bool {
                try await practice.search("type = page and lastmodified \(condition)").ids.contains(id)
            }
            let included = [
                ">= \"2025-03-01 12:05\"", "<= \"2025/03/01 12:05\"", "= \"2025-03-01 12:05\"", "= \"2025-03-01\"",
            ]
            for condition in included { #expect(try await finds(condition), "\(condition)") }
            let excluded = [
                "> \"2025-03-01 12:05\"", "< \"2025-03-01 12:05\"", ">= \"2025-03-01 12:06\"",
                "<= \"2025-03-01 10:05\"",
            ]
            for condition in excluded { #expect(try await !finds(condition), "\(condition)") }
            try practice.simulator.edit(.body(id))
            #expect(try await finds(">= now(\"-5m\")"))
        }
    }

    @Test("order by lastmodified ascending goes up, from the bound on")
    func byChange() async throws {
        try await Practice.with { practice in
            let found = try await practice.search(
                "type in (page,blogpost) and lastmodified >= \"2023-06-01\" order by lastmodified asc",
                expand: "version",
                limit: 20)
            let times = found.compactMap { $0["version"]["when"].string }
            #expect(times.count == found.count && times.count > 40)
            #expect(times == times.sorted())
            #expect((times.first ?? "") >= "2023-06-01")
        }
    }

    @Test("the index shows an edit only after its lag, the page itself at once")
    func lag() async throws {
        var options = SimulatorOptions()
        options.indexLag = .seconds(3600)
        try await Practice.with(options: options) { practice in
            let ids = try await practice.all("pages?limit=9").ids
            try practice.simulator.edit([.retitle(ids[7], "New name"), .trash(ids[8])])
            let indexed = try await practice.search("id in (\(ids[7]),\(ids[8]))", expand: "version")
            #expect(indexed.ids == [ids[7]])
            #expect(indexed[0]["title"].string != "New name")
            let page = try await practice.get("/wiki/api/v2/pages/\(ids[7])").json
            #expect(page["title"].string == "New name")
            #expect((page["version"]["number"].int ?? 0) == (indexed[0]["version"]["number"].int ?? 0) + 1)
            practice.simulator.configure { $0.indexLag = .zero }
            #expect(try await practice.search("id = \(ids[7])")[0]["title"].string == "New name")
        }
    }

    @Test("an index frozen after some edits stays there")
    func frozen() async throws {
        var options = SimulatorOptions()
        options.indexFrozenAfterEdits = 1
        try await Practice.with(options: options) { practice in
            let id = try await practice.all("pages?limit=9").ids[8]
            try practice.simulator.edit([.retitle(id, "One"), .retitle(id, "Two")])
            #expect(try await practice.search("id = \(id)")[0]["title"].string == "One")
        }
    }

    @Test("attachments and comments are found with what they hang on")
    func hanging() async throws {
        try await Practice.with { practice in
            let file = try #require(try await practice.all("attachments?limit=1").first)
            let found = try await practice.search(
                "container = \(file["pageId"].string ?? "") and type = attachment", expand: "container,version")
            #expect(found.ids == [file["id"].string])
            #expect(found[0]["container"]["id"].string == file["pageId"].string)
            #expect(found[0]["extensions"]["fileSize"].int == file["fileSize"].int)
            #expect(try await practice.search("type = attachment").count == practice.all("attachments?limit=250").count)
            let comments = try await practice.all("footer-comments").count + practice.all("inline-comments").count
            #expect(try await practice.search("type = comment").count == comments)
        }
    }

    @Test("search tells the total; archived spaces only on demand")
    func totals() async throws {
        try await Practice.with { practice in
            let cql = "space = \"DOCS\" and type = page".percentEncoded
            let answer = try await practice.get("/wiki/rest/api/search?limit=1&cql=\(cql)")
            let truth = practice.simulator.pages.filter {
                $0.spaceKey == "DOCS" && $0.kind == "page" && $0.status == "current" && $0.isVisible
            }
            #expect(answer.json["totalSize"].int == truth.count)
            #expect(answer.json["results"][0]["content"]["type"].string == "page")
            var edit = SiteEdit(.space)
            edit.space = "DOCS"
            edit.status = "archived"
            try practice.simulator.edit(edit)
            let none = try await practice.get("/wiki/rest/api/search?limit=1&cql=\(cql)")
            #expect(none.json["totalSize"].int == 0)
            let some = try await practice.get("/wiki/rest/api/search?limit=1&cql=\(cql)&includeArchivedSpaces=true")
            #expect(some.json["totalSize"].int == truth.count)
        }
    }

    @Test("a restriction names users and groups for read, and always lists update too")
    func restriction() async throws {
        try await Practice.with { practice in
            let id = try await practice.all("pages?limit=9").ids[8]
            let open = try await practice.get("/wiki/rest/api/content/\(id)/restriction").json
            #expect(open["results"].list.compactMap { $0["operation"].string } == ["read", "update"])
            #expect(open["results"][0]["restrictions"]["user"]["size"].int == 0)
            try practice.simulator.edit(.restrict(id, groups: ["77d2e6f0-leadership"]))
            let closed = try await practice.get("/wiki/rest/api/content/\(id)/restriction").json
            #expect(closed["results"][0]["restrictions"]["group"]["results"][0]["name"].string == "leadership")
            #expect(closed["restrictionsHash"].string != open["restrictionsHash"].string)
            let keyed = try await practice.get("/wiki/rest/api/content/\(id)/restriction/byOperation/read").json
            #expect(keyed["restrictions"]["group"]["size"].int == 1)
        }
    }
}
