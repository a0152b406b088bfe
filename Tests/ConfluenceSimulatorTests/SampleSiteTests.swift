import ConfluenceSimulator
import Testing

@Suite("the sample site")
struct SampleSiteTests {
    @Test("it loads, and listings agree with it")
    func loads() async throws {
        try await Practice.with(.sample) { practice in
            #expect(try await practice.all("spaces").count >= 1)
            let pages = try await practice.all("pages?limit=20&body-format=storage")
            #expect(!pages.isEmpty)
            #expect(Set(pages.ids) == practice.visible("page", statuses: ["current", "archived"]))
            let posts = try await practice.all("blogposts?limit=20")
            #expect(Set(posts.ids) == practice.visible("blogpost", statuses: ["current"]))
            let found = try await practice.search(
                "type in (page, blogpost) order by lastmodified desc", expand: "body.storage")
            let archivedSpaces = Set(practice.simulator.pages.filter { $0.spaceStatus != "current" }.map(\.id))
            #expect(Set(found.ids) == practice.visible(statuses: ["current"]).subtracting(archivedSpaces))
        }
    }

    @Test("every file can be downloaded and has the size that is told")
    func files() async throws {
        try await Practice.with(.sample) { practice in
            for file in try await practice.all("attachments?limit=250") {
                let container = file["pageId"].string ?? file["blogPostId"].string ?? ""
                let redirect = try await practice.get(
                    "/wiki/rest/api/content/\(container)/child/attachment/\(file["id"].string ?? "")/download")
                let location = try #require(redirect.header("location"))
                let origin = location.split(separator: "/").prefix(2).joined(separator: "//")
                let bytes = try await WireClient.send("GET", origin, String(location.dropFirst(origin.count)))
                #expect(bytes.body.count == file["fileSize"].int)
            }
        }
    }
}
