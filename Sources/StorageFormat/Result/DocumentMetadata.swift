/// Facts met on the way through a body, in document order, each once unless counted.
package struct DocumentMetadata: Hashable, Sendable {
    package struct OutgoingLink: Hashable, Sendable {
        package enum Kind: String, Sendable {
            case page
            case blogPost
            case attachment
            case content
            case space
            case user
            case shortcut
            case anchor
            case web
        }

        package var kind: Kind
        package var target: String
        package var text: String

        package init(kind: Kind, target: String, text: String) {
            self.kind = kind
            self.target = target
            self.text = text
        }

        /// Links differ in target or text hardly ever in kind alone.
        package func hash(into hasher: inout Hasher) {
            hasher.combine(target)
            hasher.combine(text)
        }
    }

    package struct Property: Hashable, Sendable {
        package var key: String
        package var value: String

        package init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    package var links: [OutgoingLink] = []
    /// File names referenced as links, images or views.
    package var attachments: [String] = []
    package var jiraKeys: [String] = []
    /// Account ids, user keys or user names, as the body has them.
    package var users: [String] = []
    /// Label names that the body itself mentions in listing macros.
    package var labels: [String] = []
    /// Keys and values of page properties (`details` macros).
    package var properties: [Property] = []
    package var codeLanguages: [String] = []
    package var openTasks = 0
    package var doneTasks = 0
    /// Macros without a rule of their own, with how often each occurs.
    package var unknownMacros: [String: Int] = [:]

    package init() {}
}
