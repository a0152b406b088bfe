import ConfluenceSimulator
import Foundation
import Testing

@Suite("answers have the documented shapes", .enabled(if: Specification.arePresent, "no copy of the specifications"))
struct SpecificationTests {
    /// Seen in recorded answers, but absent from the description.
    private static let alsoReal = [".subtype: not in", ".resolutionStatus: not in"]

    @Test("REST v2", arguments: [ConfluenceSimulator.Content.generated(pages: 300, spaces: 6), .sample])
    func cloudV2(_ site: ConfluenceSimulator.Content) async throws {
        let specification = try #require(Specification.cloudV2)
        try await Practice.with(site) { practice in
            let page = try #require(
                practice.simulator.pages.first { $0.ancestors.count > 1 && $0.kind == "page" && $0.isVisible }?.id)
            let post = try await practice.all("blogposts?limit=1").ids[0]
            let file = try await practice.all("attachments?limit=250").first?["id"].string ?? ""
            let space = try await practice.all("spaces?limit=1").ids[0]
            let footer = try await practice.all("footer-comments").ids.first ?? ""
            var cases = [
                ("/spaces", "spaces?description-format=plain"),
                ("/spaces/{id}", "spaces/\(space)?include-permissions=true"),
                ("/spaces/{id}/pages", "spaces/\(space)/pages?body-format=storage"),
                ("/spaces/{id}/blogposts", "spaces/\(space)/blogposts"),
                ("/spaces/{id}/permissions", "spaces/\(space)/permissions"), ("/space-role-mode", "space-role-mode"),
                ("/pages", "pages?limit=250&body-format=storage&status=current,archived,trashed"),
                ("/pages", "pages?sort=-modified-date&body-format=atlas_doc_format"),
                ("/pages/{id}", "pages/\(page)?include-labels=true&body-format=view&include-versions=true"),
                ("/pages/{id}/labels", "pages/\(page)/labels"), ("/pages/{id}/versions", "pages/\(page)/versions"),
                ("/pages/{id}/ancestors", "pages/\(page)/ancestors"),
                ("/pages/{id}/direct-children", "pages/\(page)/direct-children"),
                ("/pages/{id}/descendants", "pages/\(page)/descendants?depth=5"),
                ("/pages/{id}/attachments", "pages/\(page)/attachments"), ("/blogposts", "blogposts"),
                ("/blogposts/{id}", "blogposts/\(post)?include-labels=true"), ("/labels", "labels"),
                ("/attachments", "attachments?limit=250"), ("/footer-comments", "footer-comments?body-format=storage"),
                ("/inline-comments", "inline-comments?body-format=storage"),
            ]
            if !file.isEmpty { cases.append(("/attachments/{id}", "attachments/\(file)")) }
            if !footer.isEmpty {
                cases.append(
                    ("/footer-comments/{id}/children", "footer-comments/\(footer)/children?body-format=storage"))
                cases.append(("/footer-comments/{comment-id}", "footer-comments/\(footer)?body-format=storage"))
            }
            for (path, request) in cases {
                let answer = try await practice.get("/wiki/api/v2/" + request)
                #expect(answer.status == 200, "\(request)")
                let complaints = specification.complaints("get", path, answer.json, strict: true)
                    .filter { complaint in !Self.alsoReal.contains { complaint.contains($0) } }
                #expect(complaints.isEmpty, "\(request)")
            }
            try await self.posts(specification, practice, page)
        }
    }

    private func posts(_ specification: Specification, _ practice: Practice, _ page: String) async throws {
        let author = try await practice.get("/wiki/api/v2/pages/\(page)").json["authorId"].string ?? ""
        for (path, body) in [
            ("/users-bulk", "{\"accountIds\":[\"\(author)\"]}"),
            ("/content/convert-ids-to-types", "{\"contentIds\":[\"\(page)\",\"1\"]}"),
        ] {
            let answer = try await practice.post("/wiki/api/v2" + path, body)
            #expect(specification.complaints("post", path, answer.json, strict: true).isEmpty)
        }
    }

    @Test("what remains of REST v1")
    func cloudV1() async throws {
        let specification = try #require(Specification.cloudV1)
        try await Practice.with { practice in
            let page = try #require(
                practice.simulator.pages.first { $0.isRestricted && $0.isVisible }
                    ?? practice.simulator.pages.first { $0.isVisible })
            let author = try await practice.get("/wiki/api/v2/pages/\(page.id)").json["authorId"].string ?? ""
            let expand =
                "body.storage,version,ancestors,space,container,history.lastUpdated,metadata.labels,"
                + "restrictions.read.restrictions.user,restrictions.read.restrictions.group"
            let cql = "type in (page, blogpost, attachment, comment)".percentEncoded
            let cases = [
                ("/content/search", "content/search?cql=\(cql)&limit=50&expand=\(expand)"),
                ("/content/search", "content/search?cql=\(cql)&limit=200"), ("/search", "search?cql=\(cql)&limit=30"),
                ("/content/{id}/restriction", "content/\(page.id)/restriction"),
                (
                    "/content/{id}/restriction/byOperation/{operationKey}",
                    "content/\(page.id)/restriction/byOperation/read"
                ), ("/user", "user?accountId=\(author.percentEncoded)"), ("/user/current", "user/current"),
                ("/user/bulk", "user/bulk?accountId=\(author.percentEncoded)"), ("/group", "group"),
                ("/user/memberof", "user/memberof?accountId=\(author.percentEncoded)"),
                ("/group/{groupId}/membersByGroupId", "group/77d2e6f0-leadership/membersByGroupId"),
                ("/settings/systemInfo", "settings/systemInfo"),
            ]
            for (path, request) in cases {
                let answer = try await practice.get("/wiki/rest/api/" + request)
                #expect(answer.status == 200, "\(request)")
                let complaints = specification.complaints("get", "/wiki/rest/api" + path, answer.json, strict: false)
                #expect(complaints.isEmpty, "\(request)")
            }
        }
    }
}
