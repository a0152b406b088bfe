/// Who may read a space as such, before any restriction of its pages.
package struct SpaceReaders: Hashable, Sendable, Codable {
    package var users: [AccountID]
    /// Group ids where the site gives them (Cloud), names otherwise.
    package var groups: [String]
    /// Anybody, logged in or not, or everybody with a licence, without naming a group for it.
    package var everybody: Bool

    package init(users: [AccountID] = [], groups: [String] = [], everybody: Bool = false) {
        self.users = users
        self.groups = groups
        self.everybody = everybody
    }
}
