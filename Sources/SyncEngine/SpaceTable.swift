package import ConfluenceModel
package import SyncState

/// Spaces by id, and by key where an answer does not tell the id. A space that was deleted and made anew has the key of
/// the old one, which is remembered until its documents are gone: the newer one counts.
package struct SpaceTable {
    private var byID: [SpaceID: SpaceRecord] = [:]
    private var byKey: [String: SpaceRecord] = [:]
    /// `nil`: all are wanted.
    private var selection: SpaceSelection?

    package init(_ records: some Sequence<SpaceRecord>) {
        for record in records {
            byID[record.id] = record
            if let other = byKey[record.key], other.ordinal > record.ordinal { continue }
            byKey[record.key] = record
        }
    }

    func knows(_ content: Content) -> Bool {
        content.spaceID.map { byID[$0] != nil } ?? (byKey[content.facts.spaceKey] != nil)
    }

    func knows(_ key: String) -> Bool { byKey[key] != nil }

    /// Whether this key is that of a wanted space.
    func holds(_ key: String) -> Bool { byKey[key].map { selection?.contains($0.space) ?? true } ?? false }

    package func space(of content: Content) -> SpaceRecord? {
        guard let record = content.spaceID.flatMap({ byID[$0] }) ?? byKey[content.facts.spaceKey],
            selection?.contains(record.space) ?? true
        else { return nil }
        return record
    }

    /// Spaces that are not wanted are none: what lies in them is not ours.
    package func selected(by selection: SpaceSelection) -> SpaceTable {
        var table = self
        table.selection = selection
        return table
    }
}
