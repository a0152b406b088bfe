import ConfluenceModel
import HTTPTransport

/// Labels, restrictions and ancestors come by the same search from Cloud and from Data Center.
extension Dialect {
    func facts(inSpace key: String, after place: String?) async throws(ConfluenceError) -> Listing<ContentFacts> {
        try await facts(
            "space = \(CQL.quoted(key)) and type in (page,blogpost) order by created asc", after: place)
    }

    func facts(below ids: [ContentID], after place: String?) async throws(ConfluenceError) -> Listing<ContentFacts> {
        guard !ids.isEmpty else { return Listing(elements: [], next: nil) }
        return try await facts("ancestor in (\(CQL.ids(ids))) and type = page order by created asc", after: place)
    }

    private func facts(_ cql: String, after place: String?) async throws(ConfluenceError) -> Listing<ContentFacts> {
        let search = wire.search(cql, expand: V1Content.factsExpansion, limit: 200, paging: paging)
        let listing = try await wire.list(search, after: place)
        let facts = try await concurrently(listing.elements) { found throws(ConfluenceError) in
            try await complete(found).facts
        }
        return Listing(elements: facts, next: listing.next, problems: listing.problems)
    }

    func facts(of ids: [ContentID]) async throws(ConfluenceError) -> [ContentID: Result<ContentFacts, ConfluenceError>]
    {
        var answers: [ContentID: Result<ContentFacts, ConfluenceError>] = [:]
        for batch in Array(Set(ids)).sorted().batches(of: 100) {
            var search = Halving<V1Content>()
            try await search.run(batch) { ids throws(ConfluenceError) in
                try await found(ids, expand: V1Content.factsExpansion)
            }
            var known: [ContentID: ContentFacts] = [:]
            for found in search.elements { known[found.content.facts.id] = try await completeOrNil(found)?.facts }
            // What the index does not know: folders on some sites, archived pages, what was made a moment ago.
            let missing = batch.filter { known[$0]?.readRestriction == nil }
            let restrictions = try await concurrently(missing) { id throws(ConfluenceError) in
                try await ofItsOwn { () throws(ConfluenceError) in try await restriction(of: id) }
            }
            for (id, restriction) in zip(missing, restrictions) {
                answers[id] = restriction.map { restriction in
                    var facts =
                        known[id]
                        ?? ContentFacts(
                            id: id, kind: .page, title: "", spaceKey: "", version: 0, readRestriction: nil)
                    facts.readRestriction = restriction
                    return facts
                }
            }
            for id in batch where answers[id] == nil { answers[id] = known[id].map { .success($0) } }
        }
        return answers
    }

    /// A failure that may be about one content alone is kept as such; what concerns every request is thrown.
    private func ofItsOwn<Answer: Sendable>(
        _ ask: () async throws(ConfluenceError) -> Answer
    ) async throws(ConfluenceError) -> Result<Answer, ConfluenceError> {
        do throws(ConfluenceError) {
            return .success(try await ask())
        } catch {
            guard error.isOfItsOwn else { throw error }
            return .failure(error)
        }
    }

    /// One batch of the search index, by id.
    func found(
        _ ids: [ContentID], expand: [String], maxBytes: Int = Wire.Size.metadata
    ) async throws(ConfluenceError) -> [V1Content] {
        var search = wire.search(
            "id in (\(CQL.ids(ids)))", expand: expand, limit: ids.count, paging: paging, maxBytes: maxBytes)
        search.lowersLimit = false
        return try await wire.all(search)
    }

    /// Follows label and restriction lists that the answer cut short.
    func complete(_ found: V1Content) async throws(ConfluenceError) -> Content {
        var content = found.content
        if found.hasMoreLabels { content.facts.labels = try await labels(of: content.facts.id, content.facts.kind) }
        if found.hasMoreRestrictions { content.facts.readRestriction = try await restriction(of: content.facts.id) }
        // Nobody knows who may read what hangs nobody knows where.
        if !found.hasAncestors { content.facts.readRestriction = nil }
        return content
    }

    /// `nil` where the rest of its lists cannot be had: it is then read by its own address.
    func completeOrNil(_ found: V1Content) async throws(ConfluenceError) -> Content? {
        do throws(ConfluenceError) {
            return try await complete(found)
        } catch {
            guard error.isOfItsOwn || error.code == .notFound || error.code == .forbidden else { throw error }
            return nil
        }
    }
}

extension ConfluenceError {
    /// Trouble that one content may give while others are answered. A 503 is a server that is away.
    var isOfItsOwn: Bool {
        switch code {
        case .timeout, .malformed, .notJSON, .tooLarge, .badRequest: true
        case .serverError: status != 503
        default: false
        }
    }
}
