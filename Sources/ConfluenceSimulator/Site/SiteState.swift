/// A site with its edits on top. A value: a request answers from the copy it took when it came.
struct SiteState: Sendable {
    let base: any Site
    var spaces: [Int64: Space]
    /// Items that an edit has made or changed, whole.
    var items: [Int64: Item] = [:]
    var purged: Set<Int64> = []
    /// Children that an edit has put below a parent, in the order of the edits.
    var adopted: [Int64: [Int64]] = [:]
    var attachments: [Int64: Attachment] = [:]
    /// Attachments that an edit has made or moved, by owner.
    var hung: [Int64: [Int64]] = [:]
    var comments: [Int64: Comment] = [:]
    var spoken: [Int64: [Int64]] = [:]
    var nextID: Int64
    var editCount = 0

    private let people: [String: Person]
    private let memberships: [String: Set<String>]

    init(_ base: any Site) {
        self.base = base
        spaces = Dictionary(base.spaces.map { ($0.id, $0) }) { first, _ in first }
        nextID = base.firstFreeID
        people = Dictionary(base.people.map { ($0.accountID, $0) }) { first, _ in first }
        var memberships: [String: Set<String>] = [:]
        for group in base.groups {
            for member in group.members { memberships[member, default: []].formUnion([group.id, group.name]) }
        }
        self.memberships = memberships
    }

    func person(_ accountID: String) -> Person? { people[accountID] }

    func viewer(for accountID: String) -> Viewer {
        guard let person = people[accountID] else { return .everything(accountID: accountID) }
        return .account(person, groups: memberships[accountID] ?? [])
    }

    func space(key: String) -> Space? { spaces.values.first { $0.key == key || $0.alias == key } }

    func node(_ id: Int64) -> Node? {
        if let item = items[id] { return item.node }
        return purged.contains(id) ? nil : base.node(id)
    }

    func item(_ id: Int64) -> Item? {
        if let item = items[id] { return item }
        return purged.contains(id) ? nil : base.item(id)
    }

    func body(of item: Item) -> String {
        if case .text(let text) = item.body { return text }
        return base.body(of: item)
    }

    /// Direct children in their order, whatever their status.
    func children(of id: Int64) -> [Int64] {
        var found = base.children(of: id).filter { child in
            if let edited = items[child] { return edited.node.parent == id }
            return !purged.contains(child)
        }
        for child in adopted[id] ?? [] where items[child]?.node.parent == id && !found.contains(child) {
            found.append(child)
        }
        return found
    }

    /// From the space down, without the item itself. A loop ends the walk.
    func ancestors(of node: Node) -> [Node] {
        var found: [Node] = []
        var parent = node.parent
        while let id = parent, found.count < 512, let next = self.node(id) {
            found.append(next)
            parent = next.parent
        }
        return found.reversed()
    }

    /// Space, own restriction and every ancestor's allow it.
    func mayRead(_ node: Node, _ viewer: Viewer) -> Bool {
        guard let space = spaces[node.space], space.status != "trashed", viewer.mayRead(space) else { return false }
        if case .everything = viewer { return true }
        return viewer.passes(node.restriction) && ancestors(of: node).allSatisfy { viewer.passes($0.restriction) }
    }

    // MARK: What hangs on content

    func attachment(_ id: Int64) -> Attachment? {
        guard !purged.contains(id), let found = attachments[id] ?? base.attachment(id), !purged.contains(found.owner)
        else { return nil }
        return found
    }

    func attachments(of owner: Int64) -> [Attachment] {
        let own = base.attachments(of: owner)
        guard !attachments.isEmpty || !purged.isEmpty else { return own }
        var seen: Set<Int64> = []
        return (own.map(\.id) + (hung[owner] ?? [])).compactMap { id in
            seen.insert(id).inserted ? attachment(id) : nil
        }.filter { $0.owner == owner }
    }

    /// What a current attachment that an older state knows hangs on now; `nil` when it is gone or in the trash.
    func owner(ofCurrent attachment: Attachment) -> Int64? {
        if purged.contains(attachment.id) { return nil }
        let present = attachments[attachment.id] ?? attachment
        return present.status == .current ? present.owner : nil
    }

    func comment(_ id: Int64) -> Comment? { comments[id] ?? base.comment(id) }

    func comments(of owner: Int64) -> [Comment] {
        base.comments(of: owner) + (spoken[owner] ?? []).compactMap { comments[$0] }
    }

    // MARK: Keys

    func isEdited(_ id: Int64, _ kind: Shelf.Kind) -> Bool {
        switch kind {
        case .pages, .blogposts: items[id] != nil || purged.contains(id)
        case .attachments: attachments[id] != nil || purged.contains(id)
        case .footerComments, .inlineComments: comments[id] != nil
        }
    }

    /// Keys of what edits have put on these shelves, upwards.
    func editedKeys(on shelves: Set<Shelf>, by order: Order) -> [SortKey] {
        guard editCount > 0 else { return [] }
        var keys: [SortKey] = []
        for item in items.values {
            let kind: Shelf.Kind
            switch item.node.kind {
            case .page: kind = .pages
            case .blogpost: kind = .blogposts
            default: continue
            }
            if shelves.contains(Shelf(space: item.node.space, kind: kind)) { keys.append(key(of: item, by: order)) }
        }
        for attachment in attachments.values {
            guard let space = node(attachment.owner)?.space else { continue }
            guard shelves.contains(Shelf(space: space, kind: .attachments)) else { continue }
            keys.append(
                sortKey(attachment.id, created: attachment.created, modified: attachment.latest.created, by: order))
        }
        for comment in comments.values {
            guard let space = node(comment.owner)?.space else { continue }
            let kind: Shelf.Kind = comment.place == .footer ? .footerComments : .inlineComments
            guard shelves.contains(Shelf(space: space, kind: kind)) else { continue }
            keys.append(sortKey(comment.id, created: comment.created, modified: comment.created, by: order))
        }
        return keys.sorted()
    }

    func key(of item: Item, by order: Order) -> SortKey {
        sortKey(item.id, created: item.created, modified: item.updated, by: order)
    }
}

func sortKey(_ id: Int64, created: Timestamp, modified: Timestamp, by order: Order) -> SortKey {
    switch order {
    case .id: SortKey(value: id, id: id)
    case .created: SortKey(value: created.milliseconds, id: id)
    case .modified: SortKey(value: modified.milliseconds, id: id)
    }
}
