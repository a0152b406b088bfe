/// A space as a listing shows it.
package struct Space: Hashable, Sendable, Codable {
    package var id: SpaceID
    /// Case-sensitive; personal spaces start with `~`.
    package var key: String
    package var name: String
    /// `global`, `personal`, `collaboration`, `knowledge_base`, … as Confluence says it.
    package var type: String
    /// `current`, `archived` or `trashed`.
    package var status: String
    package var homepageID: ContentID?
    /// The path below the site's base address that opens the space in a browser.
    package var webPath: String?

    package init(
        id: SpaceID, key: String, name: String, type: String, status: String = "current",
        homepageID: ContentID? = nil, webPath: String? = nil
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.type = type
        self.status = status
        self.homepageID = homepageID
        self.webPath = webPath
    }

    package var isPersonal: Bool { type == "personal" || key.hasPrefix("~") }
}
