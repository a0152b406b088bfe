extension Exchange {
    /// Top to bottom, ids and types alone; `limit` takes those nearest to the content.
    func ancestors(of text: String, _ kind: ItemKind) throws -> Response {
        let item = try item(text, [kind])
        let limit = try limit()
        let chain = live.ancestors(of: item.node).suffix(limit)
        return page(chain.map { ["id": .id($0.id), "type": .string($0.kind.rawValue)] }, next: nil)
    }

    func directChildren(of text: String, _ kind: ItemKind) throws -> Response {
        let item = try item(text, [kind])
        let children = visibleChildren(of: item.id)
        return try page(
            of: children.enumerated().map { position, child in
                [
                    "id": .id(child.id), "status": .string(child.node.status.rawValue), "title": .string(child.title),
                    "type": .string(child.node.kind.rawValue), "spaceId": .id(child.node.space),
                    "childPosition": .int(position),
                ]
            }, limit: limit())
    }

    func descendants(of text: String, _ kind: ItemKind) throws -> Response {
        let item = try item(text, [kind])
        let limit = try limit()
        let deepest = try number("depth", standard: 2, 1...10)
        let start = try place()
        var results: [JSON] = []
        var passed = 0
        // Depth first, no further than the page goes.
        func visit(_ parent: Int64, depth: Int) -> Bool {
            for (position, child) in visibleChildren(of: parent).enumerated() {
                passed += 1
                if passed > start + limit { return false }
                if passed > start {
                    results.append([
                        "id": .id(child.id), "status": .string(child.node.status.rawValue),
                        "title": .string(child.title),
                        "type": .string(child.node.kind.rawValue), "parentId": .id(parent), "depth": .int(depth),
                        "childPosition": .int(position),
                    ])
                }
                if depth < deepest, !visit(child.id, depth: depth + 1) { return false }
            }
            return true
        }
        let isComplete = visit(item.id, depth: 1)
        let next = isComplete ? nil : cursorText("place", SortKey(value: Int64(start + limit), id: 0))
        return page(results, next: next)
    }

    private func visibleChildren(of id: Int64) -> [Item] {
        live.children(of: id).compactMap { live.item($0) }.filter {
            ($0.node.status == .current || $0.node.status == .archived) && mayRead($0.node)
        }
    }

    /// Types of up to 100 ids; `null`: unknown or not to be seen.
    func convertIDs() throws -> Response {
        struct Body: Decodable {
            /// A number or a string.
            struct ID: Decodable {
                var text: String

                init(from decoder: any Decoder) throws {
                    let container = try decoder.singleValueContainer()
                    if let number = try? container.decode(Int64.self) {
                        text = String(number)
                    } else {
                        text = try container.decode(String.self)
                    }
                }
            }

            var contentIds: [ID]
        }
        let ids = try body(Body.self).contentIds.map(\.text)
        guard ids.count <= 100 else {
            throw APIError.invalid("Provided values for 'contentIds' exceed the limit of 100.")
        }
        var seen: Set<String> = []
        let results = ids.filter { seen.insert($0).inserted }.map { ($0, JSON.optional(type(of: $0))) }
        return .json(["results": .object(results)], objects: results.count)
    }

    private func type(of text: String) -> String? {
        guard let id = Int64(text.hasPrefix("att") ? String(text.dropFirst(3)) : text) else { return nil }
        if let node = live.node(id) { return mayRead(node) ? node.kind.rawValue : nil }
        if let attachment = live.attachment(id), let owner = live.node(attachment.owner) {
            return mayRead(owner) ? "attachment" : nil
        }
        if let comment = live.comment(id), let owner = live.node(comment.owner) {
            return mayRead(owner) ? "\(comment.place.rawValue)-comment" : nil
        }
        return nil
    }
}
