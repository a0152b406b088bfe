import ConfluenceSimulator
import Foundation

extension LH42State {
    /// What LH42 says to a request that gets into no trouble.
    mutating func answer(_ request: Request, _ path: [String]) -> Response {
        guard request.header("authorization") == "Bearer \(options.key)" else {
            return LH42Answer.error(401, "Invalid API key", type: "authentication_error").response
        }
        switch (request.method, path.first, path.count) {
        case ("POST", "documents", 1): return create(request)
        case ("GET", "documents", 1): return listDocuments(request)
        case (_, "documents", 2): return one(request, path[1])
        case ("POST", "search", 1): return search(request)
        case ("POST", "collections", 1): return createCollection(request)
        case ("GET", "collections", 1): return listCollections(request)
        case (_, "collections", 2): return oneCollection(request, path[1])
        default: return LH42Answer.error(404, "No such endpoint", type: "not_found").response
        }
    }

    var discovery: Response {
        .json([
            "name": "LH42 API", "version": "1", "description": "simulated",
            "base_url": .string(address + options.prefix),
            "authentication": [
                "type": "bearer", "header": "Authorization", "bearer_prefix": "Bearer", "description": "",
                "registration_url": "",
            ],
            "documentation": ["openapi_spec": "", "interactive_docs": ""],
            "endpoints": [
                [
                    "method": "POST", "path": .string("\(options.prefix)/documents"), "description": "",
                    "scopes": ["documents:write"],
                ]
            ],
            "rate_limits": ["default": ["requests_per_minute": 1000, "search_per_minute": 100]],
            "scopes": ["documents:write": "Create documents"],
        ])
    }

    func ok(_ value: JSON, status: Int = 200) -> Response {
        let body: JSON =
            options.wrapsAnswers ? ["data": value, "meta": ["request_id": "req_1", "timestamp": "now"]] : value
        return .json(body, status: status)
    }

    static func refusal(_ message: String, _ param: String) -> Response {
        LH42Answer.error(400, message, type: "invalid_request_error", param: param).response
    }

    static let notFound = LH42Answer.error(404, "Document not found", type: "not_found").response

    func body<Body: Decodable>(_ type: Body.Type, _ request: Request) -> Body? {
        guard request.header("content-type")?.hasPrefix("application/json") == true else { return nil }
        return try? JSONDecoder().decode(type, from: Data(request.body))
    }

    /// A page of a listing, by cursor or offset.
    func page(_ name: String, _ items: [(number: Int, json: JSON)], _ request: Request) -> Response {
        func value(_ name: String) -> String? { request.query.first { $0.name == name }?.value }
        let limit = value("limit").map { Int($0) ?? 0 } ?? 20
        guard (1...100).contains(limit) else { return Self.refusal("limit has to be 1 to 100", "limit") }
        var rest = items[...]
        if let cursor = value("cursor") {
            guard let last = Int(cursor, radix: 36) else { return Self.refusal("unknown cursor", "cursor") }
            rest = rest.drop { options.listsNewestFirst ? $0.number >= last : $0.number <= last }
        } else if let offset = value("offset").flatMap(Int.init) {
            rest = rest.dropFirst(max(0, offset))
        }
        let shown = rest.prefix(limit)
        let hasMore = shown.count < rest.count
        let next = hasMore && !options.pagesByOffset ? shown.last.map { String($0.number, radix: 36) } : nil
        return ok(
            .object([
                (name, .array(shown.map(\.json))), ("has_more", .bool(hasMore)), ("next_cursor", .optional(next)),
                ("total_count", .int(items.count)),
            ]))
    }
}
