internal import ContentTree

extension BlockWriter {
    mutating func writeTable(_ table: Table) {
        let source = table.rows.reduce(0) { $0 + $1.cells.count }
        // Where spans would blow a small table up beyond all measure, they are ignored.
        let isSane = table.rows.count * options.tableColumns <= max(1 << 20, source * 8) || !hasWideSpans(table)
        let layout = TableLayout(
            table, columnLimit: isSane ? options.tableColumns : max(1, table.rows.map(\.cells.count).max() ?? 1),
            copies: options.cellCopies)
        guard layout.columns > 0 else { return }
        let hasHeader = startsWithHeader(table)
        let isPadded = layout.columns * layout.rows.count <= max(1 << 18, min(remainingBudget / 4, source * 64))
        if !hasHeader {
            emptyRow(layout.columns)
            delimiters(layout.columns)
        }
        var written: [Int: [UInt8]] = [:]
        for (index, places) in layout.rows.enumerated() {
            let isHeader = hasHeader && index == 0
            writeRow(
                index, places, of: table, isHeader: isHeader, columns: isPadded || isHeader ? layout.columns : nil,
                &written)
            if isHeader { delimiters(layout.columns) }
        }
    }

    /// - Parameters:
    ///   - columns: how many cells the row is to have; `nil`: up to the last that is not empty.
    ///   - written: the lines of cells that rows below repeat.
    private mutating func writeRow(
        _ row: Int, _ places: [TableLayout.Place?], of table: Table, isHeader: Bool, columns: Int?,
        _ written: inout [Int: [UInt8]]
    ) {
        startLine()
        append(UInt8(ascii: "|"))
        var filled: Int?
        for place in places {
            append(0x20)
            let start = output.count
            if let place { writeCell(place, of: table, isHeader: isHeader, isCopy: place.row != row, &written) }
            let isEmpty = output.count == start
            endCell()
            if filled == nil || !isEmpty { filled = output.count }
        }
        if let columns {
            for _ in min(places.count, columns)..<max(1, columns) {
                append(0x20)
                endCell()
            }
        } else if let filled {
            cut(to: filled)
        }
        append(0x0A)
    }

    private mutating func endCell() {
        append(0x20)
        append(UInt8(ascii: "|"))
    }

    private func hasWideSpans(_ table: Table) -> Bool {
        table.rows.contains { row in row.cells.contains { $0.columnSpan > 16 } }
    }

    private func startsWithHeader(_ table: Table) -> Bool {
        guard let first = table.rows.first else { return false }
        let filled = first.cells.filter { !$0.content.isEmpty }
        guard !filled.isEmpty else { return false }
        return first.isHead || filled.allSatisfy(\.isHeader)
    }

    /// The cell's line, kept while rows below still repeat it.
    private mutating func writeCell(
        _ place: TableLayout.Place, of table: Table, isHeader: Bool, isCopy: Bool, _ written: inout [Int: [UInt8]]
    ) {
        let key = place.row << 20 | place.cell
        if isCopy {
            if isOverBudget { return }
            if let known = written[key] {
                append(known)
                return
            }
        }
        let cell = table.rows[place.row].cells[place.cell]
        let start = output.count
        appendCell(cell.content, CellWriter(anchors: anchors, isHeader: isHeader, isBold: cell.isHeader && !isHeader))
        if cell.rowSpan > 1, !isCopy { written[key] = Array(output[start...]) }
    }

    private mutating func emptyRow(_ columns: Int) {
        line(Array(("|" + String(repeating: "  |", count: max(1, columns))).utf8))
    }

    private mutating func delimiters(_ columns: Int) {
        line(Array(("|" + String(repeating: " --- |", count: columns)).utf8))
    }
}
