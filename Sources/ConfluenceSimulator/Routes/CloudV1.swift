extension Router {
    /// What remains of Confluence Cloud REST v1.
    static let cloudV1: [Route] = [
        Route("GET /rest/api/content/search") { exchange, _ in try exchange.contentSearch() },
        Route("GET /rest/api/search") { exchange, _ in try exchange.search() },
        Route("GET /rest/api/content/{id}/restriction") { try $0.restrictions($1[0], isKeyed: false) },
        Route("GET /rest/api/content/{id}/restriction/byOperation") { try $0.restrictions($1[0], isKeyed: true) },
        Route("GET /rest/api/content/{id}/restriction/byOperation/{operation}") { try $0.restriction($1[0], $1[1]) },
        Route("GET /rest/api/content/{id}/child/attachment/{attachment}/download") { try $0.download($1[0], $1[1]) },
        Route("GET /rest/api/user") { exchange, _ in try exchange.user() },
        Route("GET /rest/api/user/current") { exchange, _ in exchange.currentUser() },
        Route("GET /rest/api/user/bulk") { exchange, _ in try exchange.userBulk() },
        Route("GET /rest/api/user/memberof") { exchange, _ in try exchange.memberOf() },
        Route("GET /rest/api/group") { exchange, _ in try exchange.groups() },
        Route("GET /rest/api/group/by-id") { exchange, _ in try exchange.group() },
        Route("GET /rest/api/group/{id}/membersByGroupId") { try $0.members($1[0]) },
        Route("GET /rest/api/settings/systemInfo") { exchange, _ in exchange.systemInfo() },
    ]
}

extension Exchange {
    var selfAddress: String { base + restPath + "?" + queryText(cursor: query("cursor")) }

    /// Below `/wiki`.
    var restPath: String {
        "/" + request.segments.drop { $0 != "rest" }.map { PercentCoding.encode($0) }.joined(separator: "/")
    }

    func nextAddress(cursor: String) -> String { restPath + "?" + queryText(cursor: cursor) }

    func nextAddress(start: Int) -> String {
        let parts = request.query.filter { $0.name != "start" }
            .map { PercentCoding.encode($0.name) + "=" + PercentCoding.encode($0.value) }
        return restPath + "?" + (["start=\(start)"] + parts).joined(separator: "&")
    }

    func systemInfo() -> Response {
        .json([
            "cloudId": .string(options.cloudID), "commitHash": "0000000", "baseUrl": .string(base),
            "edition": "STANDARD",
            "siteTitle": .string(live.base.name), "defaultLocale": "en-GB", "defaultTimeZone": "UTC",
        ])
    }

    // MARK: Search

    func cql() throws -> CQLQuery {
        guard let text = query("cql"), !text.isEmpty else { throw APIError.invalid("The 'cql' parameter is required") }
        do {
            return try CQLParser.parse(
                text, now: .now, zone: options.timeZoneMinutes, currentUser: reader.accountID ?? "")
        } catch let error as CQLError {
            throw APIError.invalid("Could not parse cql : \(text) (\(error.reason))")
        }
    }

    private func cap(_ expand: Expansion?) -> Int {
        guard let body = expand?["body"] else { return options.cqlCaps.plain }
        let isRendered = body["export_view"] != nil || body["styled_view"] != nil
        return isRendered ? min(options.cqlCaps.rendered, options.cqlCaps.body) : options.cqlCaps.body
    }

    func contentSearch() throws -> Response {
        let expand = Expansion(list("expand"))
        let search = CQLSearch(query: try cql(), index: index, live: live, viewer: reader)
        let limit = try number("limit", standard: 25, 1...max(1, cap(expand)))
        let page = search.page(after: try cursor(search.orderName), limit: limit)
        let content = ContentV1(exchange: self, state: index)
        var response = Response.json(
            [
                "results": .array(page.objects.map { content.json($0, expand) }), "start": 0, "limit": .int(limit),
                "size": .int(page.objects.count), "_links": searchLinks(search, page),
            ], objects: page.objects.count)
        response.examined = page.examined
        response.found = page.objects.map(\.id)
        return response
    }

