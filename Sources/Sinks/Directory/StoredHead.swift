/// What the head of a stored file says about it.
struct StoredHead: Sendable, Equatable {
    private let values: [String: String]

    private static let wanted: [StaticString] = [
        "title", "external_id", "connector_id", "space_key", "space_name", "version", "content_hash", "sync_token",
        "site_url",
    ]

    init(_ head: [UInt8]) { values = FrontMatter.read(head, Self.wanted) }

    var title: String? { values["title"] }
    var externalID: String? { values["external_id"] }
    var connectorID: String? { values["connector_id"] }
    var siteURL: String? { values["site_url"] }
    var spaceName: String? { values["space_name"] }
    var version: Int? { values["version"].flatMap { Int($0) } }
    var contentHash: String? { values["content_hash"] }
    var syncToken: String? { values["sync_token"] }

    func isNewer(than other: Int?) -> Bool {
        guard let version, let other else { return false }
        return version > other
    }
}
