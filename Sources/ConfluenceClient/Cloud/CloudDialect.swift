import ConfluenceModel
import HTTPTransport

/// Confluence Cloud: REST v2 for what it covers, v1 for search, restrictions and downloads.
struct CloudDialect: Dialect {
    let wire: Wire

    /// Of everything that takes ids or a limit without bodies.
    static let most = 250
    /// Of batches with bodies.
    static let bodies = 50
    /// Of searches with expansions; the server may lower it.
    static let searched = 200

    func currentUser() async throws(ConfluenceError) -> User { try await wire.currentUser() }

    func contentCount(spaceKey: String) async throws(ConfluenceError) -> Int {
        try await wire.count("space = \(CQL.quoted(spaceKey)) and type in (page,blogpost)")
    }

    /// By v2's bulk call; with v1 scopes only, by v1's.
    func users(_ ids: [AccountID]) async throws(ConfluenceError) -> [AccountID: User] {
        var users: [AccountID: User] = [:]
        for batch in Array(Set(ids)).batches(of: Self.most) {
            let answer: JSON
            do throws(ConfluenceError) {
                let list = batch.map { JSONText.quoted($0.rawValue) }.joined(separator: ",")
                answer = try await wire.post("/api/v2/users-bulk", "{\"accountIds\":[\(list)]}")
            } catch {
                guard error.code == .missingScope else { throw error }
                for few in batch.batches(of: 100) {
                    let answer = try await wire.get("/rest/api/user/bulk", few.map { ("accountId", $0.rawValue) })
                    users.merge(read(answer), uniquingKeysWith: { one, _ in one })
                }
                continue
            }
            users.merge(read(answer), uniquingKeysWith: { one, _ in one })
        }
        return users
    }

    private func read(_ answer: JSON) -> [AccountID: User] {
        let users = answer["results"].elements.compactMap { V1Content.user($0) }
        wire.meter.addPoints(1 + 2 * users.count)
        return Dictionary(users.map { ($0.id, $0) }, uniquingKeysWith: { one, _ in one })
    }

    func treeNode(_ id: ContentID, _ kind: ContentKind) async throws(ConfluenceError) -> TreeNode? {
        guard let path = kind.v2Path else { return nil }
        do throws(ConfluenceError) {
            let json = try await wire.get("\(path)/\(percentEncoded(id.rawValue))")
            wire.meter.addPoints(2)
            // Deleted things answer 200 and say so.
            if [.trashed, .deleted].contains(V2.status(json)) { return nil }
            return try understood { () throws(Unreadable) in try V2.treeNode(json, kind) }
        } catch {
            if error.code == .notFound || error.code == .forbidden { return nil }
            throw error
        }
    }
}

extension ContentKind {
    /// Where v2 keeps this kind.
    var v2Path: String? {
        switch self {
        case .page: "/api/v2/pages"
        case .blogpost: "/api/v2/blogposts"
        case .attachment: "/api/v2/attachments"
        case .folder: "/api/v2/folders"
        case .whiteboard: "/api/v2/whiteboards"
        case .database: "/api/v2/databases"
        case .embed: "/api/v2/embeds"
        }
    }
}
