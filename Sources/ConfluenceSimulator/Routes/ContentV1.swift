/// Content as Cloud's v1 writes it, with what was expanded.
struct ContentV1 {
    let exchange: Exchange
    /// The state that it is shown from: the search index's.
    let state: SiteState

    private var base: String { exchange.base }

    private func time(_ moment: Timestamp) -> String { exchange.time(moment) }

    /// Attachments are plain numbers on Data Center.
    private func idText(_ object: CQLObject) -> String { exchange.isDataCenter ? String(object.id) : object.idText }

    func json(_ object: CQLObject, _ expand: Expansion) -> JSON {
        let id = idText(object)
        let path = "/rest/api/content/\(id)"
        var members: [(String, JSON)] = [
            ("id", .string(id)), ("type", .string(object.type)), ("status", .string(object.status.rawValue)),
            ("title", .string(object.title)),
            ("macroRenderedOutput", [:]),
        ]
        var expandable: [(String, JSON)] = []
        func part(_ name: String, _ address: String, _ value: (Expansion) -> JSON?) {
            if let expansion = expand[name], let value = value(expansion) {
                members.append((name, value))
            } else {
                expandable.append((name, .string(address)))
            }
        }
        let space = state.spaces[object.home.node.space]
        part("space", "/rest/api/space/\(space?.key ?? "")") { _ in space.map { json($0) } }
        part("history", path + "/history") { history(object, $0) }
        part("version", "") { _ in version(object) }
        part("ancestors", "") { _ in ancestors(object) }
        part("container", "") { _ in container(object, space) }
        part("restrictions", path + "/restriction/byOperation") { restrictions(object, $0) }
        if exchange.isDataCenter {
            part("relevantViewRestrictions", path + "/restriction/relevantViewRestrictions") { _ in
                exchange.viewRestrictions(object, state: state)
            }
        }
        part("body", "") { body(object, $0) }
        part("metadata", "") { metadata(object, $0) }
        if case .attachment(let attachment, _) = object, expand["metadata"] == nil {
            members.append(("metadata", ["mediaType": .string(attachment.mediaType)]))
        }
        for name in ["children", "descendants", "operations", "childTypes"] {
            expandable.append((name, name == "children" ? .string(path + "/child") : ""))
        }
        members += [
            ("extensions", extensions(object)), ("_expandable", .object(expandable)), ("_links", links(object)),
        ]
        return .object(members)
    }

    private func extensions(_ object: CQLObject) -> JSON {
        switch object {
        case .item(let item): ["position": .int(item.position)]
        case .attachment(let attachment, _):
            [
                "mediaType": .string(attachment.mediaType), "fileSize": .int(attachment.latest.size),
                "comment": .string(attachment.latest.comment), "fileId": .string(attachment.fileID),
            ]
        case .comment(let comment, _): ["location": .string(comment.place.rawValue)]
        }
    }

    func links(_ object: CQLObject) -> JSON {
        let addresses = ContentAddresses(state: state, isDataCenter: exchange.isDataCenter)
        var members: [(String, JSON)] = [
            ("self", .string("\(base)/rest/api/content/\(idText(object))"))
        ]
        switch object {
        case .item(let item):
            members += [
                ("webui", .string(addresses.web(item))), ("tinyui", .string(addresses.tiny(item.id))),
                ("editui", .string("/pages/resumedraft.action?draftId=\(item.id)")),
            ]
        case .attachment(let attachment, let owner):
            members += [
                ("webui", .string(addresses.web(owner) + "?preview=%2F\(owner.id)%2F\(idText(object))")),
                ("download", .string(addresses.download(attachment))),
            ]
        case .comment(let comment, let owner):
            members.append(("webui", .string(addresses.web(owner) + "?focusedCommentId=\(comment.id)")))
        }
        return .object(members)
    }

    func json(_ space: Space) -> JSON {
        [
            "id": .int(space.id), "key": .string(space.key), "alias": .string(space.alias ?? space.key),
            "name": .string(space.name), "type": .string(space.type == "personal" ? "personal" : "global"),
            "status": .string(space.status),
            "_expandable": ["homepage": .string(space.homepage.map { "/rest/api/content/\($0)" } ?? "")],
            "_links": [
                "webui": .string("/spaces/\(space.alias ?? space.key)"),
                "self": .string("\(base)/rest/api/space/\(PercentCoding.encode(space.key))"),
            ],
        ]
    }

    // MARK: Parts

