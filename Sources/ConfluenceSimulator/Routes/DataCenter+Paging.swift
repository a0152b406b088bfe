extension Exchange {
    /// As this deployment writes it: Data Center with the server's offset.
    func time(_ moment: Timestamp) -> String {
        isDataCenter ? moment.iso(offsetMinutes: options.timeZoneMinutes) : moment.iso
    }

    var expansion: Expansion { Expansion(list("expand")) }

    /// What the server lowers a limit to, without a word.
    var dataCenterCap: Int {
        let expansion = expansion
        let content = expansion["content"] ?? expansion
        if content["body"] != nil { return options.dataCenterCaps.body }
        return expansion.names.isEmpty ? options.dataCenterCaps.plain : options.dataCenterCaps.expanded
    }

    /// The same of anything but a search.
    var listingCap: Int { min(dataCenterCap, options.dataCenterListingCap) }

    /// A page of a list that is at hand whole.
    func offsetPage(_ all: [JSON], standard: Int = 25, most: Int) throws -> Response {
        let (start, limit) = try offsets(standard: standard, most: most)
        let part = Array(all.dropFirst(start).prefix(limit))
        return offsetPage(part, start: start, limit: limit, hasMore: start + part.count < all.count)
    }

    func offsets(standard: Int = 25, most: Int) throws -> (start: Int, limit: Int) {
        (
            try number("start", standard: 0, 0...Int(Int32.max)),
            try number("limit", standard: standard, 1...max(1, most))
        )
    }

    /// `next` is relative to the base, which holds the context; it tells the limit that was applied.
    func offsetPage(
        _ part: [JSON], start: Int, limit: Int, hasMore: Bool, more members: [(String, JSON)] = []
    ) -> Response {
        var links: [(String, JSON)] = [
            ("base", .string(base)), ("context", .string(context)), ("self", .string(selfAddress)),
        ]
        if hasMore {
            links.append(("next", .string(address(replacing: ["start": start + part.count, "limit": limit]))))
        }
        return .json(
            .object(
                [
                    ("results", .array(part)), ("start", .int(start)), ("limit", .int(limit)),
                    ("size", .int(part.count)),
                ] + members + [("_links", .object(links))]), objects: part.count)
    }

    private func address(replacing numbers: [String: Int]) -> String {
        let kept = request.query.filter { numbers[$0.name] == nil }
            .map { PercentCoding.encode($0.name) + "=" + PercentCoding.encode($0.value) }
        let changed = numbers.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return restPath + "?" + (kept + changed).joined(separator: "&")
    }

    /// Takes the objects of shelves that pass, from a place on; stops as soon as the page is full.
    func offsetWalk(_ shelves: [Shelf], most: Int, _ accept: (CQLObject) -> Bool) throws -> Response {
        let (start, limit) = try offsets(most: most)
        var walk = Walk(live, shelves: shelves, by: .id)
        var passed = 0
        var results: [JSON] = []
        let content = ContentV1(exchange: self, state: live)
        let expansion = expansion
        var hasMore = false
        while let key = walk.next() {
            guard let object = CQLObject.find(key.id, in: live), accept(object), mayRead(object.home.node) else {
                continue
            }
            passed += 1
            if passed <= start { continue }
            if results.count == limit {
                hasMore = true
                break
            }
            results.append(content.json(object, expansion))
        }
        var response = offsetPage(results, start: start, limit: limit, hasMore: hasMore)
        response.examined = walk.examined
        return response
    }
}
