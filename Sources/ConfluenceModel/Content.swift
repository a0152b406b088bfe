package import struct Foundation.Date

/// What a piece of content is. Only pages and blog posts have a body of their own.
package enum ContentKind: String, Sendable, Codable, CaseIterable {
    case page
    case blogpost
    case attachment
    case folder
    case whiteboard
    case database
    case embed
}

package enum ContentStatus: String, Sendable, Codable {
    case current
    case archived
    case trashed
    case deleted
    case draft
    case historical
}

package struct ContentVersion: Hashable, Sendable {
    package var number: Int
    /// When this version was made: the content's last modification.
    package var createdAt: Date?
    package var author: AccountID?

    package init(number: Int, createdAt: Date? = nil, author: AccountID? = nil) {
        self.number = number
        self.createdAt = createdAt
        self.author = author
    }
}

/// One line of a metadata listing: everything but body, labels and restrictions.
package struct ContentSummary: Sendable {
    package var id: ContentID
    package var kind: ContentKind
    package var status: ContentStatus
    package var title: String
    package var spaceID: SpaceID
    package var parentID: ContentID?
    package var parentKind: ContentKind?
    package var version: ContentVersion
    package var createdAt: Date?
    package var author: AccountID?
    /// The path below the site's base address that opens the content in a browser.
    package var webPath: String?

    package init(
        id: ContentID, kind: ContentKind, status: ContentStatus, title: String, spaceID: SpaceID,
        parentID: ContentID? = nil, parentKind: ContentKind? = nil, version: ContentVersion,
        createdAt: Date? = nil, author: AccountID? = nil, webPath: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.status = status
        self.title = title
        self.spaceID = spaceID
        self.parentID = parentID
        self.parentKind = parentKind
        self.version = version
        self.createdAt = createdAt
        self.author = author
        self.webPath = webPath
    }
}

/// One step of the way from the space down to a page: a page, or a folder or other parent.
package struct Ancestor: Hashable, Sendable, Codable {
    package var id: ContentID
    package var kind: ContentKind
    package var title: String

    package init(id: ContentID, kind: ContentKind, title: String) {
        self.id = id
        self.kind = kind
        self.title = title
    }
}

/// Who may read one piece of content, as set on the content itself. Ancestors' restrictions come on top of it.
package struct ReadRestriction: Hashable, Sendable, Codable {
    package var users: [AccountID]
    /// Group ids where the site gives them (Cloud), names otherwise.
    package var groups: [String]
    /// The same groups by name, in the same order; what `OPEN_GROUPS` names.
    package var groupNames: [String]

    package init(users: [AccountID], groups: [String], groupNames: [String]) {
        self.users = users
        self.groups = groups
        self.groupNames = groupNames
    }

    /// No restriction at all: whoever may read the space may read the content.
    package static let none = ReadRestriction(users: [], groups: [], groupNames: [])

    package var isNone: Bool { users.isEmpty && groups.isEmpty }
}

/// What the search index knows of one piece of content beyond its summary: the facts that change without a new version.
package struct ContentFacts: Sendable {
    package var id: ContentID
    package var kind: ContentKind
    package var title: String
    package var spaceKey: String
    package var version: Int
    /// From the space down, without the content itself. Empty for blog posts and for pages at the root.
    package var ancestors: [Ancestor]
    package var labels: [String]
    /// `nil`: could not be read, to be treated as restricted.
    package var readRestriction: ReadRestriction?

    package init(
        id: ContentID, kind: ContentKind, title: String, spaceKey: String, version: Int,
        ancestors: [Ancestor] = [], labels: [String] = [], readRestriction: ReadRestriction?
    ) {
        self.id = id
        self.kind = kind
        self.title = title
        self.spaceKey = spaceKey
        self.version = version
        self.ancestors = ancestors
        self.labels = labels
        self.readRestriction = readRestriction
    }
}

/// A page or blog post with all that a document is made of.
package struct Content: Sendable {
    package var facts: ContentFacts
    package var status: ContentStatus
    package var spaceID: SpaceID?
    package var createdAt: Date?
    package var createdBy: User?
    package var updatedAt: Date?
    package var updatedBy: User?
    package var webPath: String?
    /// Storage format. `nil` where only the facts were asked for.
    package var body: String?

    package init(
        facts: ContentFacts, status: ContentStatus, spaceID: SpaceID? = nil, createdAt: Date? = nil,
        createdBy: User? = nil, updatedAt: Date? = nil, updatedBy: User? = nil, webPath: String? = nil,
        body: String? = nil
    ) {
        self.facts = facts
        self.status = status
        self.spaceID = spaceID
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.updatedAt = updatedAt
        self.updatedBy = updatedBy
        self.webPath = webPath
        self.body = body
    }
}
