/// One horizontal piece of a paragraph. Styles lie on the pieces, so they never nest wrongly.
package struct Inline: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// Plain characters; whitespace is collapsed already.
        case text(String)
        case lineBreak
        case image(Image)
        case link(Link)
        /// A formula without its dollar signs.
        case math(String)
        /// The mark of a note, 1 or more; its text stands in a block of its own.
        case footnote(Int)
    }

    package var style: TextStyle
    package var content: Content

    package init(_ content: Content, style: TextStyle = []) {
        self.content = content
        self.style = style
    }
}

@frozen
package struct TextStyle: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    @inlinable
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let strong = TextStyle(rawValue: 1)
    package static let emphasis = TextStyle(rawValue: 2)
    package static let strikethrough = TextStyle(rawValue: 4)
    package static let all: TextStyle = [.strong, .emphasis, .strikethrough, .code]

    /// Characters to be kept as they are, in a code span.
    package static let code = TextStyle(rawValue: 8)
}
