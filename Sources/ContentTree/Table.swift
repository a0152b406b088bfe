/// A table as its author wrote it: spans are not yet laid out.
package struct Table: Hashable, Sendable {
    package struct Cell: Hashable, Sendable {
        // In an order that takes 24 bytes: a page may hold a million of them.
        package var content: BlockContent
        package var isHeader: Bool
        private var columns: UInt16
        private var rows: UInt32

        package init(content: BlockContent, isHeader: Bool = false, rowSpan: Int = 1, columnSpan: Int = 1) {
            self.content = content
            self.isHeader = isHeader
            columns = UInt16(clamping: max(1, columnSpan))
            rows = UInt32(clamping: max(1, rowSpan))
        }

        package init(blocks: [Block], isHeader: Bool = false, rowSpan: Int = 1, columnSpan: Int = 1) {
            self.init(
                content: BlockContent(blocks), isHeader: isHeader, rowSpan: rowSpan, columnSpan: columnSpan)
        }

        package var blocks: [Block] {
            get { content.blocks }
            set { content = BlockContent(newValue) }
        }

        /// At least 1.
        package var rowSpan: Int {
            get { Int(rows) }
            set { rows = UInt32(clamping: max(1, newValue)) }
        }

        /// 1…65 535.
        package var columnSpan: Int {
            get { Int(columns) }
            set { columns = UInt16(clamping: max(1, newValue)) }
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
