/// Reads the cells of one sheet of an xlsb ("[MS-XLSB]", §2.1.7.61 and §2.4).
struct BinarySheet {
    private let workbook: BinaryWorkbook
    private let textLimit: Int
    private(set) var cellsLeft: Int
    var grid = CellGrid()
    private var row = -1

    init(_ workbook: BinaryWorkbook, cellsLeft: Int) {
        self.workbook = workbook
        self.cellsLeft = cellsLeft
        textLimit = workbook.package.limits.text
    }

    mutating func read(_ records: inout BinaryRecords) {
        while cellsLeft > 0, grid.weight < textLimit, let kind = records.next() { read(kind, records.data) }
    }

    private mutating func read(_ kind: Int, _ data: [UInt8]) {
        switch kind {
        case 0: row = data.uint32(at: 0)
        case 2: add(data, Sheet97.number(packed: data.uint32(at: 8)))
        case 3, 11: add(data, Sheet97.truthOrError(data.uint8(at: 8), isError: true))
        case 4, 10: add(data, Sheet97.truthOrError(data.uint8(at: 8), isError: false))
        case 5, 9: add(data, data.double(at: 8))
        case 6, 8: add(data, data.countedText(at: 8).text)
        case 7: add(data, workbook.strings[data.uint32(at: 8)])
        case 62: add(data, data.countedText(at: 9).text)
        case 176:
            let (first, last) = (data.uint32(at: 0), data.uint32(at: 4))
            if first <= last { grid.merge(rows: first...last, column: data.uint32(at: 8)) }
        default: break
        }
    }

    private mutating func add(_ data: [UInt8], _ text: String) {
        let before = grid.cells.count
        grid.add(row: row, column: data.uint32(at: 0), String(text.prefix(workbook.package.limits.sharedString)))
        cellsLeft -= grid.cells.count - before
    }

    private mutating func add(_ data: [UInt8], _ number: Double) {
        let format = workbook.format(data.uint32(at: 4) & 0xFF_FFFF)
        if format == .percent { return add(data, NumberText.percent(number)) }
        add(data, workbook.dates.text(number, as: format) ?? NumberText.shortest(number))
    }
}
