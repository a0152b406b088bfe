extension Exchange {
    /// A page of v2: results, `_links.next` below the origin, and the same in the `Link` header.
    func page(_ results: [JSON], next cursor: String?, objects: Int? = nil, identities: Int = 0) -> Response {
        var links: [(String, JSON)] = []
        var header = "<\(base)>; rel=\"base\""
        if let cursor {
            // As the real one does, without the gateway's prefix.
            let path =
                request.rawPath.hasPrefix(prefix) ? String(request.rawPath.dropFirst(prefix.count)) : request.rawPath
            let next = path + "?" + queryText(cursor: cursor)
            links.append(("next", .string(next)))
            header = "<\(next)>; rel=\"next\", " + header
        }
        links.append(("base", .string(base)))
        return Response.json(
            ["results": .array(results), "_links": .object(links)], objects: objects ?? results.count,
            identities: identities
        ).adding("Link", header)
    }

    /// The place that the cursor names, within what can be added to. Clients may send any cursor.
    func place() throws -> Int { Int(min(max(try cursor("place")?.value ?? 0, 0), Int64(Int32.max))) }

    /// A page of a list that is at hand whole; the cursor is a place in it.
    func page(of all: [JSON], limit: Int) throws -> Response {
        let start = try place()
        let end = min(all.count, start + limit)
        guard start < end else { return page([], next: nil) }
        let next = end < all.count ? cursorText("place", SortKey(value: Int64(end), id: 0)) : nil
        return page(Array(all[start..<end]), next: next)
    }

    /// Walks shelves in the order of the `sort` parameter until a page is full, or enough has been looked at: then the
    /// page is short, and goes on at its cursor.
    func walk(
        _ shelves: [Shelf], sort: (order: Order, descending: Bool), limit: Int, render: (Int64) -> JSON?
    ) throws -> Response {
        let name = (sort.descending ? "-" : "") + sort.order.rawValue
        let after = try cursor(name)
        var walk = Walk(live, shelves: shelves, by: sort.order, descending: sort.descending, after: after)
        var results: [JSON] = []
        var last: SortKey?
        var looked = 0
        var next: SortKey?
        while let key = walk.next() {
            if results.count == limit || looked == max(1000, limit * 20) {
                // There is more behind the last key that was looked at.
                next = last
                break
            }
            looked += 1
            last = key
            if let result = render(key.id) { results.append(result) }
        }
        var response = page(results, next: next.map { cursorText(name, $0) })
        response.examined = walk.examined
        return response
    }

    /// The `sort` parameter: one of `allowed`, with `-` in front for descending.
    func sort(_ allowed: [String: Order], standard: Order = .id) throws -> (order: Order, descending: Bool) {
        guard let text = query("sort"), !text.isEmpty else { return (standard, false) }
        let descending = text.hasPrefix("-")
        guard let order = allowed[descending ? String(text.dropFirst()) : text] else {
            throw APIError.invalid("Provided value {\(text)} for 'sort' is not the correct type.")
        }
        return (order, descending)
    }

    /// The `status` parameter, checked against what the operation knows.
    func statuses(standard: Set<ItemStatus>, allowed: Set<String>) throws -> Set<ItemStatus> {
        let given = list("status")
        guard !given.isEmpty else { return standard }
        if let wrong = given.first(where: { !allowed.contains($0) }) {
            throw APIError.invalid("Provided value {\(wrong)} for 'status' is not the correct type.")
        }
        return Set(given.compactMap { ItemStatus(rawValue: $0) })
    }
}
