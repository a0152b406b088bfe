import ConfluenceModel

import struct Foundation.Date

/// A piece of content as REST v1 shows it, on Cloud in search results and on Data Center everywhere.
struct V1Content: Sendable {
    var content: Content
    /// The list in the answer was cut: there is more to ask for.
    var hasMoreLabels: Bool
    var hasMoreRestrictions: Bool
    /// Whether the answer says where the content hangs. A list that is missing is not an empty one.
    var hasAncestors: Bool

    /// What a v1 request expands so that the facts come along.
    static let factsExpansion = [
        "version", "space", "ancestors", "metadata.labels", "restrictions.read.restrictions.user",
        "restrictions.read.restrictions.group",
    ]

    /// Enough for a summary.
    static let summaryExpansion = ["version", "space", "history", "ancestors"]

    init(_ json: JSON) throws(Unreadable) {
        let id = ContentID(try json.required("id", of: "content"))
        guard let kind = json["type"].text.flatMap({ ContentKind(rawValue: $0) }) else {
            throw Unreadable("content \(id) is of the unknown type “\(json["type"].text ?? "")”")
        }
        guard let version = json["version"]["number"].int else { throw Unreadable("content \(id) has no version") }
        let labels = json["metadata"]["labels"]
        let restrictions = json["restrictions"]["read"]["restrictions"]
        let facts = ContentFacts(
            id: id, kind: kind, title: json["title"].string ?? "", spaceKey: json["space"]["key"].text ?? "",
            version: version, ancestors: try Self.ancestors(json["ancestors"], of: id),
            labels: V2.labels(labels["results"]), readRestriction: Self.restriction(restrictions))
        let history = json["history"]
        content = Content(
            facts: facts, status: V2.status(json), spaceID: json["space"]["id"].text.map { SpaceID($0) },
            createdAt: V2.date(history["createdDate"]), createdBy: Self.user(history["createdBy"]),
            updatedAt: V2.date(json["version"]["when"]), updatedBy: Self.user(json["version"]["by"]),
            webPath: json["_links"]["webui"].text, body: json["body"]["storage"]["value"].string)
        // Blog posts hang on nothing.
        hasAncestors = json["ancestors"].isArray || kind == .blogpost
        hasMoreLabels = Self.isCut(labels)
        hasMoreRestrictions = Self.isCut(restrictions["user"]) || Self.isCut(restrictions["group"])
    }

    /// People are known by `accountId` (Cloud), `userKey` (Data Center) or, on very old servers, by name alone.
    static func user(_ json: JSON) -> User? {
        guard let id = json["accountId"].text ?? json["userKey"].text ?? json["username"].text else { return nil }
        let name = json["displayName"].text ?? json["publicName"].text ?? ""
        return User(id: AccountID(id), displayName: name)
    }

    /// - Returns: `nil` when either list is missing: not the same as “no restriction”.
    static func restriction(_ json: JSON) -> ReadRestriction? {
        guard json["user"]["results"].isArray, json["group"]["results"].isArray else { return nil }
        let users = json["user"]["results"].elements
        let groups = json["group"]["results"].elements
        let userIDs = users.compactMap { user($0)?.id }
        let groupNames = groups.compactMap { $0["name"].text ?? $0["id"].text }
        // Somebody we cannot name is still somebody: such a page must not look unrestricted.
        guard userIDs.count == users.count, groupNames.count == groups.count else { return nil }
        return ReadRestriction(
            users: userIDs, groups: groups.compactMap { $0["id"].text ?? $0["name"].text }, groupNames: groupNames)
    }

    private static func ancestors(_ json: JSON, of id: ContentID) throws(Unreadable) -> [Ancestor] {
        var ancestors: [Ancestor] = []
        for step in json.elements {
            guard let stepID = step["id"].text else { throw Unreadable("content \(id) has an ancestor without id") }
            let kind = step["type"].text.flatMap { ContentKind(rawValue: $0) } ?? .page
            ancestors.append(Ancestor(id: ContentID(stepID), kind: kind, title: step["title"].string ?? ""))
        }
        return ancestors
    }

    static func isCut(_ list: JSON) -> Bool {
        if list["_links"]["next"].text != nil { return true }
        guard let limit = list["limit"].int, limit > 0 else { return false }
        return list["results"].elements.count >= limit
    }
}