    func search() throws -> Response {
        let expand = Expansion(list("expand"))
        var search = CQLSearch(query: try cql(), index: index, live: live, viewer: reader)
        search.includesArchivedSpaces = flag("includeArchivedSpaces")
        search.excludesCurrentSpaces = flag("excludeCurrentSpaces")
        let limit = try number("limit", standard: 25, 1...max(1, cap(expand["content"])))
        let page = search.page(after: try cursor(search.orderName), limit: limit)
        let content = ContentV1(exchange: self, state: index)
        var response = Response.json(
            [
                "results": .array(page.objects.map { found($0, content.json($0, expand["content"] ?? Expansion())) }),
                "start": 0, "limit": .int(limit), "size": .int(page.objects.count), "totalSize": .int(search.total),
                "cqlQuery": .string(query("cql") ?? ""), "searchDuration": 3, "_links": searchLinks(search, page),
            ], objects: page.objects.count)
        response.found = page.objects.map(\.id)
        return response
    }

    func found(_ object: CQLObject, _ content: JSON) -> JSON {
        let space = live.spaces[object.home.node.space]
        return [
            "content": content, "title": .string(object.title), "excerpt": "",
            "url": .string(ContentAddresses(state: index).web(object.home)),
            "resultGlobalContainer": [
                "title": .string(space?.name ?? ""), "displayUrl": .string("/spaces/\(space?.key ?? "")"),
            ],
            "breadcrumbs": [], "entityType": "content", "iconCssClass": "aui-icon content-type-\(object.type)".json,
            "lastModified": .string(object.modified.iso),
            "friendlyLastModified": .string(String(object.modified.iso.prefix(10))), "score": 0,
        ]
    }

    private func searchLinks(_ search: CQLSearch, _ page: CQLSearch.Page) -> JSON {
        var links: [(String, JSON)] = [
            ("base", .string(base)), ("context", .string(context)), ("self", .string(selfAddress)),
        ]
        if let next = page.next {
            links.append(("next", .string(nextAddress(cursor: cursorText(search.orderName, next)))))
        }
        return .object(links)
    }

    // MARK: Restrictions

    private func restricted(_ text: String) throws -> CQLObject {
        guard let id = Int64(text.hasPrefix("att") ? String(text.dropFirst(3)) : text),
            let object = CQLObject.find(id, in: live), mayRead(object.home.node), object.home.node.status != .trashed
        else { throw APIError.noContent(text) }
        return object
    }

    /// Both operations; without an `expand` parameter users and groups are given.
    func restrictions(_ text: String, isKeyed: Bool) throws -> Response {
        let object = try restricted(text)
        let start = try number("start", standard: 0, 0...Int(Int32.max))
        let limit = try number("limit", standard: 100, 1...100)
        let both = ["read", "update"].map { operation in
            RestrictionV1(exchange: self, object: object, operation: operation)
                .json(restrictionExpansion, start: start, limit: limit)
        }
        let links: JSON = ["self": .string(selfAddress), "base": .string(base), "context": .string(context)]
        if isKeyed { return .json(["read": both[0], "update": both[1], "_links": links], identities: 1) }
        return .json(
            [
                "results": .array(both), "start": .int(start), "limit": .int(limit), "size": 2,
                "restrictionsHash": .string(restrictionsHash(object)), "_links": links,
            ], identities: 1)
    }

    func restriction(_ text: String, _ operation: String) throws -> Response {
        guard operation == "read" || operation == "update" else {
            throw APIError.invalid("unknown operation \(operation)")
        }
        let start = try number("start", standard: 0, 0...Int(Int32.max))
        let limit = try number("limit", standard: 100, 1...100)
        let restriction = RestrictionV1(exchange: self, object: try restricted(text), operation: operation)
        return .json(restriction.json(restrictionExpansion, start: start, limit: limit), identities: 1)
    }

    private var restrictionExpansion: Expansion {
        let given = list("expand")
        return Expansion(given.isEmpty ? ["restrictions.user", "restrictions.group"] : given)["restrictions"]
            ?? Expansion()
    }

    private func restrictionsHash(_ object: CQLObject) -> String {
        let restriction = object.home.node.restriction
        let text = ((restriction?.users ?? []) + ["|"] + (restriction?.groups ?? [])).joined(separator: ",")
        return String(Labels.id(of: text), radix: 36)
    }
}

extension String {
    fileprivate var json: JSON { .string(self) }
}
