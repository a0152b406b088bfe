extension Exchange {
    func spaces() throws -> Response {
        let ids = Set(try self.ids("ids", atMost: 250))
        let keys = Set(list("keys"))
        let types = Set(list("type"))
        let statuses = Set(list("status"))
        let limit = try limit()
        let sort = query("sort") ?? "id"
        let labels = list("labels")
        var found = visibleSpaces.filter { space in
            (ids.isEmpty || ids.contains(space.id)) && (keys.isEmpty || keys.contains(space.key))
                && (types.isEmpty || types.contains(space.type)) && labels.isEmpty
                && (statuses.isEmpty ? space.status != "trashed" : statuses.contains(space.status))
        }
        switch sort.hasPrefix("-") ? String(sort.dropFirst()) : sort {
        case "id": break
        case "key": found.sort { $0.key < $1.key }
        case "name": found.sort { $0.name < $1.name }
        default: throw APIError.invalid("Provided value {\(sort)} for 'sort' is not the correct type.")
        }
        if sort.hasPrefix("-") { found.reverse() }
        return try page(of: found.map { self.json($0) }, limit: limit)
    }

    func space(_ text: String) throws -> Response {
        guard let id = Int64(text) else { throw APIError.invalid("Provided value {\(text)} for 'id' is not a number.") }
        guard let space = visibleSpace(id) else { throw APIError.notFound }
        var members: [(String, JSON)] = []
        if flag("include-permissions") {
            members.append(("permissions", included(permissions(of: space), "/wiki/api/v2/spaces/\(id)/permissions")))
        }
        if flag("include-labels") { members.append(("labels", included([], "/wiki/api/v2/spaces/\(id)/labels"))) }
        return .json(withBase(json(space, isSingle: true)).adding(members), objects: 1)
    }

    func spacePermissions(_ text: String) throws -> Response {
        guard let id = Int64(text), let space = visibleSpace(id) else { throw APIError.notFound }
        let all = permissions(of: space)
        let limit = try limit()
        var response = try page(of: all, limit: limit)
        response.identities = response.objects
        response.objects = 0
        return response
    }

    /// Who may see the space: its readers, or everybody's group.
    private func permissions(of space: Space) -> [JSON] {
        let everyone = live.base.groups.first { $0.name.hasPrefix("confluence-users") } ?? live.base.groups.first
        let readers = space.readableBy.isEmpty ? everyone.map { ["group:\($0.id)"] } ?? [] : space.readableBy
        return readers.enumerated().map { index, reader in
            let isGroup = reader.hasPrefix("group:")
            let name = String(reader.drop { $0 != ":" }.dropFirst())
            let group = live.base.groups.first { $0.id == name || $0.name == name }
            let principal: JSON = ["type": isGroup ? "group" : "user", "id": .string(group?.id ?? name)]
            return [
                "id": .string(String(space.id * 100 + Int64(index))), "principal": principal,
                "operation": ["key": "read", "targetType": "space"],
            ]
        }
    }

    /// Singles do not tell the alias.
    func json(_ space: Space, isSingle: Bool = false) -> JSON {
        var description = JSON.null
        if let format = query("description-format"), format == "plain" || format == "view" {
            let value = format == "plain" ? space.description : "<p>\(space.description.escapedForXML)</p>"
            let body: JSON = ["representation": .string(format), "value": .string(value)]
            description = .object([(format, body)])
        }
        var members: [(String, JSON)] = [
            ("id", .id(space.id)), ("key", .string(space.key)), ("name", .string(space.name)),
            ("type", .string(space.type)), ("status", .string(space.status)), ("authorId", .string(space.author)),
            ("spaceOwnerId", .string(space.author)), ("createdAt", .string(space.created.iso)),
            ("homepageId", .id(space.homepage)), ("description", description), ("icon", nil),
        ]
        if !isSingle { members.append(("currentActiveAlias", .string(space.alias ?? space.key))) }
        members.append(("_links", ["webui": .string("/spaces/\(space.alias ?? space.key)")]))
        return .object(members)
    }

    // MARK: Pieces of other answers

    /// A list inside a single object: at most 50, and where the rest is.
    func included(_ all: [JSON], _ path: String) -> JSON {
        let more = all.count > 50
        let cursor = more ? JSON.string(cursorText("place", SortKey(value: 50, id: 0))) : .null
        return [
            "results": .array(Array(all.prefix(50))), "meta": ["hasMore": .bool(more), "cursor": cursor],
            "_links": ["self": .string(path)],
        ]
    }

    /// Singles carry `_links.base`, items of lists do not.
    func withBase(_ object: JSON) -> JSON {
        guard case .object(let members) = object else { return object }
        return .object(
            members.map { name, value in
                name == "_links" ? (name, value.adding([("base", .string(base))])) : (name, value)
            })
    }
}
