extension Exchange {
    private static let dateSorts: [String: Order] = ["id": .id, "created-date": .created, "modified-date": .modified]

    func pages(inSpace space: String?) throws -> Response {
        try listing(.pages, .page, inSpace: space, standard: [.current, .archived])
    }

    func blogposts(inSpace space: String?) throws -> Response {
        try listing(.blogposts, .blogpost, inSpace: space, standard: [.current])
    }

    func bodyFormat(_ allowed: Set<String>) throws -> String? {
        guard let format = query("body-format"), !format.isEmpty else { return nil }
        guard allowed.contains(format) else {
            throw APIError.invalid("Provided value {\(format)} for 'body-format' is not the correct type.")
        }
        return format
    }

    private func listing(
        _ shelf: Shelf.Kind, _ kind: ItemKind, inSpace: String?, standard: Set<ItemStatus>
    ) throws -> Response {
        let limit = try limit()
        let format = try bodyFormat(Bodies.listFormats)
        let statuses = try statuses(
            standard: standard, allowed: ["current", "archived", "deleted", "trashed", "draft", "historical", "any"])
        let title = query("title")
        let onlyRoots = query("depth") == "root"
        var spaces = visibleSpaces.map(\.id)
        if let inSpace {
            guard let id = Int64(inSpace), visibleSpace(id) != nil else { throw APIError.notFound }
            spaces = [id]
        } else {
            let wanted = Set(try ids("space-id", atMost: 100))
            if !wanted.isEmpty { spaces = spaces.filter { wanted.contains($0) } }
        }
        func render(_ id: Int64) -> JSON? {
            guard let item = live.item(id), item.node.kind == kind, statuses.contains(item.node.status),
                item.node.status != .draft, title.map({ $0 == item.title }) ?? true,
                !onlyRoots || item.node.parent == nil, mayRead(item.node)
            else { return nil }
            return json(item, body: format)
        }
        let sortName = query("sort") ?? ""
        let wanted = inSpace == nil ? try ids("id", atMost: 250) : []
        if !wanted.isEmpty {
            let allowed = Set(spaces)
            let sorted = Set(wanted).sorted().filter { live.node($0).map { allowed.contains($0.space) } ?? false }
            return try page(of: sorted.compactMap(render), limit: limit)
        }
        let shelves = spaces.map { Shelf(space: $0, kind: shelf) }
        if sortName == "title" || sortName == "-title", kind == .page {
            return try byTitle(shelves, limit: limit, descending: sortName.hasPrefix("-"), render: render)
        }
        return try walk(shelves, sort: try sort(Exchange.dateSorts), limit: limit, render: render)
    }

    /// Reads every title: for small sites.
    private func byTitle(
        _ shelves: [Shelf], limit: Int, descending: Bool, render: (Int64) -> JSON?
    ) throws -> Response {
        var walk = Walk(live, shelves: shelves, by: .id)
        var titles: [(title: String, id: Int64)] = []
        while let key = walk.next() {
            if let item = live.item(key.id) { titles.append((item.title, key.id)) }
        }
        titles.sort { ($0.title, $0.id) < ($1.title, $1.id) }
        if descending { titles.reverse() }
        return try page(of: titles.compactMap { render($0.id) }, limit: limit)
    }

    // MARK: Singles

    func single(_ text: String, _ kind: ItemKind) throws -> Response {
        let item = try item(text, [kind])
        let isAuthor = item.author == reader.accountID
        if item.node.status == .draft, !(isAuthor && (flag("get-draft") || list("status").contains("draft"))) {
            throw APIError.notFound
        }
        let wanted = try statuses(
            standard: [.current, .archived, .trashed, .draft],
            allowed: ["current", "archived", "trashed", "deleted", "historical", "draft", "any"])
        if !wanted.contains(item.node.status) { throw APIError.notFound }
        var members: [(String, JSON)] = []
        let path = "/wiki/api/v2/\(kind.rawValue)s/\(item.id)"
        if flag("include-labels") {
            members.append(("labels", included(item.labels.map(labelJSON), path + "/labels")))
        }
        if flag("include-properties") { members.append(("properties", included([], path + "/properties"))) }
        if flag("include-operations") {
            members.append(("operations", included(readOperations(kind), path + "/operations")))
        }
        if flag("include-versions") {
            members.append(("versions", included(versions(item).map { $0 }, path + "/versions")))
        }
        let format = try bodyFormat(Bodies.singleFormats)
        return .json(withBase(json(item, body: format)).adding(members), objects: 1)
    }