    private func version(_ object: CQLObject) -> JSON {
        let number: Int
        let author: String
        var message = ""
        switch object {
        case .item(let item): (number, author, message) = (item.version, item.updatedBy, item.message)
        case .attachment(let attachment, _):
            (number, author, message) = (attachment.latest.number, attachment.latest.author, attachment.latest.comment)
        case .comment(let comment, _): (number, author) = (1, comment.author)
        }
        return [
            "by": exchange.person(author), "when": .string(time(object.modified)),
            "friendlyWhen": .string(String(object.modified.iso.prefix(10))), "message": .string(message),
            "number": .int(number), "minorEdit": false, "contentTypeModified": false,
            "_expandable": ["collaborators": "", "content": .string("/rest/api/content/\(idText(object))")],
            "_links": [:],
        ]
    }

    func history(_ object: CQLObject, _ expand: Expansion) -> JSON {
        var members: [(String, JSON)] = [
            ("latest", true), ("createdBy", exchange.person(object.author)),
            ("createdDate", .string(time(object.created))),
        ]
        if expand["lastUpdated"] != nil { members.append(("lastUpdated", version(object))) }
        members += [
            ("_expandable", ["previousVersion": "", "contributors": "", "nextVersion": ""]),
            ("_links", ["self": .string("\(base)/rest/api/content/\(idText(object))/history")]),
        ]
        return .object(members)
    }

    private func ancestors(_ object: CQLObject) -> JSON {
        guard case .item(let item) = object else { return [] }
        return .array(
            state.ancestors(of: item.node).filter { !exchange.isDataCenter || $0.kind == .page }.map { node in
                [
                    "id": .id(node.id), "type": .string(node.kind.rawValue), "status": .string(node.status.rawValue),
                    "title": .string(state.item(node.id)?.title ?? ""), "macroRenderedOutput": [:], "extensions": [:],
                    "_expandable": [:], "_links": ["self": .string("\(base)/rest/api/content/\(node.id)")],
                ]
            })
    }

    private func container(_ object: CQLObject, _ space: Space?) -> JSON? {
        switch object {
        case .item: space.map { json($0) }
        case .attachment(_, let owner), .comment(_, let owner): json(.item(owner), Expansion())
        }
    }

    private func metadata(_ object: CQLObject, _ expand: Expansion) -> JSON {
        var members: [(String, JSON)] = []
        if case .attachment(let attachment, _) = object { members.append(("mediaType", .string(attachment.mediaType))) }
        var expandable: [(String, JSON)] = [
            ("currentuser", ""), ("properties", ""), ("frontend", ""), ("comments", ""), ("likes", ""),
        ]
        if expand["labels"] != nil {
            let shown = object.labels.prefix(200).map { name -> JSON in
                [
                    "prefix": "global", "name": .string(name), "id": .string(String(Labels.id(of: name))),
                    "label": .string(name),
                ]
            }
            members.append(
                (
                    "labels",
                    [
                        "results": .array(shown), "start": 0, "limit": 200, "size": .int(shown.count),
                        "_links": ["self": .string("\(base)/rest/api/content/\(idText(object))/label")],
                    ]
                ))
        } else {
            expandable.append(("labels", ""))
        }
        members.append(("_expandable", .object(expandable)))
        return .object(members)
    }

    private func body(_ object: CQLObject, _ expand: Expansion) -> JSON {
        var storage = ""
        switch object {
        case .item(let item): storage = exchange.asStored(state.body(of: item))
        case .comment(let comment, _): storage = comment.body
        case .attachment: break
        }
        let formats = [
            "storage", "view", "export_view", "styled_view", "editor", "atlas_doc_format", "anonymous_export_view",
        ]
        var members: [(String, JSON)] = []
        var expandable: [(String, JSON)] = []
        for format in formats {
            guard expand[format] != nil else {
                expandable.append((format, ""))
                continue
            }
            members.append(
                (
                    format,
                    [
                        "value": .string(Bodies.render(storage, as: format)), "representation": .string(format),
                        "embeddedContent": [],
                        "_expandable": ["content": .string("/rest/api/content/\(idText(object))")],
                    ]
                ))
        }
        members.append(("_expandable", .object(expandable)))
        return .object(members)
    }

    private func restrictions(_ object: CQLObject, _ expand: Expansion) -> JSON {
        let path = "/rest/api/content/\(idText(object))/restriction/byOperation"
        var members: [(String, JSON)] = []
        var expandable: [(String, JSON)] = []
        for operation in ["read", "update"] {
            if let branch = expand[operation] {
                let restriction = RestrictionV1(exchange: exchange, object: object, operation: operation)
                members.append(
                    (operation, restriction.json(branch["restrictions"] ?? Expansion(), start: 0, limit: 100)))
            } else {
                expandable.append((operation, .string("\(path)/\(operation)")))
            }
        }
        members += [("_expandable", .object(expandable)), ("_links", ["self": .string(base + path)])]
        return .object(members)
    }
}

extension CQLObject {
    var idText: String {
        if case .attachment(let attachment, _) = self { return attachment.idText }
        return String(id)
    }
}
