import ConfluenceSimulator
import Testing

@Suite("listings of REST v2")
struct ListingTests {
    @Test(
        "every order shows each page once, in order",
        arguments: ["id", "-id", "created-date", "-created-date", "modified-date", "-modified-date", "title", "-title"])
    func orders(_ sort: String) async throws {
        try await Practice.with { practice in
            let pages = try await practice.all("pages?limit=37&sort=\(sort)")
            #expect(Set(pages.ids) == practice.visible("page", statuses: ["current", "archived"]))
            #expect(pages.count == Set(pages.ids).count)
            let values = pages.map { page -> String in
                switch sort.drop(while: { $0 == "-" }) {
                case "id":
                    String(repeating: "0", count: 12 - (page["id"].string ?? "").count) + (page["id"].string ?? "")
                case "created-date": page["createdAt"].string ?? ""
                case "title": page["title"].string ?? ""
                default: page["version"]["createdAt"].string ?? ""
                }
            }
            #expect(values == (sort.hasPrefix("-") ? values.sorted(by: >) : values.sorted()))
        }
    }

    @Test("the spaces' listings together are the site's")
    func bySpace() async throws {
        try await Practice.with { practice in
            var pages: [String] = []
            var posts: [String] = []
            for space in try await practice.all("spaces").ids {
                pages += try await practice.all("spaces/\(space)/pages?limit=250").ids
                posts += try await practice.all("spaces/\(space)/blogposts?limit=2").ids
            }
            #expect(Set(pages) == practice.visible("page", statuses: ["current", "archived"]))
            #expect(Set(posts) == practice.visible("blogpost", statuses: ["current"]))
            #expect(!posts.isEmpty)
        }
    }

    @Test("next begins with /wiki/api/v2, keeps the parameters, and stands in the Link header too")
    func next() async throws {
        try await Practice.with { practice in
            let answer = try await practice.get("/wiki/api/v2/pages?limit=2&status=current")
            let next = try #require(answer.json["_links"]["next"].string)
            #expect(next.hasPrefix("/wiki/api/v2/pages?"))
            #expect(next.contains("limit=2") && next.contains("status=current") && next.contains("cursor="))
            #expect(answer.header("link") == "<\(next)>; rel=\"next\", <\(practice.simulator.baseURL)>; rel=\"base\"")
            #expect(answer.json["_links"]["base"].string == practice.simulator.baseURL)
            let last = try await practice.get("/wiki/api/v2/spaces?limit=250")
            #expect(last.json["_links"]["next"].isNull)
            #expect(last.header("link")?.contains("rel=\"next\"") == false)
        }
    }

    @Test("ids that are unknown, trashed or hidden are absent without a word")
    func silentAbsence() async throws {
        try await Practice.with { practice in
            let ids = Array(try await practice.all("pages?limit=250").ids.suffix(4))
            try practice.simulator.edit(.trash(ids[1]))
            try practice.simulator.edit(.restrict(ids[2], users: ["somebody-else"]))
            let found = try await practice.all("pages?id=\(ids.joined(separator: ",")),99999999&body-format=storage")
            #expect(Set(found.ids) == [ids[0], ids[3]])
            #expect(found.allSatisfy { $0["body"]["storage"]["representation"].string == "storage" })
            let repeated = try await practice.all("pages?id=\(ids[0])&id=\(ids[3])")
            #expect(Set(repeated.ids) == [ids[0], ids[3]])
        }
    }

    @Test("a hidden page hides what is below it")
    func inheritedRestriction() async throws {
        try await Practice.with(.generated(pages: 200, spaces: 1)) { practice in
            let home = try #require(try await practice.all("spaces").first?["homepageId"].string)
            let child = try #require(try await practice.all("pages/\(home)/direct-children").ids.first)
            try practice.simulator.edit(.restrict(child, groups: ["nobody"]))
            let below = try await practice.search("ancestor = \(child)")
            #expect(below.isEmpty)
            #expect(try await practice.get("/wiki/api/v2/pages/\(child)").status == 404)
            let listed = Set(try await practice.all("pages?limit=250").ids)
            #expect(!listed.contains(child))
            #expect(listed == practice.visible("page", statuses: ["current", "archived"]))
            #expect(listed.count < 190)
        }
    }

