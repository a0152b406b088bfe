internal import ConfluenceClient
internal import ConfluenceModel

/// The ids of pages that others name by space and title, asked for in bulk and remembered for a while; that there is none,
/// too.
actor PageTitles {
    /// So many unknown ones are asked for at once: ten searches.
    private let limit = 200
    private var known = Recent<PageName, ContentID?>(capacity: 20_000, freshness: .seconds(15 * 60))

    /// - Parameter unindexed: so many that the search index does not know may cost a request of their own.
    func ids(
        of names: Set<PageName>, unindexed: Int, using confluence: ConfluenceClient
    ) async throws -> [PageName: ContentID] {
        var ids: [PageName: ContentID] = [:]
        var missing: [PageName] = []
        for name in names {
            switch known.value(of: name) {
            case .some(let id): ids[name] = id
            case nil: missing.append(name)
            }
        }
        guard !missing.isEmpty else { return ids }
        let asked = Array(missing.sorted { ($0.spaceKey, $0.title) < ($1.spaceKey, $1.title) }.prefix(limit))
        let found = try await confluence.pages(titled: asked, unindexed: unindexed)
        for name in asked {
            known.remember(found[name]?.id, as: name)
            ids[name] = found[name]?.id
        }
        return ids
    }

    /// Those turned out to be borne by others now.
    func forget(_ names: Set<PageName>) { for name in names { known.forget(name) } }
}
