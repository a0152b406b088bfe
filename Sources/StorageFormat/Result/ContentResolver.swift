/// What the surroundings know of the things a body names. Answers come at once, from values gathered in bulk
/// (``StorageReferences`` tells which); `nil` is always allowed and means "unknown".
package protocol ContentResolver: Sendable {
    func user(_ user: UserReference) -> ResolvedUser?
    func pageURL(spaceKey: String?, title: String) -> String?
    /// - Parameter postingDay: `YYYY/MM/DD` or as the body has it.
    func blogPostURL(spaceKey: String?, title: String, postingDay: String?) -> String?
    /// - Parameter owner: `nil` for a file of the current page.
    func attachmentURL(owner: PageReference?, fileName: String) -> String?
    func contentURL(id: String) -> String?
    func spaceURL(key: String) -> String?
    func homePage(spaceKey: String?) -> PageReference?
    func parentPage() -> PageReference?
    func shortcutURL(key: String, parameter: String) -> String?
    /// Title behind an address pasted as a card.
    func smartLinkTitle(url: String) -> String?
    /// The body of a page or blog post to be shown in place. `nil` too when it may not be shown here.
    func includedContent(_ page: PageReference) -> IncludedContent?
    /// Address of a Jira server, no slash at the end.
    func jiraServerURL(id: String?, name: String?) -> String?
    func jiraIssue(key: String) -> ResolvedIssue?
    /// - Parameter page: `nil` for the current page.
    func attachments(of page: PageReference?) -> [ResolvedLink]?
    /// What a listing macro shows.
    func listing(macro: String, parameters: [String: String]) -> ResolvedListing?
}

extension ContentResolver {
    package func user(_ user: UserReference) -> ResolvedUser? { nil }
    package func pageURL(spaceKey: String?, title: String) -> String? { nil }
    package func blogPostURL(spaceKey: String?, title: String, postingDay: String?) -> String? { nil }
    package func attachmentURL(owner: PageReference?, fileName: String) -> String? { nil }
    package func contentURL(id: String) -> String? { nil }
    package func spaceURL(key: String) -> String? { nil }
    package func homePage(spaceKey: String?) -> PageReference? { nil }
    package func parentPage() -> PageReference? { nil }
    package func shortcutURL(key: String, parameter: String) -> String? { nil }
    package func smartLinkTitle(url: String) -> String? { nil }
    package func includedContent(_ page: PageReference) -> IncludedContent? { nil }
    package func jiraServerURL(id: String?, name: String?) -> String? { nil }
    package func jiraIssue(key: String) -> ResolvedIssue? { nil }
    package func attachments(of page: PageReference?) -> [ResolvedLink]? { nil }
    package func listing(macro: String, parameters: [String: String]) -> ResolvedListing? { nil }
}

/// Knows nothing.
package struct NoResolver: ContentResolver {
    package init() {}
}
