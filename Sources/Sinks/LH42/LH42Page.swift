/// One page of a listing: `{"documents"|"collections"|"data": […], "has_more", "next_cursor"}`.
struct LH42Page<Item: Decodable & Sendable>: Decodable, Sendable {
    var items: [Item]
    var hasMore: Bool
    var nextCursor: String?

    private enum Keys: String, CodingKey {
        case documents, collections, data
        case hasMore = "has_more"
        case nextCursor = "next_cursor"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        let key = [Keys.documents, .collections].first(where: container.contains) ?? .data
        items = try container.decode([Item].self, forKey: key)
        nextCursor = (try? container.decode(String.self, forKey: .nextCursor)).flatMap { $0.isEmpty ? nil : $0 }
        hasMore = (try? container.decode(Bool.self, forKey: .hasMore)) ?? (nextCursor != nil)
    }
}
