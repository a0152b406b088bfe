extension Exchange {
    private func statusesAsked() -> Set<String> {
        let given = Set(list("status"))
        return given.isEmpty ? ["current"] : given
    }

    private func shelfKinds(_ type: String) throws -> [Shelf.Kind] {
        switch type {
        case "page": return [.pages]
        case "blogpost": return [.blogposts]
        case "comment": return [.footerComments, .inlineComments]
        case "attachment": return [.attachments]
        default: throw APIError.invalid("Unsupported content type: \(type)")
        }
    }

    func spaceWithKey(_ key: String) throws -> Space {
        guard let space = live.space(key: key), visibleSpace(space.id) != nil else {
            throw APIError(status: 404, code: "NOT_FOUND", message: "No space with key : \(key)")
        }
        return space
    }

    func contentOfDataCenter() throws -> Response {
        let statuses = statusesAsked()
        let title = query("title")
        let wanted = try ids("ids", atMost: 1000)
        func accept(_ object: CQLObject) -> Bool {
            (statuses.contains("any") || statuses.contains(object.status.rawValue)) && object.status != .draft
                && (title.map { $0 == object.title } ?? true)
        }
        if !wanted.isEmpty {
            let content = ContentV1(exchange: self, state: live)
            let found = Set(wanted).sorted().compactMap { CQLObject.find($0, in: live) }
                .filter { accept($0) && mayRead($0.home.node) && $0.isOnDataCenter }
            return try offsetPage(found.map { content.json($0, expansion) }, most: listingCap)
        }
        var spaces = visibleSpaces.map(\.id)
        if let key = query("spaceKey") { spaces = [try spaceWithKey(key).id] }
        let kinds = try shelfKinds(query("type") ?? "page")
        return try offsetWalk(shelves(spaces, kinds), most: listingCap, accept)
    }

    private func shelves(_ spaces: [Int64], _ kinds: [Shelf.Kind]) -> [Shelf] {
        spaces.flatMap { space in kinds.map { Shelf(space: space, kind: $0) } }
    }

    func contentOfSpace(_ key: String, _ type: String) throws -> Response {
        let space = try spaceWithKey(key)
        let onlyRoots = query("depth") == "root"
        return try offsetWalk(shelves([space.id], try shelfKinds(type)), most: listingCap) { object in
            object.status == .current && (!onlyRoots || object.home.node.parent == nil)
        }
    }

    /// Without a type, one list for each.
    func contentOfSpace(_ key: String) throws -> Response {
        let pages = try contentOfSpace(key, "page")
        let posts = try contentOfSpace(key, "blogpost")
        guard case .bytes(let left) = pages.body, case .bytes(let right) = posts.body else { return pages }
        let text =
            "{\"page\":\(String(decoding: left, as: UTF8.self)),\"blogpost\":\(String(decoding: right, as: UTF8.self))}"
        var response = Response.text(text, type: "application/json")
        response.objects = pages.objects + posts.objects
        return response
    }

    func scan() throws -> Response {
        var spaces = visibleSpaces.map(\.id)
        if let key = query("spaceKey") { spaces = [try spaceWithKey(key).id] }
        let shelves = shelves(spaces, try shelfKinds(query("type") ?? "page"))
        return try cursorWalk(shelves, statuses: statusesAsked(), expansion)
    }

    func trashOfSpace(_ key: String) throws -> Response {
        let space = try spaceWithKey(key)
        try asAdministrator()
        let shelves = shelves([space.id], [.pages, .blogposts])
        let expansion =
            expansion.names.isEmpty ? Expansion(["ancestors", "container", "space", "metadata"]) : expansion
        return try cursorWalk(shelves, statuses: ["trashed"], expansion)
    }

    /// By cursor `content:false:ID`, in the order of ids.
    private func cursorWalk(_ shelves: [Shelf], statuses: Set<String>, _ expansion: Expansion) throws -> Response {
        let limit = try number("limit", standard: 25, 1...max(1, listingCap))
        let given = query("cursor") ?? "content:false:0"
        let parts = given.split(separator: ":")
        guard parts.count == 3, parts[0] == "content", let after = Int64(parts[2]) else {
            throw APIError.invalid("Invalid cursor: \(given)")
        }
        var walk = Walk(live, shelves: shelves, by: .id, after: SortKey(value: after, id: after))
        let content = ContentV1(exchange: self, state: live)
        var results: [JSON] = []
        var last: Int64?
        var next: String?
        while let key = walk.next() {
            guard let object = CQLObject.find(key.id, in: live), statuses.contains(object.status.rawValue),
                object.status != .draft, mayRead(object.home.node)
            else { continue }
            if results.count == limit {
                next = last.map { "content:false:\($0)" }
                break
            }
            results.append(content.json(object, expansion))
            last = key.id
        }
        var links: [(String, JSON)] = [
            ("base", .string(base)), ("context", .string(context)), ("self", .string(selfAddress)),
        ]
        if let next { links.append(("next", .string(nextAddress(cursor: next)))) }
        var response = Response.json(
            [
                "results": .array(results), "cursor": .string(given), "nextCursor": .optional(next),
                "limit": .int(limit), "size": .int(results.count), "_links": .object(links),
            ], objects: results.count)
        response.examined = walk.examined
        return response
    }

    // MARK: One

    func objectByID(_ text: String) throws -> CQLObject {
        let missing = APIError(
            status: 404, code: "NOT_FOUND", message: "No content found with id: ContentId{id=\(text)}")
        guard let id = Int64(text.hasPrefix("att") ? String(text.dropFirst(3)) : text),
            let object = CQLObject.find(id, in: live), object.isOnDataCenter, mayRead(object.home.node)
        else { throw missing }
        let statuses = statusesAsked()
        guard statuses.contains("any") || statuses.contains(object.status.rawValue), object.status != .draft else {
            throw missing
        }
        return object
    }

    func contentByID(_ text: String) throws -> Response {
        let object = try objectByID(text)
        let given = list("expand")
        let expansion = Expansion(given.isEmpty ? ["history", "space", "version"] : given)
        return .json(ContentV1(exchange: self, state: live).json(object, expansion), objects: 1)
    }

    func historyByID(_ text: String) throws -> Response {
        let object = try objectByID(text)
        return .json(ContentV1(exchange: self, state: live).history(object, expansion), objects: 1)
    }

    func labelsByID(_ text: String) throws -> Response {
        let labels = try objectByID(text).labels.map { labelJSON($0).adding([("label", .string($0))]) }
        return try offsetPage(labels, standard: 200, most: 200)
    }

    func childrenByID(_ text: String, _ type: String) throws -> Response {
        let object = try objectByID(text)
        guard case .item(let item) = object else { return try offsetPage([], most: 200) }
        var children: [CQLObject]
        switch type {
        case "page":
            children = pagesBelow(item.id).map { .item($0) }
        case "attachment":
            let name = query("filename")
            let mediaType = query("mediaType")
            children = live.attachments(of: item.id).filter {
                $0.status == .current && (name == nil || $0.fileName == name)
                    && (mediaType == nil || $0.mediaType == mediaType)
            }.map { .attachment($0, owner: item) }
        case "comment":
            let everything = query("depth") == "all"
            children = live.comments(of: item.id).filter { everything || $0.parent == nil }.map {
                .comment($0, owner: item)
            }
        default: throw APIError.invalid("Unsupported content type: \(type)")
        }
        children = children.filter { mayRead($0.home.node) && $0.status == .current }
        let content = ContentV1(exchange: self, state: live)
        let expansion = expansion
        return try offsetPage(
            children.map { content.json($0, expansion) }, standard: type == "attachment" ? 50 : 25, most: listingCap)
    }

    /// Child pages; there are no folders here, so those in a folder count as the folder's parent's.
    private func pagesBelow(_ id: Int64) -> [Item] {
        live.children(of: id).compactMap { live.item($0) }.flatMap { child in
            child.node.kind == .page ? [child] : pagesBelow(child.id)
        }
    }

    func descendantsByID(_ text: String, _ type: String) throws -> Response {
        let object = try objectByID(text)
        guard type == "page" else { return try offsetPage([], most: 200) }
        let content = ContentV1(exchange: self, state: live)
        let expansion = expansion
        let pages = live.descendants(of: object.id).sorted().compactMap { live.item($0) }.filter {
            $0.node.kind == .page && $0.node.status == .current && mayRead($0.node)
        }
        let (start, limit) = try offsets(most: listingCap)
        let part = pages.dropFirst(start).prefix(limit).map { content.json(.item($0), expansion) }
        return offsetPage(part, start: start, limit: limit, hasMore: start + part.count < pages.count)
    }

    // MARK: Search

    private func search<Result>(_ most: Int, _ read: (CQLSearch, [CQLObject], Int, Int, Bool) throws -> Result) throws
        -> Result
    {
        var search = CQLSearch(query: try cql(), index: index, live: live, viewer: reader)
        search.includesArchivedSpaces = flag("includeArchivedSpaces")
        let (start, limit) = try offsets(most: most)
        let (end, overflow) = start.addingReportingOverflow(limit)
        let page = search.page(after: nil, limit: overflow ? .max : end)
        let part = Array(page.objects.filter(\.isOnDataCenter).dropFirst(start))
        return try read(search, part, start, limit, page.next != nil)
    }

    func contentSearchByOffset() throws -> Response {
        try search(dataCenterCap) { _, objects, start, limit, hasMore in
            let content = ContentV1(exchange: self, state: index)
            let expansion = expansion
            var response = offsetPage(
                objects.map { content.json($0, expansion) }, start: start, limit: limit, hasMore: hasMore,
                more: [("totalSize", .int(start + objects.count)), ("cqlQuery", .string(query("cql") ?? ""))])
            response.found = objects.map(\.id)
            return response
        }
    }

    func searchByOffset() throws -> Response {
        try search(dataCenterCap) { search, objects, start, limit, hasMore in
            let content = ContentV1(exchange: self, state: index)
            var response = offsetPage(
                objects.map { found($0, content.json($0, expansion["content"] ?? Expansion())) }, start: start,
                limit: limit, hasMore: hasMore,
                more: [
                    ("totalSize", .int(search.total)), ("cqlQuery", .string(query("cql") ?? "")), ("searchDuration", 3),
                ])
            response.found = objects.map(\.id)
            return response
        }
    }
}

extension CQLObject {
    /// Data Center has no folders, whiteboards, databases or embeds.
    var isOnDataCenter: Bool {
        guard case .item(let item) = self else { return true }
        return item.node.kind == .page || item.node.kind == .blogpost
    }
}
