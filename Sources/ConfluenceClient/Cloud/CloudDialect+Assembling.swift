import ConfluenceModel
import HTTPTransport

extension CloudDialect {
    /// Adds to v2 contents what v2 does not say, labels from the index's older copy or by a request each, and always its
    /// restriction and its ancestors by requests.
    /// - Parameter indexed: the batch as the index has it; what it tells of spaces, people and titles is not asked again.
    func assembled(
        _ found: [V2Content], indexed: [ContentID: Content], body: Bool
    ) async throws(ConfluenceError) -> [ContentID: Fetched] {
        var fetched: [ContentID: Fetched] = [:]
        var living: [V2Content] = []
        for one in found {
            switch one.summary.status {
            case .current, .archived: living.append(one)
            case .trashed: fetched[one.summary.id] = .trashed
            case .deleted, .draft, .historical: fetched[one.summary.id] = .gone
            }
        }
        var partial = try await concurrently(living) { one throws(ConfluenceError) in
            try await pieces(of: one, indexed: indexed[one.summary.id])
        }
        let chains = try await chains(living)
        for (index, one) in zip(living.indices, living) {
            switch one.summary.parentID.map({ chains[$0] }) {
            case nil: break
            case .some(.success(let steps)): partial[index].steps = steps
            case .some(.failure(let error)): partial[index].failure = partial[index].failure ?? error
            case .some(nil): partial[index].failure = partial[index].failure ?? Self.noAncestors(one.summary)
            }
        }
        let spaces = try await spaceKeys(living, indexed)
        let titles = try await nodes(partial.flatMap(\.steps), Self.titles(indexed))
        let people = try await authors(living, indexed)
        for (one, pieces) in zip(living, partial) {
            let id = one.summary.id
            if let error = pieces.failure {
                fetched[id] = .failed(error)
            } else if body, one.body == nil {
                fetched[id] = .failed(
                    ConfluenceError(.malformed, "\(one.summary.kind.rawValue) \(id) came without its body"))
            } else {
                let content = Self.content(one, pieces, spaces, titles, people)
                fetched[id] = one.summary.status == .archived ? .archived(content) : .content(content)
            }
        }
        return fetched
    }

    typealias Step = (id: ContentID, kind: ContentKind)

    /// What one content's own requests brought.
    struct Pieces: Sendable {
        var labels: [String] = []
        var restriction: ReadRestriction?
        /// From the space down; titles are looked up for all together.
        var steps: [Step] = []
        var failure: ConfluenceError?
    }

    private func pieces(of one: V2Content, indexed: Content?) async throws(ConfluenceError) -> Pieces {
        var pieces = Pieces()
        let id = one.summary.id
        do throws(ConfluenceError) {
            if let labels = one.labels ?? indexed?.facts.labels {
                pieces.labels = labels
            } else {
                pieces.labels = try await labels(of: id, one.summary.kind)
            }
            // Never from an index that is known to lag: a page restricted a minute ago must not look open.
            pieces.restriction = try await restriction(of: id)
        } catch {
            guard error.isOfItsOwn || error.code == .notFound || error.code == .forbidden else { throw error }
            pieces.failure = error
        }
        return pieces
    }

    /// The ways from the space down to each parent, itself included: one request for all of its children. An index that
    /// lags is not asked: a step far above may have moved below a restricted page although the parent is the same.
    private func chains(
        _ living: [V2Content]
    ) async throws(ConfluenceError) -> [ContentID: Result<[Step], ConfluenceError>] {
        let children = Dictionary(
            living.compactMap { one in one.summary.parentID.map { ($0, one.summary) } },
            uniquingKeysWith: { one, _ in one })
        let chains = try await concurrently(Array(children)) { parent, child throws(ConfluenceError) in
            do throws(ConfluenceError) {
                return (parent, Result<[Step], ConfluenceError>.success(try await ancestors(of: child)))
            } catch {
                guard error.isOfItsOwn || error.code == .notFound || error.code == .forbidden else { throw error }
                return (parent, .failure(error))
            }
        }
        return Dictionary(chains, uniquingKeysWith: { one, _ in one })
    }

    /// `GET /pages/{id}/ancestors`: ids and kinds from the space down.
    /// - Throws: `malformed` for less than the whole way: what is not known to be open above a page counts for nothing.
    private func ancestors(of summary: ContentSummary) async throws(ConfluenceError) -> [Step] {
        guard let path = summary.kind.v2Path else { return [] }
        let answer = try await wire.get(
            "\(path)/\(percentEncoded(summary.id.rawValue))/ancestors", [("limit", String(Self.most))])
        wire.meter.addPoints(1 + answer["results"].elements.count)
        let steps = answer["results"].elements.compactMap { step in
            step["id"].text.map { (ContentID($0), step["type"].text.flatMap { ContentKind(rawValue: $0) } ?? .page) }
        }
        guard steps.count == answer["results"].elements.count, steps.count < Self.most,
            steps.last?.0 == summary.parentID
        else { throw Self.noAncestors(summary) }
        return steps
    }

