/// One horizontal piece of a paragraph. Styles lie on the pieces, so they never nest wrongly.
package struct Inline: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// Plain characters; whitespace is collapsed already.
        case text(String)
        case lineBreak
        indirect case image(Image)
        indirect case link(Link)
        /// A formula without its dollar signs.
        case math(String)
        /// The mark of a note, 1 or more; its text stands in a block of its own.
        case footnote(Int)
    }

    // In an order that takes 24 bytes instead of 32.
    package var content: Content
    package var style: TextStyle

    package init(_ content: Content, style: TextStyle = .plain) {
        self.content = content
        self.style = style
    }
}

/// A set of marks. Its operations are spelled out so that other modules inline them; it is asked for every piece of text.
@frozen
package struct TextStyle: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    @inlinable
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    @inlinable
    package init() { rawValue = 0 }

    @inlinable package static var strong: TextStyle { TextStyle(rawValue: 1) }
    @inlinable package static var emphasis: TextStyle { TextStyle(rawValue: 2) }
    @inlinable package static var strikethrough: TextStyle { TextStyle(rawValue: 4) }
    /// Characters to be kept as they are, in a code span.
    @inlinable package static var code: TextStyle { TextStyle(rawValue: 8) }
    @inlinable package static var all: TextStyle { TextStyle(rawValue: 15) }
    @inlinable package static var plain: TextStyle { TextStyle(rawValue: 0) }

    @inlinable package static func == (one: TextStyle, other: TextStyle) -> Bool { one.rawValue == other.rawValue }
    @inlinable package var isEmpty: Bool { rawValue == 0 }

    @inlinable
    package func contains(_ other: TextStyle) -> Bool { rawValue & other.rawValue == other.rawValue }

    @inlinable
    package func isSubset(of other: TextStyle) -> Bool { other.contains(self) }

    @inlinable
    package func union(_ other: TextStyle) -> TextStyle { TextStyle(rawValue: rawValue | other.rawValue) }

    @inlinable
    package func intersection(_ other: TextStyle) -> TextStyle { TextStyle(rawValue: rawValue & other.rawValue) }

    @inlinable
    package func subtracting(_ other: TextStyle) -> TextStyle { TextStyle(rawValue: rawValue & ~other.rawValue) }

    @inlinable
    package mutating func formUnion(_ other: TextStyle) { self = union(other) }

    @inlinable
    package mutating func formIntersection(_ other: TextStyle) { self = intersection(other) }
}
