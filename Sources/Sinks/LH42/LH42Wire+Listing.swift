internal import HTTPTransport

extension LH42Wire {
    /// Walks a listing, a hundred a request.
    /// - Parameters:
    ///   - pages: look no further than that; `nil`: to the end, or it is a failure.
    ///   - each: `false` ends the walk.
    /// - Throws: ``LH42Failure``, or what `each` throws.
    func list<Item: Decodable & Sendable>(
        _ type: Item.Type, _ path: String, _ filter: [(name: String, value: String)], pages: Int? = nil,
        _ each: ([Item]) async throws -> Bool
    ) async throws {
        var cursor: String?
        var count = 0
        for _ in 0..<(pages ?? 100_000) {
            var query = [(name: "limit", value: "100")] + filter
            if let cursor {
                query.append(("cursor", cursor))
            } else if count > 0 {
                // Some installations page by number instead.
                query.append(("offset", "\(count)"))
            }
            let page = try await read(LH42Page<Item>.self, .get, path, query: query)
            guard try await each(page.items), page.hasMore else { return }
            count += page.items.count
            if page.nextCursor == cursor, cursor != nil || page.items.isEmpty { throw Self.endless(path) }
            cursor = page.nextCursor
        }
        if pages == nil { throw Self.endless(path) }
    }

    private static func endless(_ path: String) -> LH42Failure {
        LH42Failure(.ambiguous, "LH42's listing of \(path) does not come to an end")
    }

    /// The first pages of a listing, kept.
    func first<Item: Decodable & Sendable>(
        _ pages: Int, of type: Item.Type, _ path: String, _ filter: [(name: String, value: String)]
    ) async throws(LH42Failure) -> [Item] {
        var found: [Item] = []
        do {
            try await list(type, path, filter, pages: pages) {
                found += $0
                return true
            }
        } catch let error as LH42Failure {
            throw error
        } catch {
            throw .cancelled
        }
        return found
    }

    /// The first pages of the documents in one status. A status that LH42 does not know has none.
    func documents(status: String, pages: Int) async throws(LH42Failure) -> [LH42Document] {
        do throws(LH42Failure) {
            return try await first(pages, of: LH42Document.self, "/documents", [("status", status)])
        } catch let error where error.kind == .rejected {
            return []
        }
    }
}
