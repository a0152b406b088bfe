/// A person as content names them. The display name is empty where the site hides it.
package struct User: Hashable, Sendable, Codable {
    package var id: AccountID
    package var displayName: String

    package init(id: AccountID, displayName: String) {
        self.id = id
        self.displayName = displayName
    }
}
