import ConfluenceModel
import HTTPTransport

extension CloudDialect {
    func facts(inSpace key: String, after place: String?) async throws(ConfluenceError) -> Listing<ContentFacts> {
        try await facts(
            "space = \(CQL.quoted(key)) and type in (page,blogpost) order by created asc", after: place)
    }

    func facts(below ids: [ContentID], after place: String?) async throws(ConfluenceError) -> Listing<ContentFacts> {
        guard !ids.isEmpty else { return Listing(elements: [], next: nil) }
        return try await facts("ancestor in (\(CQL.ids(ids))) and type = page order by created asc", after: place)
    }

    private func facts(_ cql: String, after place: String?) async throws(ConfluenceError) -> Listing<ContentFacts> {
        let search = wire.search(cql, expand: V1Content.factsExpansion, limit: Self.searched, paging: .cursor)
        let listing = try await wire.list(search, after: place)
        let facts = try await concurrently(listing.elements) { found throws(ConfluenceError) in
            try await complete(found).facts
        }
        return Listing(elements: facts, next: listing.next, problems: listing.problems)
    }

    func facts(of ids: [ContentID]) async throws(ConfluenceError) -> [ContentID: ContentFacts] {
        var facts: [ContentID: ContentFacts] = [:]
        for batch in Array(Set(ids)).sorted().batches(of: 100) {
            var search = Halving<V1Content>()
            try await search.run(batch) { ids throws(ConfluenceError) in
                try await found(ids, expand: V1Content.factsExpansion)
            }
            for found in search.elements { facts[found.content.facts.id] = try await complete(found).facts }
            // What the index does not know: folders on some sites, archived pages, what was made a moment ago.
            let missing = batch.filter { facts[$0]?.readRestriction == nil }
            let restrictions = try await concurrently(missing) { id throws(ConfluenceError) in
                (id, try await restriction(of: id, orNilFor: [.notFound, .forbidden, .serverError, .malformed]))
            }
            for (id, restriction) in restrictions {
                var known =
                    facts[id]
                    ?? ContentFacts(
                        id: id, kind: .page, title: "", spaceKey: "", version: 0, readRestriction: nil)
                known.readRestriction = restriction
                facts[id] = known
            }
        }
        return facts
    }

    /// One batch of the search index, by id.
    func found(
        _ ids: [ContentID], expand: [String], maxBytes: Int = Wire.Size.metadata
    ) async throws(ConfluenceError) -> [V1Content] {
        var search = wire.search(
            "id in (\(CQL.ids(ids)))", expand: expand, limit: ids.count, paging: .cursor, maxBytes: maxBytes)
        search.lowersLimit = false
        return try await wire.all(search)
    }

    /// Follows label and restriction lists that the answer cut short.
    func complete(_ found: V1Content) async throws(ConfluenceError) -> Content {
        var content = found.content
        if found.hasMoreLabels { content.facts.labels = try await labels(of: content.facts.id, content.facts.kind) }
        if found.hasMoreRestrictions {
            content.facts.readRestriction = try await restriction(
                of: content.facts.id, orNilFor: [.notFound, .forbidden, .malformed])
        }
        return content
    }

    func labels(of id: ContentID, _ kind: ContentKind) async throws(ConfluenceError) -> [String] {
        guard let path = kind.v2Path else { return [] }
        let enumeration = Wire.Enumeration(
            path: "\(path)/\(percentEncoded(id.rawValue))/labels", query: [], limit: Self.most
        ) { json throws(Unreadable) in V2.labels(.array([json])).first }
        return try await wire.all(enumeration)
    }

    /// Who may read one piece of content, by its own restrictions: `GET /rest/api/content/{id}/restriction`.
    /// - Parameter codes: failures that mean “cannot be known”.
    func restriction(
        of id: ContentID, orNilFor codes: Set<ConfluenceError.Code>
    ) async throws(ConfluenceError) -> ReadRestriction? {
        do throws(ConfluenceError) {
            return try await restriction(of: id)
        } catch {
            if codes.contains(error.code) { return nil }
            throw error
        }
    }

    private func restriction(of id: ContentID) async throws(ConfluenceError) -> ReadRestriction? {
        var whole = ReadRestriction.none
        for start in stride(from: 0, to: 10_000, by: 100) {
            let answer = try await wire.get(
                "/rest/api/content/\(percentEncoded(id.rawValue))/restriction",
                [("expand", "restrictions.user,restrictions.group"), ("start", String(start)), ("limit", "100")])
            let read = answer["results"].elements.first { $0["operation"].text == "read" } ?? .null
            let part = V1Content.restriction(read["restrictions"])
            let people = (part?.users.count ?? 0) + (part?.groups.count ?? 0)
            wire.meter.addPoints(1 + 2 * people)
            guard let part else { return nil }
            whole.users += part.users.filter { !whole.users.contains($0) }
            for (group, name) in zip(part.groups, part.groupNames) where !whole.groups.contains(group) {
                whole.groups.append(group)
                whole.groupNames.append(name)
            }
            let lists = read["restrictions"]
            guard people > 0, V1Content.isCut(lists["user"]) || V1Content.isCut(lists["group"]) else { return whole }
        }
        return nil
    }
}
