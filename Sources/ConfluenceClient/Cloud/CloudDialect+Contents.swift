import ConfluenceModel
import HTTPTransport

extension CloudDialect {
    /// First the search index, 50 a request with everything; what it lacks or has in an older version by v2 ids; what even
    /// those do not have, singly.
    func contents(of wanted: [WantedContent], body: Bool) async throws(ConfluenceError) -> [ContentID: Fetched] {
        var fetched: [ContentID: Fetched] = [:]
        for batch in wanted.batches(of: Self.bodies) {
            let indexed = try await indexed(batch.map(\.id), body: body)
            var rest: [WantedContent] = []
            for item in batch {
                if let content = indexed[item.id], content.isGood(for: item, body: body) {
                    fetched[item.id] = .content(content)
                } else {
                    rest.append(item)
                }
            }
            for (id, one) in try await remaining(rest, indexed: indexed, body: body) { fetched[id] = one }
        }
        return fetched
    }

    /// - Parameter indexed: all that the index gave, older versions of these and others of the batch.
    private func remaining(
        _ rest: [WantedContent], indexed: [ContentID: Content], body: Bool
    ) async throws(ConfluenceError) -> [ContentID: Fetched] {
        guard !rest.isEmpty else { return [:] }
        var fetched: [ContentID: Fetched] = [:]
        var found: [V2Content] = []
        for kind in [ContentKind.page, .blogpost] {
            let ids = rest.filter { $0.kind == kind }.map(\.id)
            var bulk = Halving<V2Content>()
            try await bulk.run(ids) { ids throws(ConfluenceError) in try await byIDs(ids, kind, body: body) }
            found += bulk.elements
            for (id, error) in bulk.failures { fetched[id] = .failed(error) }
        }
        let known = Set(found.map(\.summary.id))
        let absent = rest.filter { !known.contains($0.id) && fetched[$0.id] == nil }
        for (id, one) in try await singly(absent, body: body) {
            switch one {
            case .success(let content?): found.append(content)
            case .success(nil): fetched[id] = .gone
            case .failure(let error): fetched[id] = .failed(error)
            }
        }
        for (id, one) in try await assembled(found, indexed: indexed, body: body) {
            fetched[id] = one
        }
        return fetched
    }

    private func byIDs(_ ids: [ContentID], _ kind: ContentKind, body: Bool) async throws(ConfluenceError) -> [V2Content]
    {
        let statuses = kind == .blogpost ? "current,trashed" : "current,archived,trashed"
        var query: Query = [("id", ids.map(\.rawValue).joined(separator: ",")), ("status", statuses)]
        if body { query.append(("body-format", "storage")) }
        let path = kind == .blogpost ? "/api/v2/blogposts" : "/api/v2/pages"
        return try await wire.all(
            Wire.Enumeration(
                path: path, query: query, limit: Self.most, maxBytes: body ? Wire.Size.bodies : Wire.Size.metadata,
                lowersLimit: false
            ) { json throws(Unreadable) in try V2Content(json, kind) })
    }

    /// Those that no list shows: gone, or of another kind than thought (pages and blog posts can be converted).
    private func singly(
        _ wanted: [WantedContent], body: Bool
    ) async throws(ConfluenceError) -> [(ContentID, Result<V2Content?, ConfluenceError>)] {
        guard !wanted.isEmpty else { return [] }
        let kinds = try await kinds(of: wanted.map(\.id))
        return try await concurrently(wanted) { item throws(ConfluenceError) in
            guard let kinds else { return (item.id, try await single(item.id, item.kind, body: body)) }
            guard let kind = kinds[item.id], kind == .page || kind == .blogpost else { return (item.id, .success(nil)) }
            return (item.id, try await single(item.id, kind, body: body))
        }
    }

    private func single(
        _ id: ContentID, _ kind: ContentKind, body: Bool
    ) async throws(ConfluenceError) -> Result<V2Content?, ConfluenceError> {
        let path = kind == .blogpost ? "/api/v2/blogposts" : "/api/v2/pages"
        var query: Query = [("include-labels", "true")]
        if body { query.append(("body-format", "storage")) }
        do throws(ConfluenceError) {
            let json = try await wire.get("\(path)/\(percentEncoded(id.rawValue))", query, maxBytes: Wire.Size.bodies)
            wire.meter.addPoints(2)
            return .success(try understood { () throws(Unreadable) in try V2Content(json, kind) })
        } catch {
            switch error.code {
            case .notFound, .forbidden: return .success(nil)
            case .serverError, .timeout, .malformed, .tooLarge: return .failure(error)
            default: throw error
            }
        }
    }

    /// Ids to kinds, 100 a request: `POST /content/convert-ids-to-types`. What is missing is gone or hidden.
    /// - Returns: `nil` where the token may not ask.
    func kinds(of ids: [ContentID]) async throws(ConfluenceError) -> [ContentID: ContentKind]? {
        var kinds: [ContentID: ContentKind] = [:]
        for batch in ids.batches(of: 100) {
            do throws(ConfluenceError) {
                let list = batch.map { JSONText.quoted($0.rawValue) }.joined(separator: ",")
                let answer = try await wire.post("/api/v2/content/convert-ids-to-types", "{\"contentIds\":[\(list)]}")
                wire.meter.addPoints(1 + 2 * batch.count)
                for member in answer["results"].members {
                    guard let kind = member.value.text.flatMap({ ContentKind(rawValue: $0) }) else { continue }
                    kinds[ContentID(member.name)] = kind
                }
            } catch {
                if [.missingScope, .forbidden, .gone, .notFound, .badRequest].contains(error.code) { return nil }
                throw error
            }
        }
        return kinds
    }
}
