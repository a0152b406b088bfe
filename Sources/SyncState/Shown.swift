package import ConfluenceModel

/// Content that is shown inside other pages, as those name it.
package enum Shown: Hashable, Sendable {
    case content(ContentID)
    /// Nobody of that name was found, or it is none of the synced: whoever comes to bear the name is meant.
    case title(spaceKey: String, title: String)
}

/// What a page shows of another: its text in one version, or nothing of it.
package struct ShownState: Hashable, Sendable {
    /// The text is not shown: it may not itself be pushed, or is not there.
    package static let hidden = ShownState(version: 0)
    /// A conversion is under way, and nobody knows yet what it shows.
    package static let unsettled = ShownState(text: "?")

    package let text: String

    /// - Parameter version: of the content whose text is shown.
    package init(version: Int) { text = String(max(version, 0)) }

    init(text: String) { self.text = text }

    /// `nil` for the unsettled.
    package var version: Int? { Int(text) }
}
