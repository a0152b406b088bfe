/// A table as its author wrote it: spans are not yet laid out.
package struct Table: Hashable, Sendable {
    package struct Cell: Hashable, Sendable {
        package var blocks: [Block]
        package var isHeader: Bool
        /// At least 1.
        package var rowSpan: Int
        /// At least 1.
        package var columnSpan: Int

        package init(blocks: [Block], isHeader: Bool = false, rowSpan: Int = 1, columnSpan: Int = 1) {
            self.blocks = blocks
            self.isHeader = isHeader
            self.rowSpan = rowSpan
            self.columnSpan = columnSpan
        }
    }

    package struct Row: Hashable, Sendable {
        package var cells: [Cell]
        /// The row lies in the head of the table.
        package var isHead: Bool

        package init(cells: [Cell], isHead: Bool = false) {
            self.cells = cells
            self.isHead = isHead
        }
    }

    package var rows: [Row]

    package init(rows: [Row]) {
        self.rows = rows
    }
}
