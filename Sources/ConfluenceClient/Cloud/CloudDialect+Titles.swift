import ConfluenceModel
import HTTPTransport

extension CloudDialect {
    /// Many names in one search; what the index does not have yet by v2's title filter.
    func pages(
        titled names: [PageName], unindexed: Int
    ) async throws(ConfluenceError) -> [PageName: ContentSummary] {
        var pages: [PageName: ContentSummary] = [:]
        for cql in CQL.titles(names) {
            var search = wire.search(
                cql, expand: ["version", "space", "history"], limit: Self.searched, paging: .cursor)
            search.points = 1
            let found = try await wire.all(search)
            pages.merge(CQL.matches(names, found), uniquingKeysWith: { one, _ in one })
        }
        let missing = names.filter { pages[$0] == nil }.prefix(unindexed)
        guard !missing.isEmpty else { return pages }
        let keys = Array(Set(missing.map(\.spaceKey)))
        let ids = Dictionary(
            try await spaces(keys: keys, after: nil).elements.map { ($0.key, $0.id) },
            uniquingKeysWith: { one, _ in one })
        let found = try await concurrently(Array(missing)) { name throws(ConfluenceError) -> ContentSummary? in
            guard let space = ids[name.spaceKey] else { return nil }
            let query: Query = [("space-id", space.rawValue), ("title", name.title), ("status", "current")]
            return try await wire.list(summaries(.page, "/api/v2/pages", query, limit: 5), after: nil).elements.first
        }
        for (name, page) in zip(missing, found) { pages[name] = page }
        return pages
    }
}

extension CQL {
    /// Searches that together name all these pages, none longer than servers take in an address.
    static func titles(_ names: [PageName]) -> [String] {
        var searches: [String] = []
        var clauses: [String] = []
        var length = 0
        func finish() {
            if !clauses.isEmpty { searches.append("type = page and (\(clauses.joined(separator: " or ")))") }
            (clauses, length) = ([], 0)
        }
        for name in Set(names).sorted(by: { ($0.spaceKey, $0.title) < ($1.spaceKey, $1.title) }) {
            let clause = "(space = \(quoted(name.spaceKey)) and title = \(quoted(name.title)))"
            let encoded = percentEncoded(clause).utf8.count
            if clauses.count == 20 || length + encoded > 5000 { finish() }
            clauses.append(clause)
            length += encoded
        }
        finish()
        return searches
    }

    /// Exact titles first; else those that differ only in case.
    static func matches(_ names: [PageName], _ found: [V1Content]) -> [PageName: ContentSummary] {
        var matches: [PageName: ContentSummary] = [:]
        for name in names {
            let inSpace = found.filter { $0.content.facts.spaceKey.lowercased() == name.spaceKey.lowercased() }
            let match =
                inSpace.first { $0.content.facts.title == name.title }
                ?? inSpace.first { $0.content.facts.title.lowercased() == name.title.lowercased() }
            matches[name] = match?.summary
        }
        return matches
    }
}
