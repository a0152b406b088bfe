import ConfluenceModel
import HTTPTransport

/// Attachments of spaces and by id come by the same search from Cloud and from Data Center.
extension Dialect {
    func attachments(inSpace key: String, after place: String?) async throws(ConfluenceError) -> Listing<Attachment> {
        try await wire.list(
            attachments("space = \(CQL.quoted(key)) and type = attachment order by created asc"), after: place)
    }

    /// First the search index; what it lacks, or has in an older version, by its own address.
    func attachments(_ wanted: [WantedContent]) async throws(ConfluenceError) -> [ContentID: FetchedAttachment] {
        var fetched: [ContentID: FetchedAttachment] = [:]
        for batch in wanted.batches(of: 50) {
            let indexed = try await indexed(batch.map(\.id))
            var rest: [ContentID] = []
            for item in batch {
                if let found = indexed[item.id], found.isGood(for: item) {
                    fetched[item.id] = .found(found)
                } else {
                    rest.append(item.id)
                }
            }
            let found = try await concurrently(rest) { id throws(ConfluenceError) in try await singly(id) }
            for (id, one) in zip(rest, found) { fetched[id] = one }
        }
        return fetched
    }

    func attachments(_ cql: String, limit: Int = 200) -> Wire.Enumeration<Attachment> {
        Wire.Enumeration(
            path: "/rest/api/content/search",
            query: [("cql", cql), ("expand", V1Content.attachmentExpansion.joined(separator: ","))], limit: limit,
            paging: paging, points: 2
        ) { json throws(Unreadable) in try V1Content.attachment(json) }
    }

    /// A search that is refused finds nothing: each is read by its own address then.
    private func indexed(_ ids: [ContentID]) async throws(ConfluenceError) -> [ContentID: Attachment] {
        var search = Halving<Attachment>()
        do throws(ConfluenceError) {
            try await search.run(ids) { ids throws(ConfluenceError) in
                var enumeration = attachments("type = attachment and id in (\(CQL.ids(ids)))", limit: ids.count)
                enumeration.lowersLimit = false
                return try await wire.all(enumeration)
            }
        } catch {
            guard error.code == .badRequest else { throw error }
        }
        return Dictionary(
            search.elements.map { ($0.id, $0) }, uniquingKeysWith: { $0.version.number >= $1.version.number ? $0 : $1 })
    }

    private func singly(_ id: ContentID) async throws(ConfluenceError) -> FetchedAttachment {
        do throws(ConfluenceError) {
            guard var found = try await attachment(id) else { return .gone }
            switch found.status {
            case .trashed: return .trashed
            case .deleted, .draft, .historical: return .gone
            case .current, .archived:
                if found.labels == nil { found.labels = try await labels(of: id, .attachment) }
                return .found(found)
            }
        } catch {
            if [.serverError, .timeout, .malformed, .tooLarge].contains(error.code) { return .failed(error) }
            throw error
        }
    }
}

extension Attachment {
    /// Whether the index's copy will do.
    fileprivate func isGood(for wanted: WantedContent) -> Bool {
        status == .current && version.number >= wanted.version ?? 0 && containerID != nil && labels != nil
    }
}
