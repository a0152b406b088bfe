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
        if !hasHeader { row([], columns: layout.columns) }
        if !hasHeader { delimiters(layout.columns) }
        var written: [Int: [UInt8]] = [:]
        for (index, places) in layout.rows.enumerated() {
            let isHeader = hasHeader && index == 0
            var cells: [[UInt8]] = []
            cells.reserveCapacity(places.count)
            for place in places {
                guard let place else {
                    cells.append([])
                    continue
                }
                cells.append(text(of: place, in: table, isHeader: isHeader, isCopy: place.row != index, &written))
            }
            let filled = (cells.lastIndex { !$0.isEmpty } ?? 0) + 1
            row(cells, columns: isPadded || isHeader ? layout.columns : filled)
            if isHeader { delimiters(layout.columns) }
        }
    }

    private func hasWideSpans(_ table: Table) -> Bool {
        table.rows.contains { row in row.cells.contains { $0.columnSpan > 16 } }
    }

    private func startsWithHeader(_ table: Table) -> Bool {
        guard let first = table.rows.first else { return false }
        let filled = first.cells.filter { !$0.blocks.isEmpty }
        guard !filled.isEmpty else { return false }
        return first.isHead || filled.allSatisfy(\.isHeader)
    }

    /// The cell's line, kept while rows below still repeat it.
    private func text(
        of place: TableLayout.Place, in table: Table, isHeader: Bool, isCopy: Bool, _ written: inout [Int: [UInt8]]
    ) -> [UInt8] {
        let key = place.row << 20 | place.cell
        if isCopy {
            if isOverBudget { return [] }
            if let known = written[key] { return known }
        }
        let cell = table.rows[place.row].cells[place.cell]
        let bytes = CellWriter(anchors: anchors, isHeader: isHeader, isBold: cell.isHeader && !isHeader).text(
            of: cell.blocks)
        if cell.rowSpan > 1, !isCopy { written[key] = bytes }
        return bytes
    }

    private mutating func row(_ cells: [[UInt8]], columns: Int) {
        var bytes: [UInt8] = [UInt8(ascii: "|")]
        for column in 0..<max(1, columns) {
            bytes.append(0x20)
            if column < cells.count { bytes += cells[column] }
            bytes += [0x20, UInt8(ascii: "|")]
        }
        line(bytes)
    }

    private mutating func delimiters(_ columns: Int) {
        line(Array(("|" + String(repeating: " --- |", count: columns)).utf8))
    }
}
