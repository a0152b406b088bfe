package import ConfluenceModel

/// A page or blog post to be fetched.
package struct WantedContent: Hashable, Sendable {
    package var id: ContentID
    /// `page` or `blogpost`.
    package var kind: ContentKind
    /// At least this version; `nil`: whatever the search index has.
    package var version: Int?
    /// Where a listing saw it: a move makes no new version, and the search index may still have the old place.
    /// `nil`: not known, or at the root.
    package var parentID: ContentID?

    package init(id: ContentID, kind: ContentKind, version: Int? = nil, parentID: ContentID? = nil) {
        self.id = id
        self.kind = kind
        self.version = version
        self.parentID = parentID
    }
}

/// What became of one wanted piece of content.
package enum Fetched: Sendable {
    case content(Content)
    /// Deleted for good, or not visible to this account: Confluence does not tell the two apart.
    case gone
    case trashed
    /// Archived; read all the same, for those who want archived content.
    case archived(Content)
    /// This one alone could not be read.
    case failed(ConfluenceError)
}

/// What became of one wanted attachment.
package enum FetchedAttachment: Sendable {
    case found(Attachment)
    /// Deleted for good, or not visible to this account.
    case gone
    case trashed
    /// This one alone could not be read.
    case failed(ConfluenceError)
}

/// What a confirming look says of something that a listing no longer shows.
package enum Presence: Sendable {
    case present(ContentSummary)
    case trashed
    case archived(ContentSummary)
    case absent
}

/// A step of the page tree: page, folder, whiteboard, database or embed.
package struct TreeNode: Hashable, Sendable {
    package var id: ContentID
    package var kind: ContentKind
    package var title: String
    package var parentID: ContentID?
    package var parentKind: ContentKind?
    package var spaceID: SpaceID?
}

/// A page as a link names it.
package struct PageName: Hashable, Sendable {
    package var spaceKey: String
    package var title: String

    package init(spaceKey: String, title: String) {
        self.spaceKey = spaceKey
        self.title = title
    }
}
