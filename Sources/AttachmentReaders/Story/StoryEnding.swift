internal import ContentTree

/// What stands beside the text of a document and follows it: headers and footers, notes, comments.
struct StoryEnding {
    private var margins: [[Block]] = []
    private var marginTexts: Set<String> = []
    private var footnotes: [Block] = []
    private var footnoteCount = 0
    private var comments: [ListBlock.Item] = []
    /// Notes, and comments, that are kept.
    private static let most = 10_000

    mutating func nextFootnote() -> Int? {
        guard footnoteCount < Self.most else { return nil }
        footnoteCount += 1
        return footnoteCount
    }

    mutating func add(_ blocks: [Block], of role: Story.Role) {
        switch role {
        case .margin:
            // Each section repeats them; page numbers are not worth finding.
            guard blocks.hasLetters, margins.count < Self.most else { return }
            if marginTexts.insert(blocks.plainText).inserted { margins.append(blocks) }
        case .footnote(let number): footnotes.append(.footnote(number: number, blocks))
        case .comment(let author):
            guard !blocks.isEmpty, comments.count < Self.most else { return }
            comments.append(ListBlock.Item(blocks: Self.signed(blocks, author)))
        case .body, .box: break
        }
    }

    private static func signed(_ blocks: [Block], _ author: String) -> [Block] {
        guard !author.isEmpty, case .paragraph(let line) = blocks.first else { return blocks }
        return [.paragraph([Inline(.text("\(author): "))] + line)] + blocks.dropFirst()
    }

    func blocks() -> [Block] {
        var blocks = margins.flatMap { $0 } + footnotes
        if !comments.isEmpty {
            blocks.append(.heading(level: 3, [Inline(.text("Comments"))]))
            blocks.append(.list(ListBlock(items: comments)))
        }
        return blocks
    }
}