    /// A folder, whiteboard, database or embed: no body.
    func container(_ text: String, _ kind: ItemKind) throws -> Response {
        let item = try item(text, [kind])
        guard item.node.status != .draft else { throw APIError.notFound }
        var members: [(String, JSON)] = [
            ("id", .id(item.id)), ("type", .string(kind.rawValue)), ("status", .string(item.node.status.rawValue)),
            ("title", .string(item.title)), ("parentId", .id(item.node.parent)),
            ("parentType", .optional(parentKind(item.node)?.rawValue)), ("position", .int(item.position)),
            ("authorId", .string(item.author)), ("ownerId", .string(item.author)),
            ("createdAt", .string(item.created.iso)), ("spaceId", .id(item.node.space)), ("version", versionJSON(item)),
        ]
        if kind == .embed { members.append(("embedUrl", .string("https://example.com/embed/\(item.id)"))) }
        members.append(("_links", ["webui": .string(ContentAddresses(state: live).web(item)), "base": .string(base)]))
        return .json(.object(members), objects: 1)
    }

    func labels(of text: String, _ kind: ItemKind) throws -> Response {
        let item = try item(text, [kind])
        let prefix = query("prefix")
        let labels = item.labels.map(labelJSON)
        return try page(of: prefix == nil || prefix == "global" ? labels : [], limit: limit())
    }

    func versions(of text: String, _ kind: ItemKind) throws -> Response {
        try page(of: versions(try item(text, [kind])), limit: limit())
    }

    func operations(_ text: String, _ kinds: Set<ItemKind>) throws -> Response {
        let item = try item(text, kinds)
        return .json(["operations": .array(readOperations(item.node.kind))], objects: 1)
    }

    func nothing(about text: String, _ kinds: Set<ItemKind>) throws -> Response {
        _ = try item(text, kinds)
        return page([], next: nil)
    }

    private func readOperations(_ kind: ItemKind) -> [JSON] {
        [["operation": "read", "targetType": .string(kind.rawValue)]]
    }

    /// The current version and as many older ones as its number says, at most 200.
    private func versions(_ item: Item) -> [JSON] {
        (0..<min(max(item.version, 1), 200)).map { back in
            let number = item.version - back
            let moment = back == 0 ? item.updated : item.created
            return [
                "number": .int(number), "authorId": .string(back == 0 ? item.updatedBy : item.author), "message": "",
                "createdAt": .string(moment.iso), "minorEdit": false,
            ]
        }
    }

    // MARK: JSON

    func parentKind(_ node: Node) -> ItemKind? { node.parent.flatMap { live.node($0)?.kind } }

    func versionJSON(_ item: Item) -> JSON {
        [
            "number": .int(item.version), "message": .string(item.message), "minorEdit": false,
            "authorId": .string(item.updatedBy), "createdAt": .string(item.updated.iso),
        ]
    }

    func labelJSON(_ name: String) -> JSON {
        ["id": .string(String(Labels.id(of: name))), "name": .string(name), "prefix": "global"]
    }

    func json(_ item: Item, body format: String?) -> JSON {
        var members: [(String, JSON)] = []
        if item.node.kind == .page { members.append(("parentType", .optional(parentKind(item.node)?.rawValue))) }
        members += [
            ("createdAt", .string(item.created.iso)), ("authorId", .string(item.author)), ("id", .id(item.id)),
            ("version", versionJSON(item)), ("title", .string(item.title)),
            ("status", .string(item.node.status.rawValue)),
            ("spaceId", .id(item.node.space)), ("body", Bodies.json(live.body(of: item), as: format)),
        ]
        if item.node.kind == .page {
            members += [
                ("ownerId", .string(item.author)), ("parentId", .id(item.node.parent)), ("lastOwnerId", nil),
                ("position", .int(item.position)), ("subtype", .optional(item.subtype)),
            ]
        }
        members.append(("_links", ContentAddresses(state: live).links(item)))
        return .object(members)
    }
}

/// Ids of labels follow from their names.
enum Labels {
    static func id(of name: String) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int64(hash % 900_000_000) + 1
    }
}
