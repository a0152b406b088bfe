internal import ContentTree

/// Comments of a document, as a list under a heading of their own.
struct CommentList {
    private var items: [ListBlock.Item] = []
    private var hasHeading = false

    /// - Parameter place: what the comment stands at, such as the address of a cell.
    mutating func add(place: String = "", author: String, _ blocks: [Block], to output: DocumentOutput) {
        keep(place: place, author: author, blocks)
        if items.count >= 1_000 { write(to: output) }
    }

    /// The same for what is written only at the end.
    mutating func keep(place: String = "", author: String, _ blocks: [Block]) {
        guard !blocks.isBlank else { return }
        var flow = TextFlow()
        flow.append(place)
        flow.append(" ")
        flow.append(place.isEmpty || author.isEmpty ? author : "(\(author))")
        var lead = flow.takeLine().line
        if !lead.isEmpty { lead.append(Inline(.text(": "))) }
        if case .paragraph(let inlines) = blocks[0] {
            items.append(ListBlock.Item(blocks: [.paragraph(lead + inlines)] + blocks.dropFirst()))
        } else {
            items.append(ListBlock.Item(blocks: [.paragraph(lead)] + blocks))
        }
    }

    mutating func finish(_ output: DocumentOutput) { write(to: output) }

    private mutating func write(to output: DocumentOutput) {
        guard !items.isEmpty else { return }
        if !hasHeading { output.append(.heading(level: 3, [Inline(.text("Comments"))])) }
        hasHeading = true
        output.append(.list(ListBlock(items: items)))
        items.removeAll()
    }
}
