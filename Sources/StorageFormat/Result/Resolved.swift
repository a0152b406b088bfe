package struct ResolvedUser: Hashable, Sendable {
    package var displayName: String
    package var profileURL: String?

    package init(displayName: String, profileURL: String? = nil) {
        self.displayName = displayName
        self.profileURL = profileURL
    }
}

package struct ResolvedLink: Hashable, Sendable {
    package var title: String
    package var url: String

    package init(title: String, url: String) {
        self.title = title
        self.url = url
    }
}

package struct ResolvedIssue: Hashable, Sendable {
    package var summary: String?
    package var status: String?

    package init(summary: String? = nil, status: String? = nil) {
        self.summary = summary
        self.status = status
    }
}

package enum ResolvedListing: Hashable, Sendable {
    case links([ResolvedLink])
    /// The first row is the head.
    case table([[String]])
}

/// A body to be shown inside another page.
package struct IncludedContent: Hashable, Sendable {
    package var storage: String
    /// Where its own relative references point.
    package var context: ConversionContext

    package init(storage: String, context: ConversionContext) {
        self.storage = storage
        self.context = context
    }
}
