internal import ContentTree

extension WordStory {
    /// Rows after which a table is handed over and goes on below its first row, so that it never stands in memory whole.
    private static let pieceRows = 500

    mutating func readTable(_ xml: inout XMLPull<WordTag>) {
        var grid = WordGrid()
        readRows(&xml, &grid)
        append(grid.takeTable())
    }

    private mutating func readRows(_ xml: inout XMLPull<WordTag>, _ grid: inout WordGrid) {
        while let event = xml.event() {
            switch event {
            case .start(.row):
                readRow(&xml, &grid)
                if grid.rowCount > Self.pieceRows { append(grid.takeTable(keepingHeader: true)) }
                if isFull { return xml.stop() }
            case .start(.tableProperties), .start(.tableGrid), .start(.deleted), .start(.movedFrom),
                .start(.controlProperties), .start(.controlEnd):
                xml.skip()
            case .start: readRows(&xml, &grid)
            case .end: return
            case .text: break
            }
        }
    }

    private mutating func readRow(_ xml: inout XMLPull<WordTag>, _ grid: inout WordGrid) {
        grid.startRow()
        readCells(&xml, &grid)
        grid.endRow()
    }

    private mutating func readCells(_ xml: inout XMLPull<WordTag>, _ grid: inout WordGrid) {
        while let event = xml.event() {
            switch event {
            case .start(.cell): readCell(&xml, &grid)
            case .start(.rowProperties): readRowProperties(&xml, &grid)
            case .start(.tablePropertyExceptions), .start(.deleted), .start(.controlProperties), .start(.controlEnd):
                xml.skip()
            case .start: readCells(&xml, &grid)
            case .end: return
            case .text: break
            }
        }
    }

    private func readRowProperties(_ xml: inout XMLPull<WordTag>, _ grid: inout WordGrid) {
        while let event = xml.event() {
            switch event {
            case .start(let tag):
                if tag == .gridBefore { grid.indent(xml.integer("w:val") ?? 0) }
                if tag == .deleted { grid.deleteRow() }
                xml.skip()
            case .end: return
            case .text: break
            }
        }
    }

    private mutating func readCell(_ xml: inout XMLPull<WordTag>, _ grid: inout WordGrid) {
        var cell = WordGrid.Cell()
        let blocks = inner { story in
            while let event = xml.event() {
                switch event {
                case .start(.cellProperties): cell.read(&xml)
                case .start(let tag): story.readBlock(tag, &xml)
                case .end: return
                case .text: break
                }
            }
        }
        grid.add(cell, blocks)
    }
}
