internal import ContentTree

/// Rows of a table as they are read. Cells merged downwards are written once for each row and joined here.
struct WordGrid {
    struct Cell {
        /// Columns, 1…63: Word has no more.
        var span = 1
        var continuesAbove = false
        var isMerged = false

        /// Reads `w:tcPr`, just started.
        mutating func read(_ xml: inout XMLPull<WordTag>) {
            while let event = xml.event() {
                switch event {
                case .start(let tag):
                    if tag == .gridSpan { span = min(63, max(1, xml.integer("w:val") ?? 1)) }
                    if tag == .verticalMerge {
                        isMerged = true
                        continuesAbove = xml.attribute("w:val") != "restart"
                    }
                    xml.skip()
                case .end: return
                case .text: break
                }
            }
        }
    }

    private static let columns = 1_000

    private var rows: [Table.Row] = []
    private var row: [Table.Cell] = []
    private var isDeleted = false
    /// The first row was handed over before.
    private var isContinued = false
    private var column = 0
    /// Where the merged cell of a column began.
    private var origins: [Int: (row: Int, cell: Int)] = [:]

    var rowCount: Int { rows.count }

    mutating func startRow() {
        row = []
        column = 0
        isDeleted = false
    }

    mutating func indent(_ columns: Int) {
        guard columns > 0 else { return }
        row.append(Table.Cell(blocks: [], columnSpan: min(63, columns)))
        column += min(63, columns)
    }

    mutating func deleteRow() { isDeleted = true }

    mutating func add(_ cell: Cell, _ blocks: [Block]) {
        defer { column += cell.span }
        if isDeleted { return }
        if row.count >= Self.columns {
            row[row.count - 1].blocks += blocks
            return
        }
        guard cell.continuesAbove, let origin = origins[column], origin.row < rows.count else {
            origins[column] = cell.isMerged ? (rows.count, row.count) : nil
            row.append(Table.Cell(blocks: blocks, columnSpan: cell.span))
            return
        }
        rows[origin.row].cells[origin.cell].rowSpan = rows.count - origin.row + 1
    }

    mutating func endRow() {
        if !isDeleted { rows.append(Table.Row(cells: row, isHead: rows.isEmpty)) }
    }

    /// The rows so far, none if nothing is in them.
    mutating func takeTable(keepingHeader: Bool = false) -> [Block] {
        let table = Table(rows: isContinued && rows.count == 1 ? [] : rows)
        isContinued = true
        rows = keepingHeader ? Array(rows.prefix(1)) : []
        for place in rows.indices {
            for cell in rows[place].cells.indices { rows[place].cells[cell].rowSpan = 1 }
        }
        origins = [:]
        let isEmpty = table.rows.allSatisfy { row in row.cells.allSatisfy { $0.blocks.isEmpty } }
        return isEmpty ? [] : [.table(table)]
    }
}