    @Test("statuses: pages show archived ones by default, trashed ones on demand")
    func statuses() async throws {
        try await Practice.with { practice in
            let ids = try await practice.all("pages?limit=3").ids
            try practice.simulator.edit([SiteEdit(.archive, id: ids[1]), .trash(ids[2])])
            let standard = try await practice.all("pages?limit=250").ids
            #expect(standard.contains(ids[1]) && !standard.contains(ids[2]))
            #expect(try await practice.all("pages?status=current&limit=250").ids.contains(ids[1]) == false)
            #expect(try await practice.all("pages?status=trashed&limit=250").ids.contains(ids[2]))
            #expect(try await practice.get("/wiki/api/v2/pages?status=nonsense").status == 400)
        }
    }

    @Test("a limit beyond the bounds is brought into them, one that is no number refused")
    func limits() async throws {
        try await Practice.with { practice in
            for (query, count) in [("?limit=100000", 250), ("?limit=0", 1), ("", 25)] {
                let answer = try await practice.get("/wiki/api/v2/pages" + query)
                #expect(answer.json["results"].list.count == count)
            }
            let refused = try await practice.get("/wiki/api/v2/pages?limit=many")
            #expect(refused.status == 400)
        }
    }

    @Test(
        "a cursor that is broken, of another order, or expired is refused", arguments: ["garbage", "order", "expired"])
    func cursors(_ flaw: String) async throws {
        try await Practice.with { practice in
            let next = try #require(try await practice.get("/wiki/api/v2/pages?limit=2").json["_links"]["next"].string)
            var path = next
            switch flaw {
            case "garbage": path = "/wiki/api/v2/pages?cursor=garbage"
            case "order": path += "&sort=-modified-date"
            default: practice.simulator.add(Fault(.expireCursors))
            }
            let answer = try await practice.get(path)
            #expect(answer.status == 400)
            #expect(answer.json["errors"][0]["code"].string == "INVALID_REQUEST_PARAMETER")
        }
    }

    @Test("pages that are edited during a walk by id are not missed")
    func editedDuringWalk() async throws {
        try await Practice.with { practice in
            let first = try await practice.get("/wiki/api/v2/pages?limit=100")
            let seen = first.json["results"].list.ids
            let later = practice.visible("page", statuses: ["current"]).subtracting(seen).sorted()
            try practice.simulator.edit(later.prefix(5).map { SiteEdit.body($0) } + [.body(seen[0])])
            let next = try #require(first.json["_links"]["next"].string)
            let rest = try await practice.all(String(next.dropFirst("/wiki/api/v2/".count))).ids
            #expect(Set(seen + rest) == practice.visible("page", statuses: ["current", "archived"]))
            #expect(seen.count + rest.count == Set(seen + rest).count)
        }
    }

    @Test("spaces are found by key, id and type; personal keys begin with a tilde")
    func spaces() async throws {
        try await Practice.with { practice in
            let spaces = try await practice.all("spaces?limit=2")
            #expect(spaces.count == 6)
            let personal = try #require(spaces.first { $0["type"].string == "personal" })
            let key = try #require(personal["key"].string)
            #expect(key.hasPrefix("~"))
            #expect(try await practice.all("spaces?keys=\(key.percentEncoded),NOPE").ids == [personal["id"].string])
            #expect(try await practice.all("spaces?type=personal").ids == [personal["id"].string])
            let closed = try await practice.all("spaces/\(spaces[2]["id"].string ?? "")/permissions")
            #expect(closed.map { $0["principal"]["type"].string } == ["group"])
            #expect(closed[0]["operation"]["key"].string == "read")
        }
    }
}
