import ConfluenceModel
import HTTPTransport

/// Confluence Data Center and Server: REST v1 with offsets, except for `content/scan`.
struct DataCenterDialect: Dialect {
    let wire: Wire

    var paging: Wire.Paging { .offset }

    /// What the server allows with expansions other than bodies; it lowers limits silently, which offsets survive.
    static let most = 200

    func currentUser() async throws(ConfluenceError) -> User { try await wire.currentUser() }

    func contentCount(spaceKey: String) async throws(ConfluenceError) -> Int {
        try await wire.count("space = \(CQL.quoted(spaceKey)) and type in (page,blogpost)")
    }

    /// One request each: Data Center has no bulk call.
    func users(_ ids: [AccountID]) async throws(ConfluenceError) -> [AccountID: User] {
        let users = try await concurrently(Array(Set(ids))) { id throws(ConfluenceError) -> User? in
            do throws(ConfluenceError) {
                let user = V1Content.user(try await wire.get("/rest/api/user", [("key", id.rawValue)]))
                return user.map { User(id: id, displayName: $0.displayName) }
            } catch {
                if [.notFound, .forbidden, .badRequest].contains(error.code) { return nil }
                throw error
            }
        }
        return Dictionary(users.compactMap { user in user.map { ($0.id, $0) } }, uniquingKeysWith: { one, _ in one })
    }

    func treeNode(_ id: ContentID, _ kind: ContentKind) async throws(ConfluenceError) -> TreeNode? {
        guard let found = try await single(id, expand: V1Content.summaryExpansion, status: nil) else { return nil }
        let summary = found.summary
        return TreeNode(
            id: id, kind: summary.kind, title: summary.title, parentID: summary.parentID,
            parentKind: summary.parentKind,
            spaceID: summary.spaceID)
    }

    func labels(of id: ContentID, _ kind: ContentKind) async throws(ConfluenceError) -> [String] {
        let enumeration = Wire.Enumeration(
            path: "/rest/api/content/\(percentEncoded(id.rawValue))/label", query: [], limit: 200, paging: .offset
        ) { json throws(Unreadable) in V2.labels(.array([json])).first }
        return try await wire.all(enumeration)
    }

    func restriction(of id: ContentID) async throws(ConfluenceError) -> ReadRestriction? {
        do throws(ConfluenceError) {
            return try await wire.restriction(
                "/rest/api/content/\(percentEncoded(id.rawValue))/restriction/byOperation/read"
            ) { $0 }
        } catch {
            if error.code == .notFound || error.code == .forbidden { return nil }
            throw error
        }
    }

    /// One content by its own address.
    /// - Parameter status: `any` to see trashed ones too.
    /// - Returns: `nil` when it is not there or not visible.
    func single(
        _ id: ContentID, expand: [String], status: String?, maxBytes: Int = Wire.Size.metadata
    ) async throws(ConfluenceError) -> V1Content? {
        var query: Query = [("expand", expand.joined(separator: ","))]
        if let status { query.append(("status", status)) }
        do throws(ConfluenceError) {
            let json = try await wire.get(
                "/rest/api/content/\(percentEncoded(id.rawValue))", query, maxBytes: maxBytes)
            return try understood { () throws(Unreadable) in try V1Content(json) }
        } catch {
            if error.code == .notFound || error.code == .forbidden { return nil }
            throw error
        }
    }
}
