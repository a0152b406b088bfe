internal import ConfluenceClient
internal import ConfluenceModel
internal import JobQueue
internal import StorageFormat
internal import SyncState

/// Content that is shown inside other pages, with what it names itself.
struct ShownContent: Sendable {
    let content: Content
    let references: StorageReferences
}

/// What a batch of pages shows inside its own, and the ids behind the titles it names.
struct ShownPages: Sendable {
    /// Only those whose text may be shown.
    private(set) var contents: [ContentID: ShownContent] = [:]
    var ids: [PageName: ContentID] = [:]
    /// All that each page shows or would show, at any depth.
    var shows: [JobID: [Shown: ShownState]] = [:]
    var warnings: [RunWarning] = []
    /// Of the bodies in `contents`.
    private(set) var bytes = 0
    /// The batch's own pages that others may show.
    private var own: [ContentID: ShownContent] = [:]

    init(own texts: [PageText] = []) {
        for text in texts where text.isOpen {
            own[text.content.facts.id] = ShownContent(content: text.content, references: text.references)
        }
    }

    mutating func add(_ more: [ContentID: ShownContent]) {
        for (id, one) in more where contents[id] == nil {
            contents[id] = one
            bytes += one.content.body?.utf8.count ?? 0
        }
    }

    /// What the batch has fetched anyway.
    /// - Parameter wanted: the least version that will do, by id.
    mutating func takeOwn(_ wanted: [ContentID: Int]) {
        add(own.filter { id, one in wanted[id].map { one.content.facts.version >= $0 } ?? false })
    }

    func state(of id: ContentID) -> ShownState {
        contents[id].map { ShownState(version: $0.content.facts.version) } ?? .hidden
    }

    /// Takes back names that were found to be borne by others now.
    mutating func dropMistakenNames() -> Set<PageName> {
        let mistaken = ids.filter { name, id in
            guard let facts = contents[id]?.content.facts else { return false }
            return facts.title.lowercased() != name.title.lowercased()
                || facts.spaceKey.lowercased() != name.spaceKey.lowercased()
        }
        for name in mistaken.keys { ids[name] = nil }
        return Set(mistaken.keys)
    }

    /// The page that a body names; its space is filled in already.
    func id(of page: PageReference) -> ContentID? {
        if let id = page.contentID { return id }
        return page.name.flatMap { ids[$0] }
    }
}

extension PageReference {
    /// Where the body names it by id. Not every text in that place is one.
    var contentID: ContentID? {
        id.flatMap { (1...19).contains($0.utf8.count) && $0.utf8.allSatisfy { (48...57).contains($0) } ? $0 : nil }
            .map { ContentID($0) }
    }

    /// `nil` for blog posts, whose titles are not unique, and where the space or the title is missing.
    var name: PageName? {
        guard let spaceKey, !title.isEmpty, postingDay == nil else { return nil }
        return PageName(spaceKey: spaceKey, title: title)
    }

    func placed(in spaceKey: String) -> PageReference {
        var page = self
        page.spaceKey = page.spaceKey ?? spaceKey
        return page
    }
}

extension StorageReferences {
    /// Pages whose attachments are named.
    func owners(in spaceKey: String) -> Set<PageName> {
        Set(attachments.compactMap { $0.owner?.placed(in: spaceKey) }.filter { $0.contentID == nil }.compactMap(\.name))
    }

    /// In an order that does not depend on chance, and no more than a page may show.
    func included(in spaceKey: String, limit: Int) -> [PageReference] {
        includedPages.map { $0.placed(in: spaceKey) }
            .sorted { ($0.spaceKey ?? "", $0.title, $0.id ?? "") < ($1.spaceKey ?? "", $1.title, $1.id ?? "") }
            .prefix(limit).map { $0 }
    }
}
