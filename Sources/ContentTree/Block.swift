/// One vertical piece of a page.
package enum Block: Hashable, Sendable {
    /// A paragraph of plain text: what `.paragraph` of one such piece means too, in a fraction of the room.
    case line(String)
    case paragraph([Inline])
    /// Level 1…6.
    case heading(level: Int, [Inline])
    indirect case code(CodeBlock)
    case quote([Block])
    indirect case panel(Panel)
    indirect case list(ListBlock)
    case table(Table)
    case rule
    /// The note that a mark of this number stands for.
    case footnote(number: Int, [Block])
    /// Text that is markdown already, LF line ends.
    case markdown(String)

    /// The pieces of a paragraph, whichever way it is held; `nil` for any other block.
    package var paragraph: [Inline]? {
        switch self {
        case .line(let text): [Inline(.text(text))]
        case .paragraph(let inlines): inlines
        default: nil
        }
    }

    package var isParagraph: Bool {
        switch self {
        case .line, .paragraph: true
        default: false
        }
    }
}

/// Text to be kept byte for byte.
package struct CodeBlock: Hashable, Sendable {
    package var language: String?
    /// LF line ends.
    package var text: String

    package init(language: String? = nil, text: String) {
        self.language = language
        self.text = text
    }
}
