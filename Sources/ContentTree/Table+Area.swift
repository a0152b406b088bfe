extension Table {
    /// Places that the table takes when each row is filled up to the widest.
    package var area: Int {
        let width = rows.reduce(0) { max($0, $1.cells.reduce(0) { $0 + $1.columnSpan }) }
        return width.multipliedReportingOverflow(by: rows.count).overflow ? .max : width * rows.count
    }

    /// The table as a block. One that is nearly all gaps (some hostile file's 1,000 columns in 100,000 rows) is told as
    /// paragraphs, row by row: evened out it would take more room than the file.
    package var blocks: [Block] {
        area <= 2_000_000 ? [.table(self)] : rows.flatMap { $0.cells.flatMap(\.blocks) }
    }
}
