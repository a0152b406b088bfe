internal import ContentTree

/// A table with its spans laid out: for each row and column the cell that is shown there.
struct TableLayout {
    struct Place {
        var row: Int
        var cell: Int
    }

    let rows: [[Place?]]
    let columns: Int

    /// - Parameters:
    ///   - columnLimit: the most columns that spans may make.
    ///   - copies: rows that one cell is repeated in.
    init(_ table: Table, columnLimit: Int, copies: Int) {
        var laidOut: [[Place?]] = []
        var columns = 0
        /// Cells from above that reach into this row, by column.
        var reaching: [Int: (place: Place, rows: Int, isFirst: Bool, repeated: Int)] = [:]
        for (index, row) in table.rows.enumerated() {
            var line: [Place?] = []
            var below: [Int: (place: Place, rows: Int, isFirst: Bool, repeated: Int)] = [:]
            func passReaching() {
                while let above = reaching[line.count] {
                    let column = line.count
                    line.append(above.isFirst && above.repeated < copies ? above.place : nil)
                    if above.rows > 1 {
                        below[column] = (above.place, above.rows - 1, above.isFirst, above.repeated + 1)
                    }
                    reaching[column] = nil
                }
            }
            for (position, cell) in row.cells.enumerated() {
                passReaching()
                let place = Place(row: index, cell: position)
                let width = max(1, min(cell.columnSpan, max(1, columnLimit - line.count)))
                for offset in 0..<width {
                    // Overlapping spans are an author's error; the cell from above keeps its place.
                    if offset > 0, reaching[line.count] != nil { break }
                    if cell.rowSpan > 1 { below[line.count] = (place, cell.rowSpan - 1, offset == 0, 1) }
                    line.append(offset == 0 ? place : nil)
                }
            }
            passReaching()
            for column in reaching.keys.sorted() where column >= line.count {
                guard let above = reaching[column], column < columnLimit else { continue }
                while line.count < column { line.append(nil) }
                line.append(above.isFirst && above.repeated < copies ? above.place : nil)
                if above.rows > 1 { below[column] = (above.place, above.rows - 1, above.isFirst, above.repeated + 1) }
            }
            reaching = below
            columns = max(columns, line.count)
            laidOut.append(line)
        }
        rows = laidOut
        self.columns = columns
    }
}
