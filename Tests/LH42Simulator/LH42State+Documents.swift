import ConfluenceSimulator

extension LH42State {
    mutating func create(_ request: Request) -> Response {
        guard let body = body(LH42CreateBody.self, request) else {
            return Self.refusal("content and title are required", "content")
        }
        if body.content.isEmpty { return Self.refusal("content must not be empty", "content") }
        if body.title.isEmpty { return Self.refusal("title must not be empty", "title") }
        if body.content.utf8.count > options.maxContentBytes {
            return LH42Answer.error(413, "Document too large", type: "request_too_large").response
        }
        if options.checksCollections, let id = body.collection_id, !collections.contains(where: { $0.id == id }) {
            return LH42Answer.error(404, "Collection not found", type: "not_found", param: "collection_id").response
        }
        let id = create(body)
        guard let document = documents.first(where: { $0.id == id }) else { return Self.notFound }
        return ok(document.json, status: 201)
    }

    mutating func listDocuments(_ request: Request) -> Response {
        func value(_ name: String) -> String? { request.query.first { $0.name == name }?.value }
        let status = value("status")
        if let status,
            !["pending", "processing", "ready", "failed"].contains(status)
                || status == "pending" && !options.knowsPending
        {
            return Self.refusal("unknown status", "status")
        }
        looked(at: Array(documents.indices))
        let found = documents.filter { document in
            (status == nil || document.status == status)
                && (value("collection_id").map { $0 == document.collectionID } ?? true)
                && (value("search").map { document.title.contains($0) } ?? true)
        }
        let items = found.map { ($0.number, $0.json) }
        return page("documents", options.listsNewestFirst ? items.reversed() : items, request)
    }

    mutating func one(_ request: Request, _ id: String) -> Response {
        guard let index = documents.firstIndex(where: { $0.id == id }) else { return Self.notFound }
        switch request.method {
        case "GET":
            looked(at: [index])
            return ok(documents[index].json)
        case "PATCH": return patch(request, index)
        case "DELETE":
            documents.remove(at: index)
            if !options.deletesWithBody { return .text("", status: 204) }
            return ok(["deleted": true, "id": .string(id)])
        default: return LH42Answer.error(405, "Method not allowed").response
        }
    }

    private mutating func patch(_ request: Request, _ index: Int) -> Response {
        guard let changes = body([String: LH42Value].self, request) else { return Self.refusal("no JSON", "body") }
        for (name, value) in changes {
            switch (name, value) {
            case ("title", .string(let title)): documents[index].title = title
            case ("metadata", .object(let metadata)): documents[index].metadata = metadata
            case ("collection_id", .string(let id)): documents[index].collectionID = id
            case ("collection_id", .null): documents[index].collectionID = nil
            default: return Self.refusal("\(name) cannot be changed", name)
            }
        }
        return ok(documents[index].json)
    }

    mutating func search(_ request: Request) -> Response {
        guard let body = body(LH42SearchBody.self, request), !body.query.isEmpty else {
            return Self.refusal("query is required", "query")
        }
        let found = documents.filter { document in
            isSearchable(document)
                && (body.collection_ids.map { $0.isEmpty || $0.contains(document.collectionID ?? "") } ?? true)
                && (body.filters ?? []).allSatisfy { filter in
                    let key = filter.field.hasPrefix("metadata.") ? String(filter.field.dropFirst(9)) : filter.field
                    switch filter.operator ?? "eq" {
                    case "eq": return document.metadata[key] == filter.value
                    case "ne": return document.metadata[key] != filter.value
                    default: return false
                    }
                }
        }
        let pieces = found.flatMap { document in (0..<options.piecesPerDocument).map { (document, $0) } }
        let results = pieces.prefix(body.top_k ?? 10).map { document, number -> JSON in
            [
                "chunk_id": .string("\(document.id)_\(number)"), "document_id": .string(document.id),
                "document_title": .string(document.title), "content": .string(document.content), "score": 1,
                "metadata": LH42Value.object(document.metadata).json,
            ]
        }
        return ok([
            "results": .array(results), "query": .string(body.query), "mode": "hybrid",
            "total_results": .int(results.count), "processing_time_ms": 1,
        ])
    }
}
