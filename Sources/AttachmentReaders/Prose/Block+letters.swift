internal import ContentTree

extension [Block] {
    /// Whether there is anything but numbers, signs and spaces.
    var hasLetters: Bool { plainText.unicodeScalars.contains { $0.properties.isAlphabetic } }

    /// Whether there is anything to see.
    var isBlank: Bool { plainText.utf8.allSatisfy { $0 <= 0x20 } }
}

extension Block {
    /// A heading, unless there is nothing in it.
    /// - Parameter outline: from 0; the highest headings of a file stand below its title.
    static func heading(outline: Int, _ inlines: [Inline]) -> Block? {
        inlines.isEmpty ? nil : .heading(level: min(6, max(0, outline) + 2), inlines)
    }

    static func paragraph(_ text: String) -> Block { .paragraph([Inline(.text(text))]) }
}
