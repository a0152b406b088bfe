internal import ContentTree

/// How the cells of a row lie, in the order of the cells.
struct RowShape {
    struct Cell {
        /// Right edge in twips.
        var edge = 0
        /// The cell belongs to the one on its left.
        var continuesLeft = false
        /// The cell belongs to the one above.
        var continuesAbove = false
    }

    var left = 0
    var cells: [Cell] = []
    /// Of the cell whose edge has not come yet.
    var next = Cell()
    var isHead = false

    mutating func end(at edge: Int) {
        guard cells.count < 1_000 else { return }
        next.edge = edge
        cells.append(next)
        next = Cell()
    }
}

/// A table whose end has not come yet.
struct StoryTable {
    private struct Row {
        let cells: [[Block]]
        let shape: RowShape
    }

    var cell = Gathering()
    private var cells: [[Block]] = []
    private var rows: [Row] = []

    /// Cells, of all rows, that a table may have; what comes behind goes into the last one.
    private static let most = 500_000
    private var count = 0

    mutating func endCell() {
        guard cells.count < 1_000, count < Self.most else { return }
        count += 1
        cells.append(cell.take())
    }

    mutating func endRow(_ shape: RowShape) {
        // Text behind the last cell's end is lost in Word; here it is a cell.
        let rest = cell.take()
        if !rest.isEmpty { cells.append(rest) }
        if !cells.isEmpty { rows.append(Row(cells: cells, shape: shape)) }
        cells = []
    }

    mutating func table() -> Table? {
        endRow(RowShape())
        let edges = grid()
        var built: [Table.Row] = []
        /// Where the last cell of each column stands.
        var above: [Int: (row: Int, cell: Int)] = [:]
        for row in rows {
            var cells: [Table.Cell] = []
            var column = 0
            for (index, blocks) in row.cells.enumerated() {
                let shape = index < row.shape.cells.count ? row.shape.cells[index] : nil
                let end = shape.flatMap { edges?.column(of: $0.edge) } ?? column + 1
                let span = max(1, end - column)
                if shape?.continuesLeft == true, !cells.isEmpty {
                    cells[cells.count - 1].columnSpan += span
                    cells[cells.count - 1].blocks += blocks
                } else if shape?.continuesAbove == true, let origin = above[column] {
                    built[origin.row].cells[origin.cell].rowSpan += 1
                    built[origin.row].cells[origin.cell].blocks += blocks
                } else {
                    above[column] = (built.count, cells.count)
                    cells.append(Table.Cell(blocks: blocks, columnSpan: span))
                }
                column += span
            }
            built.append(Table.Row(cells: cells, isHead: row.shape.isHead || built.isEmpty))
        }
        guard built.contains(where: { $0.cells.contains { !$0.blocks.isEmpty } }) else { return nil }
        return Table(rows: built)
    }

    /// The edges of all rows together, unless they fit so badly that cells would lie in far too many columns.
    private func grid() -> ColumnGrid? {
        let widest = rows.map(\.cells.count).max() ?? 0
        let edges = ColumnGrid(rows.flatMap { $0.shape.cells.prefix($0.cells.count).map(\.edge) })
        return edges.count <= max(2, 2 * widest) ? edges : nil
    }
}

/// Right edges of columns; those nearly at the same place are one.
struct ColumnGrid {
    private static let tolerance = 60
    private let edges: [Int]

    init(_ found: [Int]) {
        var edges: [Int] = []
        for edge in Set(found).sorted() where edges.last.map({ edge - $0 > Self.tolerance }) ?? true {
            edges.append(edge)
        }
        self.edges = edges
    }

    var count: Int { edges.count }

    /// The column after the one that ends at this edge.
    func column(of edge: Int) -> Int? {
        edges.firstIndex { abs($0 - edge) <= Self.tolerance }.map { $0 + 1 }
    }
}
