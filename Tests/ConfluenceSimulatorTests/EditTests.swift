import ConfluenceSimulator
import Testing

@Suite("edits")
struct EditTests {
    @Test("an edited page leads the listing by change, with the next version and another body")
    func body() async throws {
        try await Practice.with { practice in
            let id = try await practice.all("pages?limit=50").ids[40]
            let before = try await practice.get("/wiki/api/v2/pages/\(id)?body-format=storage").json
            try practice.simulator.edit(.body(id))
            let first = try await practice.get("/wiki/api/v2/pages?sort=-modified-date&limit=5&body-format=storage")
                .json
            #expect(first["results"][0]["id"].string == id)
            let after = first["results"][0]
            #expect(after["version"]["number"].int == (before["version"]["number"].int ?? 0) + 1)
            #expect(after["body"]["storage"]["value"].string != before["body"]["storage"]["value"].string)
            #expect((after["version"]["createdAt"].string ?? "") > (before["version"]["createdAt"].string ?? "~"))
            #expect(try await practice.all("pages?sort=-modified-date&limit=30").count == practice.all("pages").count)
        }
    }

    @Test("labels, restrictions and moves leave version and time of change alone")
    func quiet() async throws {
        try await Practice.with { practice in
            let ids = try await practice.all("pages?limit=50").ids
            let leaf = try #require(
                practice.simulator.pages.first { page in
                    page.kind == "page" && page.isVisible && page.status == "current" && page.spaceKey == "ENG"
                        && !practice.simulator.pages.contains { $0.ancestors.last?.id == page.id } && page.id != ids[1]
                }?.id)
            let before = try await practice.get("/wiki/api/v2/pages/\(leaf)").json
            try practice.simulator.edit([.relabel(leaf, ["x"]), .move(leaf, below: ids[0])])
            let after = try await practice.get("/wiki/api/v2/pages/\(leaf)").json
            #expect(after["version"]["number"].int == before["version"]["number"].int)
            #expect(after["version"]["createdAt"].string == before["version"]["createdAt"].string)
            #expect(after["parentId"].string == ids[0])
            #expect(try await practice.all("pages/\(ids[0])/direct-children").ids.contains(leaf))
        }
    }

    @Test("a move to another space takes along what is below, and its files")
    func moveBetweenSpaces() async throws {
        try await Practice.with(.generated(pages: 400, spaces: 2)) { practice in
            let pages = Array(practice.simulator.pages)
            let parent = try #require(
                pages.first { $0.spaceKey == "ENG" && $0.ancestors.count == 1 && $0.kind == "page" && $0.isVisible })
            let below = pages.filter { $0.ancestors.contains { $0.id == parent.id } }
            let files = try await practice.search("type = attachment and space = DOCS").count
            let moved = ([parent] + below).reduce(0) { $0 + $1.attachments.count }
            try practice.simulator.edit(.move(parent.id, below: nil, space: "DOCS"))
            let after = practice.simulator.pages.filter { $0.spaceKey == "DOCS" }.map(\.id)
            #expect(Set(after).isSuperset(of: below.map(\.id) + [parent.id]))
            let listed = Set(try await practice.all("spaces/65549/pages?limit=250").ids)
            #expect(listed.contains(parent.id))
            let visible = below.filter { $0.isVisible && $0.status != "trashed" }
            #expect(listed.isSuperset(of: visible.map(\.id)))
            if below.allSatisfy(\.isVisible) {
                #expect(try await practice.search("type = attachment and space = DOCS").count == files + moved)
            }
            #expect(pages.count == Array(practice.simulator.pages).count)
        }
    }

    @Test("the children of a trashed page move up; with descendants they go along")
    func trash() async throws {
        try await Practice.with(.generated(pages: 200, spaces: 1)) { practice in
            let pages = Array(practice.simulator.pages)
            let parents = pages.filter { page in
                !page.ancestors.isEmpty && pages.contains { $0.ancestors.last?.id == page.id }
            }
            let first = try #require(parents.first)
            let children = pages.filter { $0.ancestors.last?.id == first.id }.map(\.id)
            try practice.simulator.edit(.trash(first.id))
            for page in practice.simulator.pages where children.contains(page.id) {
                #expect(page.ancestors.map(\.id) == first.ancestors.map(\.id))
                #expect(page.status != "trashed")
            }
            let second = try #require(parents.last { !children.contains($0.id) && $0.id != first.id })
            try practice.simulator.edit(.trash(second.id, descendants: true))
            let below = practice.simulator.pages.filter { $0.ancestors.contains { $0.id == second.id } }
            #expect(!below.isEmpty && below.allSatisfy { $0.status == "trashed" })
            try practice.simulator.edit(SiteEdit(.restore, id: first.id))
            #expect(try await practice.get("/wiki/api/v2/pages/\(first.id)").json["status"].string == "current")
        }
    }

    @Test("a new page and a new version of a file are found in every way")
    func create() async throws {
        try await Practice.with { practice in
            let home = try await practice.all("pages?limit=1").ids[0]
            let page = try practice.simulator.edit(
                .create(space: "ENG", title: "Fresh <page>", below: home, body: "<p>x</p>"))
            #expect(try await practice.all("pages?id=\(page)").ids == [page])
            #expect(try await practice.all("spaces/65536/pages?limit=250").ids.contains(page))
            #expect(
                try await practice.search("id = \(page)", expand: "body.storage")[0]["body"]["storage"]["value"].string
                    == "<p>x</p>")
            let file = try practice.simulator.edit(.attach("a b.txt", text: "one", to: page))
            #expect(try practice.simulator.edit(.attach("a b.txt", text: "second", to: page)) == file)
            let listed = try await practice.all("attachments?sort=-modified-date&limit=50")
            #expect(listed[0]["id"].string == file && listed[0]["version"]["number"].int == 2)
            #expect(listed[0]["fileSize"].int == 6)
            try practice.simulator.edit(.detach("a b.txt", from: page))
            #expect(try await practice.all("pages/\(page)/attachments").isEmpty)
            #expect(try await practice.all("pages/\(page)/attachments?status=trashed").ids == [file])
        }
    }

    @Test("the control surface takes edits, tells requests and shows the truth")
    func control() async throws {
        try await Practice.with { practice in
            let ids = try await practice.all("pages?limit=2").ids
            let posted = try await practice.post(
                "/_simulator/edits", "[{\"edit\":\"retitle\",\"id\":\"\(ids[0])\",\"title\":\"Via HTTP\"}]")
            #expect(posted.json["ids"].strings == [ids[0]])
            let lines = try await practice.get("/_simulator/site").text.split(separator: "\n")
            #expect(lines.count == Array(practice.simulator.pages).count)
            #expect(lines.contains { $0.contains("\"Via HTTP\"") })
            let wrong = try await practice.post("/_simulator/edits", "[{\"edit\":\"trash\",\"id\":\"7\"}]")
            #expect(wrong.status == 400)
            let count = practice.simulator.requests.count("GET /api/v2/pages")
            #expect(count > 0)
            let told = try await practice.get("/_simulator/requests").json
            #expect(told["routes"]["GET /api/v2/pages"]["count"].int == count)
            #expect(told["total"].int == practice.simulator.requests.total)
            _ = try await practice.post("/_simulator/requests/reset", "")
            #expect(practice.simulator.requests.total == 0)
        }
    }

    @Test("points: one a request and one an object, two a person")
    func points() async throws {
        try await Practice.with { practice in
            _ = try await practice.get("/wiki/api/v2/pages?limit=100")
            #expect(practice.simulator.requests.points == 101)
            _ = try await practice.get("/wiki/rest/api/user/current")
            #expect(practice.simulator.requests.points == 104)
        }
    }

    @Test("edits that make no sense are refused and change nothing")
    func nonsense() async throws {
        try await Practice.with { practice in
            let ids = try await practice.all("pages?limit=2").ids
            for edit in [
                SiteEdit.move(ids[0], below: ids[1]), .retitle(ids[0], ""), .trash("1"),
                .create(space: "NOPE", title: "x"),
                .detach("none", from: ids[0]), .move(ids[1], below: "77"),
            ] {
                #expect(throws: SimulatorError.self) { try practice.simulator.edit(edit) }
            }
            #expect(try await practice.get("/_simulator/edits").text == "[]")
        }
    }
}
