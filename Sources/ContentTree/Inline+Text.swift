extension [Inline] {
    /// What a reader sees, without marks: alternative texts for images, a space for a line break.
    package var plainText: String {
        var text = ""
        for inline in self {
            switch inline.content {
            case .text(let piece), .math(let piece): text += piece
            case .lineBreak: text += " "
            case .image(let image): text += image.alt
            case .link(let link): text += link.content.plainText
            case .footnote: break
            }
        }
        return text
    }
}
