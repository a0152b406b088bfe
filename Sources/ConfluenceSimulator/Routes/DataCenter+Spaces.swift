extension Exchange {
    func serverInformation() -> Response {
        .json([
            "baseUrl": .string(base), "version": "9.2.1", "buildNumber": 9202, "marketplaceBuildNumber": 9202,
            "buildDate": .string(time(Timestamp(year: 2025, month: 2, day: 3))),
        ])
    }

    func spacesOfDataCenter() throws -> Response {
        // CONFSERVER-99908
        if expansion["permissions"] != nil {
            throw APIError(status: 500, code: "INTERNAL_SERVER_ERROR", message: "Internal server error")
        }
        let keys = Set(list("spaceKey"))
        let ids = Set(try ids("spaceId", atMost: 1000))
        let found = visibleSpaces.filter { space in
            (keys.isEmpty || keys.contains(space.key)) && (ids.isEmpty || ids.contains(space.id))
                && (query("type").map { ($0 == "personal") == (space.type == "personal") } ?? true)
                && (query("status").map { $0 == space.status } ?? true)
        }
        return try offsetPage(found.map { spaceJSON($0) }, most: 500)
    }

    func spaceOfDataCenter(_ key: String) throws -> Response { .json(spaceJSON(try spaceWithKey(key)), objects: 1) }

    private func spaceJSON(_ space: Space) -> JSON {
        let expansion = expansion
        var members: [(String, JSON)] = [
            ("id", .int(space.id)), ("key", .string(space.key)), ("name", .string(space.name)),
            ("status", .string(options.hasCapitalSpaceStatus ? space.status.uppercased() : space.status)),
            ("type", .string(space.type == "personal" ? "personal" : "global")),
        ]
        var expandable: [(String, JSON)] = [("metadata", ""), ("icon", ""), ("retentionPolicy", "")]
        if expansion["description"]?["plain"] != nil {
            let plain: JSON = ["value": .string(space.description), "representation": "plain", "embeddedContent": []]
            members.append(("description", ["plain": plain, "_expandable": ["view": ""]]))
        } else {
            expandable.append(("description", ""))
        }
        if expansion["homepage"] != nil, let home = space.homepage.flatMap({ live.item($0) }) {
            members.append(("homepage", ContentV1(exchange: self, state: live).json(.item(home), Expansion())))
        } else {
            expandable.append(("homepage", .string(space.homepage.map { "/rest/api/content/\($0)" } ?? "")))
        }
        let key = PercentCoding.encode(space.key)
        members += [
            ("_links", ["webui": .string("/display/\(key)"), "self": .string("\(base)/rest/api/space/\(key)")]),
            ("_expandable", .object(expandable)),
        ]
        return .object(members)
    }

    func asAdministrator() throws {
        guard options.isSpaceAdministrator else {
            throw APIError(status: 403, code: "FORBIDDEN", message: "Not permitted to administer this space")
        }
    }

    func permissionsOfSpace(_ key: String) throws -> Response {
        let space = try spaceWithKey(key)
        try asAdministrator()
        let readers = space.readableBy.isEmpty ? ["group:confluence-users"] : space.readableBy
        return .json(
            .array(
                readers.map { reader in
                    let name = String(reader.drop { $0 != ":" }.dropFirst())
                    let isGroup = reader.hasPrefix("group:")
                    let group = live.base.groups.first { $0.id == name || $0.name == name }
                    let user = live.person(name)?.userKey ?? name
                    let subject: JSON =
                        isGroup
                        ? ["type": "group", "name": .string(group?.name ?? name)]
                        : ["type": "user", "userKey": .string(user)]
                    return [
                        "operation": ["targetType": "space", "operationKey": "read"], "subject": subject,
                        "spaceKey": .string(space.key), "spaceId": .int(space.id),
                    ]
                }))
    }

    // MARK: Files

    /// The file itself, for who may see the page.
    func servletFile(_ container: String, _ name: String) throws -> Response {
        guard let id = Int64(container), let node = live.node(id), mayRead(node),
            let attachment = live.attachments(of: id).first(where: { $0.fileName == name && $0.status == .current })
        else { throw APIError(status: 404, code: "NOT_FOUND", message: "No attachment \(name)") }
        let number = try number("version", standard: attachment.latest.number, 1...Int(Int32.max))
        guard let version = attachment.version(number) else {
            throw APIError(status: 404, code: "NOT_FOUND", message: "No version \(number) of \(name)")
        }
        return Response(
            status: 200,
            headers: [
                ("Content-Type", attachment.mediaType),
                ("Content-Disposition", "attachment; filename*=UTF-8''\(PercentCoding.encode(name))"),
            ], body: .bytes(version.bytes))
    }

    // MARK: Restrictions

    func viewRestrictions(_ text: String) throws -> Response {
        .json(viewRestrictions(try objectByID(text), state: live), identities: 1)
    }

    /// Own and inherited read restrictions in one list, a content each.
    func viewRestrictions(_ object: CQLObject, state: SiteState) -> JSON {
        let expansion = Expansion(["user", "group"])
        let chain = [object.home.node] + state.ancestors(of: object.home.node).reversed()
        let restricted = chain.filter { $0.restriction != nil }.compactMap { state.item($0.id) }
        let results = restricted.map { item -> JSON in
            RestrictionV1(exchange: self, object: .item(item), operation: "read").json(expansion, start: 0, limit: 200)
                .adding([
                    (
                        "content",
                        ["id": .id(item.id), "type": .string(item.node.kind.rawValue), "title": .string(item.title)]
                    )
                ])
        }
        return [
            "results": .array(results), "start": 0, "limit": 50, "size": .int(results.count),
            "_links": ["base": .string(base), "context": .string(context)],
        ]
    }
}
