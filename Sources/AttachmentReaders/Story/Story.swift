internal import ContentTree

/// Blocks and the list items that are not yet put together.
struct Gathering {
    private var blocks: [Block] = []
    private var lists = ListGatherer()

    mutating func append(_ block: Block) {
        blocks += lists.take()
        blocks.append(block)
    }

    mutating func append(_ item: ListGatherer.Item) { lists.add(item) }

    mutating func take() -> [Block] {
        blocks += lists.take()
        return takeClosed()
    }

    /// All but the list that may go on.
    mutating func takeClosed() -> [Block] {
        defer { blocks = [] }
        return blocks
    }
}

/// A text of its own: the document, a header, a note, a box. Paragraphs and cells come in, blocks go out.
final class Story {
    enum Role {
        case body
        case margin
        case footnote(Int)
        case comment(author: String)
        case box
    }

    enum Kind {
        case plain
        case heading(outline: Int)
        case item(level: Int, number: Int?)
    }

    let role: Role
    /// The paragraph that is being read.
    var line = TextFlow()
    private var top = Gathering()
    private var tables: [StoryTable] = []
    /// What comes behind the paragraph: boxes that hang on it.
    var waiting: [Block] = []
    var shape = RowShape()
    var nestedShape = RowShape()
    /// Between the start of a row and its end.
    var isInRow = false
    private static let deepest = 16

    init(_ role: Role) { self.role = role }

    /// The blocks that are complete; empty while a table is open.
    func takeFinished() -> [Block] { tables.isEmpty ? top.takeClosed() : [] }

    func finish() -> [Block] {
        endParagraph(.plain)
        while !tables.isEmpty { closeTable() }
        return top.take()
    }

    /// Makes what follows lie in this many tables.
    func enter(_ level: Int) {
        guard level != tables.count else { return }
        if !line.isAtParagraphStart { endParagraph(.plain) }
        while tables.count > level { closeTable() }
        while tables.count < min(level, Self.deepest) { tables.append(StoryTable()) }
    }

    /// The same, but what was read of the paragraph goes along: its place is known only at its end.
    func moveLine(to level: Int) {
        guard level != tables.count else { return }
        while tables.count > level { closeTable() }
        while tables.count < min(level, Self.deepest) { tables.append(StoryTable()) }
    }

    func endParagraph(_ kind: Kind) {
        switch kind {
        case .heading(let outline):
            let (text, rest) = line.takeLine()
            if let heading = Block.heading(outline: outline, text) { append(heading) }
            for block in rest { append(block) }
        case .item(let level, let number):
            let blocks = line.takeBlocks()
            guard !blocks.isEmpty else { break }
            append(ListGatherer.Item(level: level, number: number, blocks: blocks))
        case .plain:
            for block in line.takeBlocks() { append(block) }
        }
        for block in waiting { append(block) }
        waiting = []
    }

    func endCell(_ level: Int, _ kind: Kind) {
        // A cell whose text began before anything said that it is one.
        if tables.count < level { moveLine(to: level) }
        endParagraph(kind)
        while tables.count > level { closeTable() }
        guard let last = tables.indices.last else { return }
        tables[last].endCell()
    }

    func endRow(_ level: Int) {
        while tables.count > level { closeTable() }
        guard tables.count == min(level, Self.deepest), let last = tables.indices.last else { return }
        if !line.isAtParagraphStart { endParagraph(.plain) }
        tables[last].endRow(level > 1 ? nestedShape : shape)
    }

    private func closeTable() {
        guard var last = tables.popLast(), let table = last.table() else { return }
        for block in table.blocks { append(block) }
    }

    private func append(_ block: Block) {
        if let last = tables.indices.last { tables[last].cell.append(block) } else { top.append(block) }
    }

    private func append(_ item: ListGatherer.Item) {
        if let last = tables.indices.last { tables[last].cell.append(item) } else { top.append(item) }
    }
}
