/// A site of any size that holds nothing: everything follows from a number and a seed.
struct GeneratedSite: Site {
    let name = "Generated site"
    let spaces: [Space]
    let people: [Person]
    let groups: [PeopleGroup]
    let newest = Timestamp(year: 2024, month: 6, day: 1)

    private let seed: UInt64
    private let regions: [Region]
    private let regionIndex: [Int64: Int]
    private let firstDocuments: [Int]
    private let firstFolders: [Int]
    private let firstAttachments: [Int]
    private let firstFooters: [Int]
    private let firstInlines: [Int]
    private let documentIDs: NumberedIDs
    private let folderIDs: NumberedIDs
    private let attachmentIDs: NumberedIDs
    private let footerIDs: NumberedIDs
    private let inlineIDs: NumberedIDs

    private static let firstCreation = Timestamp(year: 2015, month: 1, day: 1).milliseconds
    private static let creationSpan: Int64 = 2190 * 86_400_000
    private static let firstChange = Timestamp(year: 2021, month: 2, day: 1).milliseconds
    private static let changeSpan: Int64 = 1200 * 86_400_000

    /// - Parameters:
    ///   - documents: pages and blog posts together.
    ///   - attachmentsPerPage: of pages and blog posts, 0 to 100.
    init(documents: Int, spaces count: Int, seed: UInt64, attachmentsPerPage: Double) {
        self.seed = seed
        let count = max(1, count)
        let sizes = GeneratedSpaces.sizes(documents: max(documents, count), spaces: count)
        let people = GeneratedSpaces.people(seed: seed)
        self.people = people
        groups = GeneratedSpaces.groups(people)
        let files = FileDensity(each: attachmentsPerPage)
        var regions: [Region] = []
        for (index, size) in sizes.enumerated() {
            let space = GeneratedSpaces.space(index, of: count, people: people)
            regions.append(
                Region(space: space, documents: max(size, 1), files: files, seed: seed, after: regions.last))
        }
        let last = regions[regions.count - 1]
        func ids(_ base: Int64, _ count: Int) -> NumberedIDs { NumberedIDs(base: base, count: count, seed: seed) }
        documentIDs = ids(1_000_000, last.firstDocument + last.documents)
        folderIDs = ids(documentIDs.end, last.firstFolder + last.tree.blocks)
        attachmentIDs = ids(folderIDs.end, last.firstAttachment + last.attachments)
        footerIDs = ids(attachmentIDs.end, last.firstFooter + last.footers)
        inlineIDs = ids(footerIDs.end, last.firstInline + last.inlines)
        let documentIDs = documentIDs
        spaces = regions.map { region in
            var space = region.space
            space.homepage = documentIDs.id(region.firstDocument)
            return space
        }
        regionIndex = Dictionary(regions.enumerated().map { ($1.space.id, $0) }) { first, _ in first }
        self.regions = regions
        firstDocuments = regions.map(\.firstDocument)
        firstFolders = regions.map(\.firstFolder)
        firstAttachments = regions.map(\.firstAttachment)
        firstFooters = regions.map(\.firstFooter)
        firstInlines = regions.map(\.firstInline)
    }

    var firstFreeID: Int64 { inlineIDs.end }

