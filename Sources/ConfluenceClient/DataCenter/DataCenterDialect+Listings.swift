import ConfluenceModel
import HTTPTransport

extension DataCenterDialect {
    func spaces(keys: [String]?, after place: String?) async throws(ConfluenceError) -> Listing<Space> {
        guard keys?.isEmpty != true else { return Listing(elements: [], next: nil) }
        // Never `permissions`: that expansion breaks whole answers (CONFSERVER-99908).
        let query: Query = (keys ?? []).map { ("spaceKey", $0) } + [("expand", "homepage")]
        let enumeration = Wire.Enumeration(path: "/rest/api/space", query: query, limit: 100, paging: .offset) {
            json throws(Unreadable) in try Self.space(json)
        }
        var listing = try await wire.list(enumeration, after: place)
        // Past the end some versions give records again (CONFSERVER-95272).
        var seen: Set<SpaceID> = []
        listing.elements.removeAll { !seen.insert($0.id).inserted }
        return listing
    }

    private static func space(_ json: JSON) throws(Unreadable) -> Space {
        Space(
            id: SpaceID(try json.required("id", of: "space")), key: try json.required("key", of: "space"),
            name: json["name"].text ?? "", type: json["type"].text ?? "global",
            status: json["status"].text?.lowercased() ?? "current",
            homepageID: json["homepage"]["id"].text.map { ContentID($0) }, webPath: json["_links"]["webui"].text)
    }

    /// By `content/scan`, whose cursor does not get slower with depth; by offsets on servers that do not have it.
    func contents(
        _ kind: ContentKind, in space: Space, statuses: [ContentStatus], after place: String?
    ) async throws(ConfluenceError) -> Listing<ContentSummary> {
        // Archived pages are not to be had here.
        guard statuses.contains(.current) else { return Listing(elements: [], next: nil) }
        let query: Query = [
            ("spaceKey", space.key), ("type", kind.rawValue), ("status", "current"),
            ("expand", V1Content.summaryExpansion.joined(separator: ",")),
        ]
        let byOffset = Wire.Enumeration(
            path: "/rest/api/content", query: query, limit: Self.most, paging: .offset, element: Self.summary)
        if let place, try Place(place).query.hasPrefix("start=") { return try await wire.list(byOffset, after: place) }
        var scan = byOffset
        scan.path = "/rest/api/content/scan"
        scan.paging = .cursor
        do throws(ConfluenceError) {
            return try await wire.list(scan, after: place)
        } catch {
            guard place == nil, [.notFound, .badRequest, .gone].contains(error.code) else { throw error }
            return try await wire.list(byOffset, after: nil)
        }
    }

    /// By search, which lags a little behind: the sweep repairs what it misses.
    func recentlyModified(
        _ kind: ContentKind, in spaces: [Space]?, limit: Int, after place: String?
    ) async throws(ConfluenceError) -> Listing<ContentSummary> {
        var cql = "type = \(kind.rawValue)"
        if let spaces {
            cql += " and space in (\(spaces.prefix(100).map { CQL.quoted($0.key) }.joined(separator: ",")))"
        }
        return try await wire.list(
            Wire.Enumeration(
                path: "/rest/api/content/search",
                query: [
                    ("cql", cql + " order by lastmodified desc"),
                    ("expand", V1Content.summaryExpansion.joined(separator: ",")),
                ],
                limit: min(max(1, limit), Self.most), paging: .offset, element: Self.summary), after: place)
    }

    static let summary: @Sendable (JSON) throws(Unreadable) -> ContentSummary? = { json throws(Unreadable) in
        try V1Content(json).summary
    }
}
