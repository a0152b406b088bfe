import Foundation

/// One request with the state it is answered from.
struct Exchange: Sendable {
    let request: Request
    let options: SimulatorOptions
    let live: SiteState
    let index: SiteState
    /// `nil`: wrong credentials.
    var viewer: Viewer?
    /// With an access token of OAuth.
    let isOAuth: Bool
    /// `http://127.0.0.1:PORT`
    let origin: String
    let media: String
    let cursorEpoch: Int
    /// In front of `/wiki`: empty, or the gateway's `/ex/confluence/ID`.
    var prefix = ""

    var isDataCenter: Bool { options.deployment == .dataCenter }
    /// Below the origin: `/wiki`, `/confluence`, another or none.
    var context: String { options.context }
    var base: String { origin + context }
    /// On whose behalf, for counting: the credentials where they are no account's.
    var account: String { viewer?.accountID ?? request.header("authorization") ?? "" }
    var reader: Viewer { viewer ?? .anonymous }

    // MARK: Parameters

    func query(_ name: String) -> String? { request.query.first { $0.name == name }?.value }

    /// Values of an array parameter, comma separated or repeated.
    func list(_ name: String) -> [String] {
        request.query.filter { $0.name == name || $0.name == name + "[]" }
            .flatMap { $0.value.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }
            .filter { !$0.isEmpty }
    }

    func ids(_ name: String, atMost limit: Int) throws -> [Int64] {
        let texts = list(name)
        guard texts.count <= limit else {
            throw APIError.invalid("Provided values for '\(name)' exceed the limit of \(limit).")
        }
        return try texts.map { text in
            guard let id = Int64(text) else {
                throw APIError.invalid("Provided value for '\(name)' is not the correct type. Expected type is Long.")
            }
            return id
        }
    }

    /// Behind the first page of a listing.
    var isFurther: Bool { query("cursor")?.isEmpty == false || (query("start").flatMap { Int($0) } ?? 0) > 0 }

    func flag(_ name: String) -> Bool { query(name) == "true" }

    func limit(standard: Int = 25, most: Int = 250) throws -> Int {
        try number("limit", standard: standard, 1...most)
    }

    /// A number within bounds: what lies beyond is taken as the bound.
    func number(_ name: String, standard: Int, _ bounds: ClosedRange<Int>) throws -> Int {
        guard let text = query(name), !text.isEmpty else { return standard }
        guard let value = Int(text) else {
            throw APIError.invalid("Provided value for '\(name)' is not the correct type. Expected type is Integer.")
        }
        return min(max(value, bounds.lowerBound), bounds.upperBound)
    }

    func body<Value: Decodable>(_ type: Value.Type) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(request.body))
        } catch {
            throw APIError.invalid("The request body is not what was expected.")
        }
    }

    // MARK: Cursors

    /// The place that a cursor of this order names.
    func cursor(_ order: String) throws -> SortKey? {
        guard let text = query("cursor"), !text.isEmpty else { return nil }
        struct Content: Decodable {
            var id: String
            var contentOrder: String
            var contentOrderValue: Int64
            var epoch: Int?
        }
        let invalid = APIError.invalid(
            "Provided value for 'cursor' is not the correct type. Expected type is Cursor.")
        guard let data = Data(base64Encoded: text), let content = try? JSONDecoder().decode(Content.self, from: data),
            content.contentOrder == order, let id = Int64(content.id), (content.epoch ?? 0) == cursorEpoch
        else { throw invalid }
        return SortKey(value: content.contentOrderValue, id: id)
    }

    func cursorText(_ order: String, _ key: SortKey) -> String {
        let content: JSON = [
            "id": .id(key.id), "contentOrder": .string(order), "contentOrderValue": .int(key.value),
            "epoch": .int(cursorEpoch),
        ]
        return Data(content.bytes).base64EncodedString()
    }

    /// The request's own query with another cursor, put first.
    func queryText(cursor: String?) -> String {
        var parts = request.query.filter { $0.name != "cursor" }
            .map { PercentCoding.encode($0.name) + "=" + PercentCoding.encode($0.value) }
        if let cursor { parts.insert("cursor=" + PercentCoding.encode(cursor), at: 0) }
        return parts.joined(separator: "&")
    }

    // MARK: Reading

    func mayRead(_ node: Node) -> Bool { live.mayRead(node, reader) }

    /// An item of one of these kinds that the viewer may see, whatever its status.
    func item(_ text: String, _ kinds: Set<ItemKind>) throws -> Item {
        guard let id = Int64(text) else {
            throw APIError.invalid("Provided value {\(text)} for 'id' is not the correct type. Expected type is long")
        }
        guard let item = live.item(id), kinds.contains(item.node.kind), mayRead(item.node) else {
            throw APIError.notFound
        }
        return item
    }

    func visibleSpace(_ id: Int64) -> Space? {
        guard let space = live.spaces[id], space.status != "trashed", reader.mayRead(space) else { return nil }
        return space
    }

    /// Spaces the viewer may read, by id.
    var visibleSpaces: [Space] { live.spaces.keys.sorted().compactMap { visibleSpace($0) } }
}
