internal import ContentTree

/// Puts shapes that lie like cells into a table.
enum PPTTable {
    static func table(of cells: [PPTShape]) -> Table? {
        let placed = cells.compactMap { cell in cell.corners.map { (cell: cell, corners: $0) } }
        let lefts = Set(placed.map(\.corners.left)).sorted()
        let tops = Set(placed.map(\.corners.top)).sorted()
        var rows: [Table.Row] = []
        for top in tops {
            let row = placed.filter { $0.corners.top == top }.sorted { $0.corners.left < $1.corners.left }
            let cells = row.map { entry in
                Table.Cell(
                    blocks: entry.cell.text([])?.blocks() ?? [],
                    rowSpan: max(1, tops.count { $0 >= top && $0 < entry.corners.bottom }),
                    columnSpan: max(1, lefts.count { $0 >= entry.corners.left && $0 < entry.corners.right }))
            }
            rows.append(Table.Row(cells: cells, isHead: rows.isEmpty))
        }
        guard rows.contains(where: { $0.cells.contains { !$0.blocks.isEmpty } }) else { return nil }
        return Table(rows: rows)
    }
}
