internal import ContentTree
internal import MarkdownWriter

/// The cells of one sheet that hold something, in little room: their texts stand in one buffer.
struct CellGrid {
    struct Cell {
        let row: Int32
        let column: Int32
        let first: Int32
        let count: Int32
    }

    /// Columns of the widest table.
    static let tableColumns = 60
    /// A table is at least so full, as a fraction: fewer cells are told one by one.
    static let tableFullness = 4
    /// Columns that a sheet may have; spreadsheets have up to 65,536.
    private static let widest = 1 << 20
    private static let mergedRows = 200
    /// Bytes of all the copies.
    private static let mergedBytes = 2 << 20

    private(set) var cells: [Cell] = []
    private var texts: [UInt8] = []
    private var isSorted = true
    private var repeated = 0
    private var links: [Int64: String] = [:]
    private var merges: [(rows: ClosedRange<Int>, column: Int)] = []

    var isEmpty: Bool { cells.isEmpty }
    /// Bytes of the texts of all cells.
    var weight: Int { texts.count + repeated }

    /// - Parameters: from 0; text that is blank makes no cell.
    mutating func add(row: Int, column: Int, _ text: UnsafeBufferPointer<UInt8>) {
        guard column >= 0, column < Self.widest, let row = Int32(exactly: row), let column = Int32(exactly: column),
            text.contains(where: { $0 > 0x20 })
        else { return }
        if let last = cells.last, (last.row, last.column) >= (row, column) { isSorted = false }
        cells.append(Cell(row: row, column: column, first: Int32(texts.count), count: Int32(text.count)))
        texts.append(contentsOf: text)
    }

    mutating func add(row: Int, column: Int, _ text: String) {
        var text = text
        text.withUTF8 { add(row: row, column: column, $0) }
    }

    /// The same cell again in another row.
    /// - Returns: how many cells that made.
    mutating func repeatCell(at index: Int, row: Int) -> Int {
        guard let row = Int32(exactly: row) else { return 0 }
        let cell = cells[index]
        if let last = cells.last, (last.row, last.column) >= (row, cell.column) { isSorted = false }
        cells.append(Cell(row: row, column: cell.column, first: cell.first, count: cell.count))
        repeated += Int(cell.count)
        return 1
    }

    mutating func link(row: Int, column: Int, to address: String) {
        if links.count < 10_000 { links[Int64(row) << 32 | Int64(column)] = address }
    }

    /// Tells that one cell covers several rows.
    mutating func merge(rows: ClosedRange<Int>, column: Int) {
        if rows.count > 1, merges.count < 10_000 { merges.append((rows, column)) }
    }

    /// All of it, as one table or as a list of addresses with their texts.
    mutating func takeBlocks() -> [Block] {
        sort()
        guard !cells.isEmpty else { return [] }
        let columns = usedColumns
        let rows = zip(cells, cells.dropFirst()).count { $0.row != $1.row } + 1
        defer { self = CellGrid() }
        if columns.count > Self.tableColumns || cells.count < columns.count * rows / Self.tableFullness {
            return [list()]
        }
        repeatMerged()
        return [.markdown(table(columns))]
    }

    private var usedColumns: [Int32] {
        var isUsed: [Bool] = []
        for cell in cells {
            let column = Int(cell.column)
            if column >= isUsed.count { isUsed += Array(repeating: false, count: column + 1 - isUsed.count) }
            isUsed[column] = true
        }
        return isUsed.indices.filter { isUsed[$0] }.map(Int32.init)
    }

    /// In reading order; of several at one place the first stays.
    private mutating func sort() {
        guard !isSorted else { return }
        cells.sort { ($0.row, $0.column, $0.first) < ($1.row, $1.column, $1.first) }
        var kept: [Cell] = []
        for cell in cells where kept.last.map({ ($0.row, $0.column) != (cell.row, cell.column) }) ?? true {
            kept.append(cell)
        }
        cells = kept
        isSorted = true
    }

    /// A merged cell's text stands in each row that it covers, as far as there is anything in that row.
    private mutating func repeatMerged() {
        guard !merges.isEmpty else { return }
        var left = Self.mergedBytes
        let rows = Set(cells.map(\.row))
        for merge in merges {
            let top = (Int32(clamping: merge.rows.lowerBound), Int32(clamping: merge.column))
            guard let origin = cell(at: top) else { continue }
            for row in merge.rows.dropFirst().prefix(Self.mergedRows)
            where left > 0 && rows.contains(Int32(clamping: row)) {
                left -= Int(origin.count) + 16
                cells.append(Cell(row: Int32(clamping: row), column: top.1, first: origin.first, count: origin.count))
                isSorted = false
            }
        }
        // What stands in a covered place itself is hidden behind the merged cell, but it comes first here.
        sort()
    }

    private func cell(at place: (row: Int32, column: Int32)) -> Cell? {
        var low = 0
        var high = cells.count
        while low < high {
            let middle = (low + high) / 2
            if (cells[middle].row, cells[middle].column) < place { low = middle + 1 } else { high = middle }
        }
        return low < cells.count && (cells[low].row, cells[low].column) == place ? cells[low] : nil
    }

    private func link(of cell: Cell) -> String? {
        links.isEmpty ? nil : links[Int64(cell.row) << 32 | Int64(cell.column)]
    }

    // MARK: Forms

    /// Gaps between used rows and columns are one row and column wide.
    private func table(_ columns: [Int32]) -> String {
        var places: [Int32: Int] = [:]
        var width = 0
        for (index, column) in columns.enumerated() {
            if index > 0, columns[index - 1] + 1 < column { width += 1 }
            places[column] = width
            width += 1
        }
        var table = PlainTable()
        var row = cells[0].row
        var written = 0
        var hasHeader = false
        func endRow() {
            while written < width { fill() }
            table.endRow()
            if !hasHeader { table.addDelimiters(width) }
            hasHeader = true
            written = 0
        }
        func fill() {
            table.addEmptyCell()
            written += 1
        }
        texts.withUnsafeBufferPointer { texts in
            for cell in cells {
                if cell.row != row {
                    endRow()
                    if cell.row > row + 1 { endRow() }
                    row = cell.row
                }
                while written < places[cell.column] ?? 0 { fill() }
                let text = texts[Int(cell.first)..<Int(cell.first) + Int(cell.count)]
                table.addCell(UnsafeBufferPointer(rebasing: text), link: link(of: cell))
                written += 1
            }
            endRow()
        }
        return String(decoding: table.output.dropLast(), as: UTF8.self)
    }

    /// An item a row: neighbours stand behind the address of the first of them.
    private func list() -> Block {
        var items: [ListBlock.Item] = []
        var flow = TextFlow()
        for (index, cell) in cells.enumerated() {
            let previous = index > 0 ? cells[index - 1] : nil
            let startsRow = previous?.row != cell.row
            if startsRow, index > 0 { items.append(ListBlock.Item(blocks: flow.takeBlocks())) }
            if !startsRow { flow.append("; ") }
            if startsRow || (previous?.column ?? 0) + 1 != cell.column {
                flow.append(CellAddress.text(row: Int(cell.row), column: Int(cell.column)) + ": ")
            }
            if let link = link(of: cell) { flow.openLink(.address(link)) }
            texts.withUnsafeBufferPointer {
                flow.append(
                    utf8: UnsafeBufferPointer(rebasing: $0[Int(cell.first)..<Int(cell.first) + Int(cell.count)]))
            }
            flow.closeLink()
        }
        items.append(ListBlock.Item(blocks: flow.takeBlocks()))
        return .list(ListBlock(items: items))
    }
}
