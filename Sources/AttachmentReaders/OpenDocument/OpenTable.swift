internal import ContentTree

/// A table in a text or on a slide. OpenDocument 1.3 part 3, 9.
struct OpenTable {
    /// Columns of the widest row.
    private static let columns = 1_000
    /// Rows after which a table goes on as another one below its first row, so that none takes too much room.
    private static let pieceRows = 500

    private let story: OpenStory
    private var rows: [Table.Row] = []
    private var isContinued = false
    private var finished: [Block] = []

    /// Everything up to the end of the table just started. A story that hands on what it finds gets it at once.
    static func read(_ xml: inout XMLPull<OpenTag>, in story: OpenStory) -> [Block] {
        var table = OpenTable(story: story)
        table.readRows(&xml)
        table.endPiece()
        return table.finished
    }

    private init(story: OpenStory) { self.story = story }

    private mutating func endPiece() {
        let isEmpty = rows.allSatisfy { row in row.cells.allSatisfy { $0.blocks.isEmpty } }
        let isOld = isContinued && rows.count == 1
        if !isEmpty, !isOld {
            let block = Block.table(Table(rows: rows))
            if story.isStreaming { story.document.output.append(block) } else { finished.append(block) }
        }
        isContinued = true
        rows = Array(rows.prefix(1))
        for cell in rows.first?.cells.indices ?? 0..<0 { rows[0].cells[cell].rowSpan = 1 }
    }

    private mutating func readRows(_ xml: inout XMLPull<OpenTag>) {
        while let event = xml.event() {
            switch event {
            case .start(.row): readRow(&xml)
            case .start(let tag?) where tag.isHidden: xml.skip()
            case .start: readRows(&xml)
            case .end: return
            case .text: break
            }
            if story.isStreaming, story.document.output.isFull { return xml.stop() }
        }
    }

    /// Bytes, about, with those of cells inside.
    private static func weight(_ blocks: [Block]) -> Int {
        blocks.reduce(32) { sum, block in
            guard case .table(let table) = block else { return sum + [block].plainText.utf8.count + 16 }
            return table.rows.reduce(sum) { $1.cells.reduce($0) { $0 + weight($1.blocks) } }
        }
    }

    private mutating func readRow(_ xml: inout XMLPull<OpenTag>) {
        let repeats = xml.integer("table:number-rows-repeated") ?? 1
        var row = Table.Row(cells: [], isHead: rows.isEmpty)
        readCells(&xml, &row)
        let isEmpty = row.cells.allSatisfy { $0.blocks.isEmpty }
        let bytes = isEmpty || repeats < 2 ? 0 : row.cells.reduce(0) { $0 + Self.weight($1.blocks) }
        for _ in 0..<(isEmpty ? 1 : story.document.copies(repeats, of: bytes)) { rows.append(row) }
        if rows.count > Self.pieceRows { endPiece() }
    }

    private func readCells(_ xml: inout XMLPull<OpenTag>, _ row: inout Table.Row) {
        while let event = xml.event() {
            switch event {
            case .start(.cell): readCell(&xml, &row)
            // The place of a merged cell.
            case .start(.coveredCell): xml.skip()
            case .start: readCells(&xml, &row)
            case .end: return
            case .text: break
            }
        }
    }

    private func readCell(_ xml: inout XMLPull<OpenTag>, _ row: inout Table.Row) {
        let repeats = xml.integer("table:number-columns-repeated") ?? 1
        let height = max(1, min(xml.integer("table:number-rows-spanned") ?? 1, 10_000))
        let width = max(1, min(xml.integer("table:number-columns-spanned") ?? 1, Self.columns))
        let blocks = story.inner { $0.readBlocks(&xml) }
        let copies =
            blocks.isEmpty
            ? max(1, repeats) : story.document.copies(repeats, of: repeats < 2 ? 0 : Self.weight(blocks))
        let cell = Table.Cell(blocks: blocks, rowSpan: height, columnSpan: width)
        for _ in 0..<min(copies, max(0, Self.columns - row.cells.count)) { row.cells.append(cell) }
    }
}
