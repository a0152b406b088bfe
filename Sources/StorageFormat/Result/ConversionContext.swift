/// Where a body stands: what its relative addresses and titles refer to.
package struct ConversionContext: Hashable, Sendable {
    /// Address of the site with its context path (`https://example.atlassian.net/wiki`), no slash at the end.
    package var baseURL: String?
    package var spaceKey: String?
    package var pageID: String?
    package var pageTitle: String?

    package init(baseURL: String? = nil, spaceKey: String? = nil, pageID: String? = nil, pageTitle: String? = nil) {
        self.baseURL = baseURL
        self.spaceKey = spaceKey
        self.pageID = pageID
        self.pageTitle = pageTitle
    }
}
