/// Who may read (or update) one piece of content by its own restriction, as v1 writes it.
struct RestrictionV1 {
    let exchange: Exchange
    let object: CQLObject
    let operation: String

    private var restriction: Restriction? {
        guard operation == "read", case .item(let item) = object else { return nil }
        return item.node.restriction
    }

    private var idText: String { exchange.isDataCenter ? String(object.id) : object.idText }

    private var path: String { "/rest/api/content/\(idText)/restriction/byOperation/\(operation)" }

    /// - Parameter expand: `user` and `group`.
    func json(_ expand: Expansion, start: Int, limit: Int) -> JSON {
        var members: [(String, JSON)] = []
        var expandable: [(String, JSON)] = []
        if expand["user"] != nil {
            members.append(
                ("user", list((restriction?.users ?? []).map { exchange.person($0) }, "user", start, limit)))
        } else {
            expandable.append(("user", ""))
        }
        if expand["group"] != nil {
            members.append(("group", list((restriction?.groups ?? []).map(group), "group", start, limit)))
        } else {
            expandable.append(("group", ""))
        }
        members.append(("_expandable", .object(expandable)))
        return [
            "operation": .string(operation), "restrictions": .object(members),
            "_expandable": ["content": .string("/rest/api/content/\(idText)")],
            "_links": ["self": .string(exchange.base + path)],
        ]
    }

    private func group(_ id: String) -> JSON {
        let known = exchange.live.base.groups.first { $0.id == id || $0.name == id }
        return exchange.groupJSON(known ?? PeopleGroup(id: id, name: id, members: []))
    }

    private func list(_ all: [JSON], _ kind: String, _ start: Int, _ limit: Int) -> JSON {
        let shown = Array(all.dropFirst(start).prefix(limit))
        var links: [(String, JSON)] = []
        if start + shown.count < all.count {
            links.append(
                ("next", .string("\(path)?expand=restrictions.\(kind)&start=\(start + limit)&limit=\(limit)")))
        }
        return [
            "results": .array(shown), "start": .int(start), "limit": .int(limit), "size": .int(shown.count),
            "_links": .object(links),
        ]
    }
}