    private static func noAncestors(_ summary: ContentSummary) -> ConfluenceError {
        ConfluenceError(
            .malformed, "\(summary.kind.rawValue) \(summary.id) came without its ancestors, or not with all of them")
    }

    /// Titles of ancestors: pages 250 a request, others one by one. What is hidden keeps an empty title.
    private func nodes(_ steps: [(id: ContentID, kind: ContentKind)], _ known: [ContentID: String])
        async throws(ConfluenceError) -> [ContentID:
        String]
    {
        var titles = known
        let steps = steps.filter { known[$0.id] == nil }
        let pages = Set(steps.filter { $0.kind == .page }.map(\.id))
        for batch in Array(pages).batches(of: Self.most) {
            let query: Query = [("id", batch.map(\.rawValue).joined(separator: ","))]
            for page in try await wire.all(summaries(.page, "/api/v2/pages", query)) { titles[page.id] = page.title }
        }
        let others = Dictionary(
            steps.filter { $0.kind != .page }.map { ($0.id, $0.kind) }, uniquingKeysWith: { one, _ in one })
        let found = try await concurrently(others.map { ($0.key, $0.value) }) { step throws(ConfluenceError) in
            try await treeNode(step.0, step.1)
        }
        for node in found.compactMap(\.self) { titles[node.id] = node.title }
        return titles
    }

    private static func titles(_ indexed: [ContentID: Content]) -> [ContentID: String] {
        var titles: [ContentID: String] = [:]
        for content in indexed.values {
            for step in content.facts.ancestors where !step.title.isEmpty { titles[step.id] = step.title }
        }
        return titles
    }

    private func spaceKeys(_ living: [V2Content], _ indexed: [ContentID: Content]) async throws(ConfluenceError)
        -> [SpaceID: String]
    {
        var keys: [SpaceID: String] = [:]
        for content in indexed.values {
            if let id = content.spaceID, !content.facts.spaceKey.isEmpty { keys[id] = content.facts.spaceKey }
        }
        let unknown = Set(living.map(\.summary.spaceID)).filter { keys[$0] == nil }
        for batch in Array(unknown).batches(of: Self.most) {
            let query: Query = [("ids", batch.map(\.rawValue).joined(separator: ","))]
            let enumeration = Wire.Enumeration(path: "/api/v2/spaces", query: query, limit: Self.most) {
                json throws(Unreadable) in
                try V2.space(json)
            }
            for space in try await wire.all(enumeration) { keys[space.id] = space.key }
        }
        return keys
    }

    /// Names are worth one request for a batch, but not a failure.
    private func authors(_ living: [V2Content], _ indexed: [ContentID: Content]) async throws(ConfluenceError)
        -> [AccountID: User]
    {
        let known = indexed.values.flatMap { [$0.createdBy, $0.updatedBy].compactMap(\.self) }.map { ($0.id, $0) }
        let people = Dictionary(known, uniquingKeysWith: { one, _ in one })
        let ids = Set(living.flatMap { [$0.summary.author, $0.summary.version.author].compactMap(\.self) })
        let unknown = ids.filter { people[$0] == nil }
        guard !unknown.isEmpty else { return people }
        do throws(ConfluenceError) {
            return try await users(Array(unknown)).merging(people, uniquingKeysWith: { one, _ in one })
        } catch {
            if [.missingScope, .forbidden, .gone, .notFound, .serverError].contains(error.code) { return people }
            throw error
        }
    }

    private static func content(
        _ one: V2Content, _ pieces: Pieces, _ spaces: [SpaceID: String],
        _ titles: [ContentID: String], _ people: [AccountID: User]
    ) -> Content {
        let summary = one.summary
        func user(_ id: AccountID?) -> User? { id.map { people[$0] ?? User(id: $0, displayName: "") } }
        let ancestors = pieces.steps.map { Ancestor(id: $0.id, kind: $0.kind, title: titles[$0.id] ?? "") }
        let facts = ContentFacts(
            id: summary.id, kind: summary.kind, title: summary.title, spaceKey: spaces[summary.spaceID] ?? "",
            version: summary.version.number, ancestors: ancestors,
            labels: pieces.labels, readRestriction: pieces.restriction)
        return Content(
            facts: facts, status: summary.status, spaceID: summary.spaceID, createdAt: summary.createdAt,
            createdBy: user(summary.author), updatedAt: summary.version.createdAt,
            updatedBy: user(summary.version.author), webPath: summary.webPath, body: one.body)
    }
}
