/// Where a link or image points.
package enum Destination: Hashable, Sendable {
    /// An address as it stands, not yet escaped for markdown. Empty for a picture without an address.
    case address(String)
    /// A heading or named anchor of this page, as the page names it.
    case anchor(String)
}

package struct Link: Hashable, Sendable {
    package var destination: Destination
    /// A tooltip, where it says more than the text.
    package var title: String?
    /// Never holds another link.
    package var content: [Inline]

    package init(destination: Destination, title: String? = nil, content: [Inline]) {
        self.destination = destination
        self.title = title
        self.content = content
    }
}

package struct Image: Hashable, Sendable {
    package var destination: Destination
    package var alt: String

    package init(destination: Destination, alt: String) {
        self.destination = destination
        self.alt = alt
    }
}
