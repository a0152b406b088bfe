internal import ContentTree

/// A table whose end has not come yet.
struct OpenTable {
    /// Only there to put things side by side.
    var isLayout: Bool
    var part = HTMLElement.body
    var rows: (head: [Table.Row], body: [Table.Row], foot: [Table.Row]) = ([], [], [])
    var cells: [Table.Cell] = []
    /// Of the cell that is open.
    var cell: Table.Cell?
    /// Cells that stand wrongly in the open one.
    var strayCells = 0
    /// Lists that were open where the table starts; its cells do not see them.
    var outerLists: [OpenList] = []

    static let widest = 1_000
}

extension HTMLBuilder {
    func openTable(isLayout: Bool) {
        openFlow()
        tables.append(OpenTable(isLayout: isLayout, outerLists: lists))
        lists = []
    }

    func setPart(_ part: HTMLElement) {
        guard let last = tables.indices.last, tables[last].cell == nil else { return }
        tables[last].part = part
    }

    func openCell(isHeader: Bool, _ attributes: HTMLParser.Attributes) {
        guard let last = tables.indices.last else { return flow.endParagraph() }
        guard tables[last].cell == nil else {
            tables[last].strayCells += 1
            return flow.endParagraph()
        }
        tables[last].cell = Table.Cell(
            blocks: [], isHeader: isHeader,
            rowSpan: span(attributes["rowspan"], most: 65_534),
            columnSpan: span(attributes["colspan"], most: OpenTable.widest))
        openFlow()
    }

    func closeCell() {
        guard let last = tables.indices.last, var cell = tables[last].cell else { return flow.endParagraph() }
        guard tables[last].strayCells == 0 else {
            tables[last].strayCells -= 1
            return flow.endParagraph()
        }
        cell.blocks = closeFlow()
        tables[last].cell = nil
        if tables[last].cells.count < OpenTable.widest {
            tables[last].cells.append(cell)
        } else {
            tables[last].cells[OpenTable.widest - 1].blocks += cell.blocks
        }
    }

    func closeRow() {
        guard let last = tables.indices.last, tables[last].cell == nil else { return flow.endParagraph() }
        let cells = tables[last].cells
        tables[last].cells = []
        guard !cells.isEmpty else { return }
        switch tables[last].part {
        case .head: tables[last].rows.head.append(Table.Row(cells: cells, isHead: true))
        case .foot: tables[last].rows.foot.append(Table.Row(cells: cells))
        default: tables[last].rows.body.append(Table.Row(cells: cells))
        }
    }

    func closeTable() {
        closeRow()
        // Caption and whatever else stood outside of the cells.
        let above = closeFlow()
        guard let table = tables.popLast() else { return }
        lists = table.outerLists
        flow.append(above)
        let rows = table.rows.head + table.rows.body + table.rows.foot
        let filled = rows.map { $0.cells.filter { !$0.blocks.isEmpty } }
        guard filled.contains(where: { !$0.isEmpty }) else { return }
        if table.isLayout || filled.isLayout {
            for cell in filled.joined() { flow.append(cell.blocks) }
        } else {
            flow.append(Table(rows: rows).blocks)
        }
    }

    private func span(_ source: String?, most: Int) -> Int {
        guard let source, let value = Int(source), value > 0 else { return 1 }
        return min(value, most)
    }
}

extension [[Table.Cell]] {
    /// One cell a row, and tables in them: somebody's way to centre a page.
    fileprivate var isLayout: Bool {
        allSatisfy { $0.count <= 1 }
            && joined().contains { cell in
                cell.blocks.contains { if case .table = $0 { true } else { false } }
            }
    }
}
