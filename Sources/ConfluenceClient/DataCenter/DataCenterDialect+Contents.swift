import ConfluenceModel
import HTTPTransport

extension DataCenterDialect {
    /// First the search index, 50 a request; what it lacks or has in an older version by the content's own address, which
    /// brings everything in one request too.
    func contents(of wanted: [WantedContent], body: Bool) async throws(ConfluenceError) -> [ContentID: Fetched] {
        var fetched: [ContentID: Fetched] = [:]
        for batch in wanted.batches(of: 50) {
            let indexed = try await indexed(batch.map(\.id), body: body)
            var rest: [WantedContent] = []
            for item in batch {
                if let content = indexed[item.id], content.isGood(for: item, body: body) {
                    fetched[item.id] = .content(content)
                } else {
                    rest.append(item)
                }
            }
            let found = try await concurrently(rest) { item throws(ConfluenceError) in try await one(item, body: body) }
            for (item, one) in zip(rest, found) { fetched[item.id] = one }
        }
        return fetched
    }

    private func one(_ item: WantedContent, body: Bool) async throws(ConfluenceError) -> Fetched {
        let expand = V1Content.factsExpansion + ["history"] + (body ? ["body.storage"] : [])
        do throws(ConfluenceError) {
            guard let found = try await single(item.id, expand: expand, status: "any", maxBytes: Wire.Size.bodies)
            else {
                return .gone
            }
            guard found.hasAncestors else {
                return .failed(ConfluenceError(.malformed, "content \(item.id) came without its ancestors"))
            }
            var content = try await complete(found)
            if content.facts.readRestriction == nil {
                content.facts.readRestriction = try await restriction(of: item.id)
            }
            guard content.body != nil || !body else {
                return .failed(ConfluenceError(.malformed, "content \(item.id) came without its body"))
            }
            switch content.status {
            case .current: return .content(content)
            case .archived: return .archived(content)
            case .trashed: return .trashed
            case .deleted, .draft, .historical: return .gone
            }
        } catch {
            if error.isOfItsOwn { return .failed(error) }
            throw error
        }
    }

    func presence(of ids: [(id: ContentID, kind: ContentKind)]) async throws(ConfluenceError) -> [ContentID: Presence] {
        var presence: [ContentID: Presence] = [:]
        for batch in ids.map(\.id).batches(of: 100) {
            var search = Halving<V1Content>()
            try await search.run(batch) { ids throws(ConfluenceError) in
                try await found(ids, expand: V1Content.summaryExpansion)
            }
            for found in search.elements { presence[found.content.facts.id] = Presence(found.summary) }
        }
        let unseen = ids.map(\.id).filter { presence[$0] == nil }
        let looks = try await concurrently(unseen) { id throws(ConfluenceError) in
            try await single(id, expand: V1Content.summaryExpansion, status: "any")
        }
        for (id, found) in zip(unseen, looks) { presence[id] = found.map { Presence($0.summary) } ?? .absent }
        return presence
    }

    func pages(
        titled names: [PageName], unindexed: Int
    ) async throws(ConfluenceError) -> [PageName: ContentSummary] {
        var pages: [PageName: ContentSummary] = [:]
        for cql in CQL.titles(names) {
            let search = wire.search(cql, expand: V1Content.summaryExpansion, limit: Self.most, paging: paging)
            pages.merge(CQL.matches(names, try await wire.all(search)), uniquingKeysWith: { one, _ in one })
        }
        let missing = names.filter { pages[$0] == nil }.prefix(unindexed)
        let found = try await concurrently(Array(missing)) { name throws(ConfluenceError) in
            let query: Query = [
                ("spaceKey", name.spaceKey), ("title", name.title), ("type", "page"),
                ("expand", V1Content.summaryExpansion.joined(separator: ",")),
            ]
            do throws(ConfluenceError) {
                return try await wire.list(
                    Wire.Enumeration(
                        path: "/rest/api/content", query: query, limit: 5, paging: .offset, element: Self.summary),
                    after: nil
                ).elements.first
            } catch {
                if error.code == .notFound { return nil }
                throw error
            }
        }
        for (name, page) in zip(missing, found) { pages[name] = page }
        return pages
    }

    /// The path that the listing gave, with the same credentials; its version and date parameters are needed.
    func download(_ attachment: Attachment, to file: Int32, maxBytes: Int) async throws(ConfluenceError) -> Int {
        guard let path = attachment.downloadPath, path.hasPrefix("/"), !path.hasPrefix("//") else {
            throw ConfluenceError(.notFound, "attachment \(attachment.id) has no download address")
        }
        let url: HTTPURL
        do throws(HTTPError) {
            url = try HTTPURL(wire.site.base.description + path)
        } catch {
            throw ConfluenceError(error)
        }
        return try await wire.download(
            HTTPRequest(.get, url, maxBodyBytes: maxBytes, redirects: .sameOrigin, file: file), attachment)
    }
}
