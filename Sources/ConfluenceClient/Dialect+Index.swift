import ConfluenceModel
import HTTPTransport

extension Dialect {
    /// One batch of the index, by id, with everything; what it lacks is simply not there.
    func indexed(_ ids: [ContentID], body: Bool) async throws(ConfluenceError) -> [ContentID: Content] {
        let expand = V1Content.factsExpansion + ["history"] + (body ? ["body.storage"] : [])
        let maxBytes = body ? Wire.Size.bodies : Wire.Size.metadata
        var search = Halving<V1Content>()
        // Odd pages break a search with bodies (CONFCLOUD-76433); those that fail alone are read by v2.
        try await search.run(ids) { ids throws(ConfluenceError) in
            try await found(ids, expand: expand, maxBytes: maxBytes)
        }
        let contents = try await concurrently(search.elements) { found throws(ConfluenceError) in
            try await completeOrNil(found)
        }
        return Dictionary(
            contents.compactMap(\.self).map { ($0.facts.id, $0) },
            uniquingKeysWith: { $0.facts.version >= $1.facts.version ? $0 : $1 })
    }
}

extension Content {
    /// Whether the index's copy will do.
    func isGood(for wanted: WantedContent, body: Bool) -> Bool {
        status == .current && facts.version >= wanted.version ?? 0 && facts.readRestriction != nil
            && (wanted.parentID == nil || facts.ancestors.last?.id == wanted.parentID)
            && (self.body != nil || !body) && [.page, .blogpost].contains(facts.kind)
    }
}
