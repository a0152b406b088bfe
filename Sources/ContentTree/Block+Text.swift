extension [Block] {
    /// The words of all blocks, one block after the other, divided by spaces.
    package var plainText: String {
        var pieces: [String] = []
        for block in self {
            switch block {
            case .line(let text): pieces.append(text)
            case .paragraph(let inlines), .heading(_, let inlines): pieces.append(inlines.plainText)
            case .code(let code): pieces.append(code.text)
            case .quote(let blocks), .footnote(_, let blocks): pieces.append(blocks.plainText)
            case .panel(let panel): pieces += [panel.title.plainText, panel.blocks.plainText]
            case .list(let list): pieces += list.items.map(\.content.plainText)
            case .table(let table): pieces += table.rows.flatMap { $0.cells.map(\.content.plainText) }
            case .markdown(let text): pieces.append(text)
            case .rule: break
            }
        }
        return pieces.filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension BlockContent {
    package var plainText: String {
        switch self {
        case .line(let text): text
        case .blocks(let blocks): blocks.plainText
        }
    }
}
