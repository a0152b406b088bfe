package import AttachmentModel
package import ContentTree

/// Takes what a reader finds, block by block, and hands it on in pieces, so that a huge file never stands in memory
/// as one tree. Used by one thread.
package final class DocumentOutput {
    /// Gets some whole blocks. Returns whether more are wanted.
    private let take: ([Block]) -> Bool
    private var waiting: [Block] = []
    private var weight = 0
    private static let pieceBytes = 128 << 10

    /// Where the format has pages.
    package var pages: Int?
    /// The first reason for which something is missing.
    package private(set) var truncation: Truncation?
    /// Files inside that another program has to read.
    package private(set) var left: [LeftFile] = []
    /// No more text is wanted; a reader may stop.
    package private(set) var isFull = false

    package init(_ take: @escaping ([Block]) -> Bool) {
        self.take = take
    }

    package func append(_ block: Block) {
        guard !isFull else { return }
        // Lists that follow each other are told apart by their marks: they stay in one piece.
        if weight >= Self.pieceBytes, !block.isList { flush() }
        waiting.append(block)
        weight += block.weight
    }

    package func append(_ blocks: [Block]) {
        for block in blocks { append(block) }
    }

    package func note(_ reason: Truncation) {
        if truncation == nil { truncation = reason }
    }

    package func leave(_ file: LeftFile) { left.append(file) }

    /// Hands on what is still held back. The one who made the output calls it after the reader.
    package func flush() {
        guard !waiting.isEmpty else { return }
        isFull = !take(waiting)
        waiting.removeAll(keepingCapacity: true)
        weight = 0
    }
}

extension Block {
    fileprivate var isList: Bool {
        if case .list = self { true } else { false }
    }

    /// About how many bytes it takes.
    fileprivate var weight: Int {
        switch self {
        case .line(let text): 16 + text.utf8.count
        case .paragraph(let inlines), .heading(_, let inlines): inlines.weight
        case .code(let code): 16 + code.text.utf8.count
        case .quote(let blocks), .footnote(_, let blocks): blocks.weight
        case .panel(let panel): panel.title.weight + panel.blocks.weight
        case .list(let list): list.items.reduce(16) { $0 + 8 + $1.blocks.weight }
        case .table(let table): table.rows.reduce(16) { $1.cells.reduce($0 + 4) { $0 + 32 + $1.blocks.weight } }
        case .rule: 16
        case .markdown(let text): 16 + text.utf8.count
        }
    }
}

extension [Block] {
    fileprivate var weight: Int { reduce(0) { $0 + $1.weight } }
}

extension [Inline] {
    fileprivate var weight: Int {
        reduce(16) { sum, inline in
            switch inline.content {
            case .text(let text), .math(let text): sum + 24 + text.utf8.count
            case .lineBreak, .footnote: sum + 8
            case .image(let image): sum + 24 + image.alt.utf8.count
            case .link(let link): sum + 48 + link.content.weight
            }
        }
    }
}
