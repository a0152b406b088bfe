package import CharacterSets
package import ContentTree

/// Reads a web page, whole or a piece, however badly written.
package struct HTMLReader: Sendable {
    /// Elements open at once; what lies deeper keeps its text and loses its meaning.
    package var depth = 256
    /// Bytes of the page that are looked at.
    package var source = 32 << 20
    /// Bytes of text after which nothing more is read.
    package var text = 8 << 20

    package init() {}

    /// - Parameter declared: the character set that the one who sent it named; a mark at the start of the bytes wins over it,
    ///   it wins over what the page itself says.
    package func read(_ bytes: UnsafeRawBufferPointer, declared: CharacterSet? = nil) -> HTMLDocument {
        let set = CharacterSet.marked(bytes) ?? declared ?? MetaCharset.find(in: bytes) ?? .guessed(bytes)
        var document = read(utf8: set.decode(UnsafeRawBufferPointer(rebasing: bytes.prefix(source))))
        document.isTooLong = document.isTooLong || bytes.count > source
        return document
    }

    /// - Parameter utf8: valid UTF-8.
    package func read(utf8: [UInt8]) -> HTMLDocument {
        let builder = HTMLBuilder(depth: depth, text: text)
        HTMLParser.parse(utf8, into: builder)
        return builder.document()
    }
}

/// What a web page says.
package struct HTMLDocument: Sendable {
    /// Headings keep their levels.
    package var blocks: [Block]
    /// Of the window; empty when there is none.
    package var title: String
    package var isTooDeep: Bool
    package var isTooLong: Bool
}
