import ConfluenceModel
import HTTPTransport

extension CloudDialect {
    func spaces(keys: [String]?, after place: String?) async throws(ConfluenceError) -> Listing<Space> {
        guard keys?.isEmpty != true else { return Listing(elements: [], next: nil) }
        var query: Query = [("sort", "id")]
        if let keys { query.append(("keys", keys.prefix(Self.most).joined(separator: ","))) }
        let listing = try await wire.list(
            Wire.Enumeration(path: "/api/v2/spaces", query: query, limit: Self.most) { json throws(Unreadable) in
                try V2.space(json)
            }, after: place)
        guard let keys, keys.count > Self.most, listing.next == nil else { return listing }
        var rest = try await spaces(keys: Array(keys[Self.most...]), after: nil)
        rest.elements = listing.elements + rest.elements
        rest.problems = listing.problems + rest.problems
        return rest
    }

    func contents(
        _ kind: ContentKind, in space: Space, statuses: [ContentStatus], after place: String?
    ) async throws(ConfluenceError) -> Listing<ContentSummary> {
        // Blog posts are never archived one by one, and v2 refuses to be asked for it.
        let statuses = kind == .blogpost ? statuses.filter { $0 != .archived } : statuses
        guard !statuses.isEmpty else { return Listing(elements: [], next: nil) }
        let collection = kind == .blogpost ? "blogposts" : "pages"
        let query: Query = [("sort", "id"), ("status", statuses.map(\.rawValue).joined(separator: ","))]
        return try await wire.list(
            summaries(kind, "/api/v2/spaces/\(percentEncoded(space.id.rawValue))/\(collection)", query), after: place)
    }

    func recentlyModified(
        _ kind: ContentKind, in spaces: [Space]?, limit: Int, after place: String?
    ) async throws(ConfluenceError) -> Listing<ContentSummary> {
        var query: Query = [("sort", "-modified-date")]
        query.append(("status", kind == .blogpost ? "current" : "current,archived"))
        if let spaces { query.append(("space-id", spaces.prefix(100).map(\.id.rawValue).joined(separator: ","))) }
        let collection = kind == .blogpost ? "/api/v2/blogposts" : "/api/v2/pages"
        return try await wire.list(
            summaries(kind, collection, query, limit: min(max(1, limit), Self.most)), after: place)
    }

    func summaries(
        _ kind: ContentKind, _ path: String, _ query: Query, limit: Int = CloudDialect.most
    ) -> Wire.Enumeration<ContentSummary> {
        Wire.Enumeration(path: path, query: query, limit: limit) { json throws(Unreadable) in
            try V2.summary(json, kind)
        }
    }

    func attachments(
        of container: (id: ContentID, kind: ContentKind)?, limit: Int, after place: String?
    ) async throws(ConfluenceError) -> Listing<Attachment> {
        var path = "/api/v2/attachments"
        if let container {
            let collection = container.kind == .blogpost ? "blogposts" : "pages"
            path = "/api/v2/\(collection)/\(percentEncoded(container.id.rawValue))/attachments"
        }
        let enumeration = Wire.Enumeration(
            path: path, query: [("sort", "-modified-date")], limit: min(max(1, limit), Self.most)
        ) { json throws(Unreadable) in
            var attachment = try V2.attachment(json)
            if let container {
                attachment.containerID = container.id
                attachment.containerKind = container.kind
            }
            return attachment
        }
        return try await wire.list(enumeration, after: place)
    }

    func attachment(_ id: ContentID) async throws(ConfluenceError) -> Attachment? {
        do throws(ConfluenceError) {
            let json = try await wire.get(
                "/api/v2/attachments/\(percentEncoded(id.rawValue))", [("include-labels", "true")])
            wire.meter.addPoints(2)
            return try understood { () throws(Unreadable) in try V2.attachment(json) }
        } catch {
            if error.code == .notFound || error.code == .forbidden { return nil }
            throw error
        }
    }
}
