/// A user as a body names one. At least one field is set.
package struct UserReference: Hashable, Sendable {
    package var accountID: String?
    package var userKey: String?
    package var name: String?

    package init(accountID: String? = nil, userKey: String? = nil, name: String? = nil) {
        self.accountID = accountID
        self.userKey = userKey
        self.name = name
    }

    /// The most telling of the fields.
    package var identifier: String { accountID ?? userKey ?? name ?? "" }
}

/// A page or blog post as a body names one.
package struct PageReference: Hashable, Sendable {
    /// `nil`: the space of the page that names it.
    package var spaceKey: String?
    package var title: String
    /// Set for blog posts: `YYYY/MM/DD`.
    package var postingDay: String?
    /// Set where the body names the content by id.
    package var id: String?

    package init(spaceKey: String? = nil, title: String, postingDay: String? = nil, id: String? = nil) {
        self.spaceKey = spaceKey
        self.title = title
        self.postingDay = postingDay
        self.id = id
    }
}

package struct AttachmentReference: Hashable, Sendable {
    /// `nil`: the page that names it.
    package var owner: PageReference?
    package var fileName: String

    package init(owner: PageReference? = nil, fileName: String) {
        self.owner = owner
        self.fileName = fileName
    }
}

/// Everything a body names that somebody else has to know about, each once.
package struct StorageReferences: Hashable, Sendable {
    package var users: Set<UserReference> = []
    package var pages: Set<PageReference> = []
    /// Pages whose bodies are shown inside this one.
    package var includedPages: Set<PageReference> = []
    package var attachments: Set<AttachmentReference> = []
    package var contentIDs: Set<String> = []
    package var spaceKeys: Set<String> = []
    package var jiraKeys: Set<String> = []
    /// Addresses pasted as cards.
    package var smartLinks: Set<String> = []
    /// Names of macros, lower case.
    package var macros: Set<String> = []

    package init() {}
}
