extension Exchange {
    /// Labels in use: reads every item of a site of up to some ten thousand, a sample of a larger one.
    private var labelsInUse: [String] {
        let shelves = visibleSpaces.flatMap {
            [Shelf(space: $0.id, kind: .pages), Shelf(space: $0.id, kind: .blogposts)]
        }
        var walk = Walk(live, shelves: shelves, by: .id)
        var names: Set<String> = []
        var looked = 0
        while looked < 20_000, let key = walk.next() {
            looked += 1
            names.formUnion(live.item(key.id)?.labels ?? [])
        }
        return names.sorted()
    }

    func allLabels() throws -> Response {
        let wanted = Set(try ids("label-id", atMost: 250))
        let names = labelsInUse.filter { wanted.isEmpty || wanted.contains(Labels.id(of: $0)) }
        return try page(of: names.map(labelJSON), limit: limit())
    }

    private func label(_ text: String) throws -> Int64 {
        guard let id = Int64(text) else { throw APIError.invalid("Provided value {\(text)} for 'id' is not a number.") }
        return id
    }

    private func shelves(_ kinds: [Shelf.Kind]) throws -> [Shelf] {
        let wanted = Set(try ids("space-id", atMost: 100))
        return visibleSpaces.filter { wanted.isEmpty || wanted.contains($0.id) }
            .flatMap { space in kinds.map { Shelf(space: space.id, kind: $0) } }
    }

    func labelledAttachments(_ text: String) throws -> Response {
        let id = try label(text)
        let sort = try sort(["created-date": .created, "modified-date": .modified])
        return try walk(try shelves([.attachments]), sort: sort, limit: try limit()) { file in
            guard let attachment = live.attachment(file),
                attachment.labels.contains(where: { Labels.id(of: $0) == id }),
                attachment.status == .current, let owner = live.node(attachment.owner), owner.status == .current,
                mayRead(owner)
            else { return nil }
            return json(attachment)
        }
    }

    func labelled(_ text: String, _ kinds: [Shelf.Kind]) throws -> Response {
        let id = try label(text)
        let format = try bodyFormat(Bodies.listFormats)
        let shelves = try shelves(kinds)
        let sort = try sort(["id": .id, "created-date": .created, "modified-date": .modified])
        return try walk(shelves, sort: sort, limit: try limit()) { content in
            guard let item = live.item(content), item.labels.contains(where: { Labels.id(of: $0) == id }),
                item.node.status == .current, mayRead(item.node)
            else { return nil }
            return json(item, body: format)
        }
    }
}
