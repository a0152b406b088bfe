/// A small site that is held whole, with its shelves sorted once.
struct MemorySite: Site {
    private(set) var name: String
    private(set) var spaces: [Space]
    private(set) var people: [Person]
    private(set) var groups: [PeopleGroup]
    private(set) var newest = Timestamp(milliseconds: 0)
    private(set) var firstFreeID: Int64 = 1

    private var items: [Int64: Item] = [:]
    private var childIDs: [Int64: [Int64]] = [:]
    private var attachments: [Int64: Attachment] = [:]
    private var attachmentIDs: [Int64: [Int64]] = [:]
    private var comments: [Int64: Comment] = [:]
    private var commentIDs: [Int64: [Int64]] = [:]
    private var shelves: [Shelf: [Order: [SortKey]]] = [:]

    init(
        name: String, spaces: [Space], people: [Person], groups: [PeopleGroup], items: [Item],
        attachments: [Attachment], comments: [Comment]
    ) {
        self.name = name
        self.spaces = spaces
        self.people = people
        self.groups = groups
        for item in items {
            self.items[item.id] = item
            if let parent = item.node.parent { childIDs[parent, default: []].append(item.id) }
            note(item.id, item.updated)
        }
        for attachment in attachments {
            self.attachments[attachment.id] = attachment
            attachmentIDs[attachment.owner, default: []].append(attachment.id)
            note(attachment.id, attachment.latest.created)
        }
        for comment in comments {
            self.comments[comment.id] = comment
            commentIDs[comment.owner, default: []].append(comment.id)
            note(comment.id, comment.created)
        }
        for space in spaces { note(space.id, space.created) }
        for item in items where item.node.kind == .page || item.node.kind == .blogpost {
            let kind: Shelf.Kind = item.node.kind == .page ? .pages : .blogposts
            shelve(item.id, Shelf(space: item.node.space, kind: kind), item.created, item.updated)
        }
        for attachment in attachments {
            guard let owner = self.items[attachment.owner] else { continue }
            let shelf = Shelf(space: owner.node.space, kind: .attachments)
            shelve(attachment.id, shelf, attachment.created, attachment.latest.created)
        }
        for comment in comments {
            guard let owner = self.items[comment.owner] else { continue }
            let kind: Shelf.Kind = comment.place == .footer ? .footerComments : .inlineComments
            shelve(comment.id, Shelf(space: owner.node.space, kind: kind), comment.created, comment.created)
        }
        for shelf in shelves.keys {
            for order in [Order.id, .created, .modified] { shelves[shelf]?[order]?.sort() }
        }
    }

    private mutating func note(_ id: Int64, _ moment: Timestamp) {
        newest = max(newest, moment)
        firstFreeID = max(firstFreeID, id + 1)
    }

    private mutating func shelve(_ id: Int64, _ shelf: Shelf, _ created: Timestamp, _ modified: Timestamp) {
        for order in [Order.id, .created, .modified] {
            let key = sortKey(id, created: created, modified: modified, by: order)
            shelves[shelf, default: [:]][order, default: []].append(key)
        }
    }

    func count(_ shelf: Shelf) -> Int { shelves[shelf]?[.id]?.count ?? 0 }

    func key(at position: Int, of shelf: Shelf, by order: Order) -> SortKey {
        guard let keys = shelves[shelf]?[order], keys.indices.contains(position) else {
            return SortKey(value: 0, id: 0)
        }
        return keys[position]
    }

    func node(_ id: Int64) -> Node? { items[id]?.node }
    func item(_ id: Int64) -> Item? { items[id] }
    func children(of id: Int64) -> [Int64] { childIDs[id] ?? [] }

    func body(of item: Item) -> String {
        guard case .text(let text)? = items[item.id]?.body else { return "" }
        return item.version == items[item.id]?.version ? text : text + "<p>Version \(item.version).</p>"
    }

    func attachment(_ id: Int64) -> Attachment? { attachments[id] }
    func attachments(of owner: Int64) -> [Attachment] { (attachmentIDs[owner] ?? []).compactMap { attachments[$0] } }
    func comment(_ id: Int64) -> Comment? { comments[id] }
    func comments(of owner: Int64) -> [Comment] { (commentIDs[owner] ?? []).compactMap { comments[$0] } }
}