    /// The region whose first number is the last one at or below `number`.
    private func region(_ number: Int, _ firsts: [Int]) -> Region {
        var low = 0
        var high = firsts.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if firsts[middle] <= number { low = middle } else { high = middle - 1 }
        }
        return regions[low]
    }

    private func id(_ place: TreeShape.Place, in region: Region) -> Int64 {
        switch place {
        case .page(let page): documentIDs.id(region.firstDocument + Region.document(ofPage: page))
        case .folder(let block): folderIDs.id(region.firstFolder + block)
        }
    }

    private func place(_ id: Int64) -> (region: Region, place: TreeShape.Place)? {
        if let number = documentIDs.number(of: id) {
            let region = region(number, firstDocuments)
            let document = number - region.firstDocument
            return Region.isPost(document) ? nil : (region, .page(Region.page(ofDocument: document)))
        }
        guard let number = folderIDs.number(of: id) else { return nil }
        let region = region(number, firstFolders)
        let block = number - region.firstFolder
        return region.tree.hasFolder(block) ? (region, .folder(block: block)) : nil
    }

    // MARK: Listings

    func count(_ shelf: Shelf) -> Int {
        guard let index = regionIndex[shelf.space] else { return 0 }
        switch shelf.kind {
        case .pages: return regions[index].pages
        case .blogposts: return regions[index].posts
        case .attachments: return regions[index].attachments
        case .footerComments: return regions[index].footers
        case .inlineComments: return regions[index].inlines
        }
    }

    func key(at position: Int, of shelf: Shelf, by order: Order) -> SortKey {
        guard let index = regionIndex[shelf.space] else { return SortKey(value: 0, id: 0) }
        let region = regions[index]
        var number = position
        if order == .modified {
            switch shelf.kind {
            case .pages: number = region.pageAges.value(at: position)
            case .blogposts: number = region.postAges.value(at: position)
            case .attachments: number = region.fileAges.value(at: position)
            case .footerComments, .inlineComments: break
            }
        }
        let id: Int64
        switch shelf.kind {
        case .pages: id = documentIDs.id(region.firstDocument + Region.document(ofPage: number))
        case .blogposts: id = documentIDs.id(region.firstDocument + Region.document(ofPost: number))
        case .attachments: id = attachmentIDs.id(region.firstAttachment + number)
        case .footerComments: id = footerIDs.id(region.firstFooter + number)
        case .inlineComments: id = inlineIDs.id(region.firstInline + number)
        }
        if order == .id { return SortKey(value: id, id: id) }
        let count = count(shelf)
        let change = order == .modified && shelf.kind != .footerComments && shelf.kind != .inlineComments
        let moment = change ? changed(position, of: count, in: region) : created(number, of: count, in: region)
        return SortKey(value: moment.milliseconds, id: id)
    }

    private func created(_ number: Int, of count: Int, in region: Region) -> Timestamp {
        moment(GeneratedSite.firstCreation, GeneratedSite.creationSpan, number, count, region)
    }

    private func changed(_ rank: Int, of count: Int, in region: Region) -> Timestamp {
        moment(GeneratedSite.firstChange, GeneratedSite.changeSpan, rank, count, region)
    }

    private func moment(_ first: Int64, _ span: Int64, _ number: Int, _ count: Int, _ region: Region) -> Timestamp {
        let step = span / Int64(max(count, 1))
        return Timestamp(milliseconds: first + Int64(number) * step + Int64(region.space.id) * 7919 % max(step, 1))
    }

    // MARK: Content

    func node(_ id: Int64) -> Node? {
        if let number = documentIDs.number(of: id) {
            let region = region(number, firstDocuments)
            let document = number - region.firstDocument
            if Region.isPost(document) {
                return Node(
                    id: id, kind: .blogpost, status: mix(seed, id, 41) % 1009 == 2 ? .trashed : .current,
                    space: region.space.id, parent: nil, restriction: nil)
            }
            let page = Region.page(ofDocument: document)
            return Node(
                id: id, kind: .page, status: status(id, page, region), space: region.space.id,
                parent: region.tree.parent(of: .page(page)).map { self.id($0, in: region) },
                restriction: restriction(id, page))
        }
        guard let (region, place) = place(id) else { return nil }
        return Node(
            id: id, kind: .folder, status: .current, space: region.space.id,
            parent: region.tree.parent(of: place).map { self.id($0, in: region) }, restriction: nil)
    }

    private func status(_ id: Int64, _ page: Int, _ region: Region) -> ItemStatus {
        let chance = mix(seed, id, 41)
        guard page > 0, chance % 503 == 1 || chance % 1009 == 2, region.tree.isLeaf(page) else { return .current }
        return chance % 503 == 1 ? .archived : .trashed
    }

    /// Whole blocks, and a few single pages. The connector's account is in `leadership`, not in `board`.
    private func restriction(_ id: Int64, _ page: Int) -> Restriction? {
        if page >= TreeShape.blockSize, page % TreeShape.blockSize == 0 {
            switch mix(seed, id, 42) % 120 {
            case 0: return Restriction(users: [], groups: [GeneratedSpaces.leadership])
            case 1: return Restriction(users: [people[3].accountID], groups: [GeneratedSpaces.leadership])
            case 2: return Restriction(users: [], groups: [GeneratedSpaces.board])
            default: return nil
            }
        }
        return page > 0 && mix(seed, id, 42) % 997 == 3
            ? Restriction(users: [GeneratedSpaces.connector.accountID, people[2].accountID], groups: []) : nil
    }

    func item(_ id: Int64) -> Item? {
        guard let node = node(id) else { return nil }
        let chance = mix(seed, id, 43)
        let author = people[Int(chance >> 8) % people.count].accountID
        let text = GeneratedText(seed: seed, id: id)
        guard let number = documentIDs.number(of: id) else {
            let moment = Timestamp(milliseconds: GeneratedSite.firstCreation + Int64(chance % 100_000_000))
            return Item(
                node: node, title: text.folderTitle, position: 0, author: author, created: moment, version: 1,
                updated: moment, updatedBy: author, labels: [])
        }
        let region = region(number, firstDocuments)
        let document = number - region.firstDocument
        let isPost = Region.isPost(document)
        let own = isPost ? Region.post(ofDocument: document) : Region.page(ofDocument: document)
        let count = isPost ? region.posts : region.pages
        let rank = (isPost ? region.postAges : region.pageAges).place(of: own)
        return Item(
            node: node,
            title: own == 0 && !isPost ? region.space.name + " home" : text.title(own, isPost: isPost), position: own,
            author: author, created: created(own, of: count, in: region), version: Int(chance % 9) + 2,
            updated: changed(rank, of: count, in: region),
            updatedBy: people[Int(chance >> 24) % people.count].accountID, labels: text.labels)
    }

    func children(of id: Int64) -> [Int64] {
        guard let (region, place) = place(id) else { return [] }
        return region.tree.children(of: place).map { self.id($0, in: region) }
    }

    func body(of item: Item) -> String {
        guard item.node.kind == .page || item.node.kind == .blogpost, let number = documentIDs.number(of: item.id)
        else {
            return ""
        }
        let region = region(number, firstDocuments)
        let other = Int(mix(seed, item.id, 44) % UInt64(region.pages))
        let title = self.item(self.id(.page(other), in: region))?.title ?? ""
        return GeneratedText(seed: seed, id: item.id).body(
            version: item.version, link: title, mention: item.author,
            file: fileIDs(of: item.id).first.map { GeneratedFile(seed: seed, id: $0, version: 1).name })
    }

    // MARK: Files and comments

    func attachment(_ id: Int64) -> Attachment? {
        guard let number = attachmentIDs.number(of: id) else { return nil }
        let region = region(number, firstAttachments)
        let own = number - region.firstAttachment
        let chance = mix(seed, id, 45)
        let changed = changed(region.fileAges.place(of: own), of: region.attachments, in: region)
        let created = created(own, of: region.attachments, in: region)
        let author = people[Int(chance >> 8) % people.count].accountID
        let newest = Int(chance % 3) + 1
        func version(_ number: Int, _ moment: Timestamp) -> AttachmentVersion {
            AttachmentVersion(
                number: number, created: moment, author: author, comment: "",
                content: .computed(GeneratedFile(seed: seed, id: id, version: number)))
        }
        let file = GeneratedFile(seed: seed, id: id, version: newest)
        return Attachment(
            id: id, owner: documentIDs.id(region.firstDocument + region.files.document(ofFile: own)),
            status: chance >> 40 % 97 == 5 ? .trashed : .current, fileName: file.name,
            // Browsers do not know every file that they upload.
            mediaType: chance >> 32 % 20 == 3 ? "application/octet-stream" : file.format.mediaType, created: created,
            latest: version(newest, changed), former: (1..<newest).map { version($0, created) },
            labels: chance >> 16 % 4 == 0 ? GeneratedText(seed: seed, id: id).labels : [])
    }

    private func fileIDs(of owner: Int64) -> [Int64] {
        guard let number = documentIDs.number(of: owner) else { return [] }
        let region = region(number, firstDocuments)
        let document = number - region.firstDocument
        return (region.files.count(before: document)..<region.files.count(before: document + 1)).map {
            attachmentIDs.id(region.firstAttachment + $0)
        }
    }

    func attachments(of owner: Int64) -> [Attachment] { fileIDs(of: owner).compactMap { attachment($0) } }

    func comment(_ id: Int64) -> Comment? {
        if let number = footerIDs.number(of: id) {
            let region = region(number, firstFooters)
            let own = number - region.firstFooter
            return comment(id, .footer, page: Region.page(ofFooter: own), own, region.footers, region)
        }
        guard let number = inlineIDs.number(of: id) else { return nil }
        let region = region(number, firstInlines)
        let own = number - region.firstInline
        return comment(id, .inline, page: Region.page(ofInline: own), own, region.inlines, region)
    }

    private func comment(
        _ id: Int64, _ place: Comment.Place, page: Int, _ own: Int, _ count: Int, _ region: Region
    ) -> Comment {
        Comment(
            id: id, place: place, owner: self.id(.page(page), in: region), parent: nil,
            author: people[Int(mix(seed, id, 46) % UInt64(people.count))].accountID,
            created: created(own, of: count, in: region), body: "<p>\(GeneratedText(seed: seed, id: id).sentence)</p>")
    }

    func comments(of owner: Int64) -> [Comment] {
        guard let (region, place) = place(owner), case .page(let page) = place else { return [] }
        var found: [Comment] = []
        if page % 25 == 3 { found += [comment(footerIDs.id(region.firstFooter + page / 25))].compactMap { $0 } }
        if page % 50 == 7 { found += [comment(inlineIDs.id(region.firstInline + page / 50))].compactMap { $0 } }
        return found
    }
}
