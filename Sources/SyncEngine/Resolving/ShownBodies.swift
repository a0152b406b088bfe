internal import ConfluenceModel

/// Bodies shown in many pages, remembered for a run and no longer than the restrictions that were read with them.
actor ShownBodies {
    private struct Key: Hashable {
        let run: String
        let id: ContentID
    }

    /// Larger ones are read again.
    private let bodyLimit = 128 << 10
    private var known = Recent<Key, ShownContent>(capacity: 100, freshness: .seconds(15 * 60))

    /// - Parameter wanted: the least version that will do, by id.
    func contents(_ wanted: [ContentID: Int], run: String?) -> [ContentID: ShownContent] {
        var contents: [ContentID: ShownContent] = [:]
        for (id, version) in wanted {
            guard let one = known.value(of: Key(run: run ?? "", id: id)), one.content.facts.version >= version else {
                continue
            }
            contents[id] = one
        }
        return contents
    }

    func remember(_ contents: [ShownContent], run: String?) {
        for one in contents where one.content.body?.utf8.count ?? 0 <= bodyLimit {
            known.remember(one, as: Key(run: run ?? "", id: one.content.facts.id))
        }
    }
}
