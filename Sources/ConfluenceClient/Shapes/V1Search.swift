import ConfluenceModel
import HTTPTransport

extension Wire {
    /// A search for content with its facts: `GET /rest/api/content/search`, the same on Cloud and Data Center but for paging.
    func search(
        _ cql: String, expand: [String], limit: Int, paging: Paging, maxBytes: Int = Size.metadata
    ) -> Enumeration<V1Content> {
        // Two points apiece: the content and about one person that comes with it.
        Enumeration(
            path: "/rest/api/content/search", query: [("cql", cql), ("expand", expand.joined(separator: ","))],
            limit: limit, paging: paging, maxBytes: maxBytes, points: 2
        ) { json throws(Unreadable) in try V1Content(json) }
    }

    /// `totalSize` of a search: permission filtered, about right.
    func count(_ cql: String) async throws(ConfluenceError) -> Int {
        let answer = try await get("/rest/api/search", [("cql", cql), ("limit", "1")])
        meter.addPoints(2)
        guard let size = answer["totalSize"].int, size >= 0 else {
            throw ConfluenceError(.malformed, "\(site.base)/rest/api/search did not say how many results there are")
        }
        return size
    }

    /// Who the credentials belong to, by `GET /rest/api/user/current`, which Cloud and Data Center share.
    func currentUser() async throws(ConfluenceError) -> User {
        let answer = try await get("/rest/api/user/current")
        meter.addPoints(3)
        guard answer["type"].text != "anonymous", let user = V1Content.user(answer) else {
            throw ConfluenceError(
                .unauthorized,
                "\(site.base) does not know who we are and would show only what everybody may read. Check user name and token."
            )
        }
        return user
    }
}

extension V1Content {
    var summary: ContentSummary {
        let facts = content.facts
        return ContentSummary(
            id: facts.id, kind: facts.kind, status: content.status, title: facts.title,
            spaceID: content.spaceID ?? SpaceID(""), parentID: facts.ancestors.last?.id,
            parentKind: facts.ancestors.last?.kind,
            version: ContentVersion(number: facts.version, createdAt: content.updatedAt, author: content.updatedBy?.id),
            createdAt: content.createdAt, author: content.createdBy?.id, webPath: content.webPath)
    }
}
