import ConfluenceSimulator
import Testing

@Suite("a computed site")
struct GeneratedSiteTests {
    @Test("a million pages: any page of a listing costs the page, not the site")
    func million() async throws {
        try await Practice.with(.generated(pages: 1_000_000, spaces: 40)) { practice in
            let middle = try await practice.all("spaces?limit=250")[20]
            let space = try #require(middle["id"].string)
            let cql = "space = \"\(middle["key"].string ?? "")\" and type in (page,blogpost) order by created asc"
                .percentEncoded
            let recent = "type = page and lastmodified >= \"2024-05-10\" order by lastmodified asc".percentEncoded
            let paths = [
                "/wiki/api/v2/pages?limit=250", "/wiki/api/v2/pages?limit=250&sort=-modified-date",
                "/wiki/api/v2/blogposts?limit=250&sort=-modified-date", "/wiki/api/v2/spaces/\(space)/pages?limit=250",
                "/wiki/api/v2/attachments?sort=-modified-date&limit=250",
                "/wiki/rest/api/content/search?limit=200&cql=\(cql)",
                "/wiki/rest/api/content/search?limit=200&cql=\(recent)",
            ]
            for path in paths {
                practice.simulator.resetRequests()
                let answer = try await practice.get(path)
                #expect(answer.json["results"].list.count >= 200)
                #expect(!answer.json["_links"]["next"].isNull)
                // A page, one key ahead for each space, and a few that are hidden or trashed.
                #expect(practice.simulator.requests.examined < 600, "\(path)")
            }
            let id = try #require(
                try await practice.get("/wiki/api/v2/pages?limit=1&sort=-id").json["results"][0]["id"].string)
            #expect((Int(id) ?? 0) > 9_000_000)
            #expect(try await practice.all("pages?id=\(id)&body-format=storage").count == 1)
        }
    }

    @Test("the same number and seed give the same site, another seed another")
    func stable() async throws {
        func titles(_ seed: UInt64) async throws -> [String] {
            var titles: [String] = []
            try await Practice.with(.generated(pages: 60, spaces: 2, seed: seed)) { practice in
                titles = practice.simulator.pages.map { "\($0.id) \($0.title)" }
            }
            return titles
        }
        let first = try await titles(1)
        #expect(first.count == 60)
        #expect(try await titles(1) == first)
        #expect(try await titles(2) != first)
    }

    @Test("it has what a real site has", arguments: [UInt64(1), 2, 3])
    func variety(_ seed: UInt64) async throws {
        try await Practice.with(.generated(pages: 20_000, spaces: 8, seed: seed)) { practice in
            let pages = Array(practice.simulator.pages)
            #expect(pages.count == 20_000)
            #expect(Set(pages.map(\.id)).count == 20_000)
            let posts = pages.count { $0.kind == "blogpost" }
            #expect(posts > 900 && posts < 1100)
            #expect(pages.contains { $0.status == "archived" } && pages.contains { $0.status == "trashed" })
            #expect(pages.contains { $0.isRestricted && $0.isVisible } && pages.contains { !$0.isVisible })
            #expect(pages.count { $0.isRestricted } < 4000)
            #expect(pages.contains { $0.ancestors.count > 8 })
            let sizes = Dictionary(grouping: pages, by: \.spaceKey).mapValues(\.count)
            #expect(sizes.count == 8)
            #expect((sizes.values.max() ?? 0) > 4 * (sizes.values.min() ?? 0))
            let titles = Dictionary(grouping: pages, by: \.spaceKey).mapValues { Set($0.map(\.title)).count }
            #expect(titles == sizes)
        }
    }
}
