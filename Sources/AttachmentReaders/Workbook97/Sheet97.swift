internal import ContentTree
internal import HTMLText

/// Reads the cells of one sheet, and what lies on it.
struct Sheet97 {
    private let workbook: Workbook97
    private var records: BIFFRecords
    private let textLimit: Int
    private(set) var cellsLeft: Int
    var grid = CellGrid()
    private(set) var notes: [Note] = []
    /// Texts of boxes and charts, in the file's order.
    private(set) var shapes: [String] = []
    /// The sheet's end was reached.
    private(set) var isWhole = false

    struct Note {
        let row: Int
        let column: Int
        let author: String
        var text: String
    }

    /// Where a formula's text is to go, which stands in a record behind it.
    private var formulaPlace: (row: Int, column: Int)?
    /// The last object's number, and what is written in objects.
    private var object = 0
    private var objectTexts: [Int: String] = [:]
    private var noteObjects: [Int] = []
    /// Charts in the sheet are streams of records in it.
    private var depth = 0
    private static let most = 10_000

    init(_ workbook: Workbook97, _ sheet: Workbook97.Sheet, cellsLeft: Int, textLimit: Int) {
        self.workbook = workbook
        self.cellsLeft = cellsLeft
        self.textLimit = textLimit
        records = BIFFRecords(workbook.bytes, from: sheet.offset)
    }

    private var bytes: [UInt8] { workbook.bytes }

    mutating func read() {
        while cellsLeft > 0, grid.weight < textLimit, let record = records.next() {
            switch record.kind {
            case .begin: depth += 1
            case .end:
                depth -= 1
                guard depth <= 0 else { continue }
                isWhole = true
                return joinNotes()
            case .chartText: addShape(workbook.shortText(record.data, at: record.data.lowerBound + 2))
            case .object, .textObject, .note: readObject(record)
            case let kind?: if depth == 1 { readCell(kind, record.data) }
            case nil: break
            }
        }
        joinNotes()
    }

    // MARK: Cells

    private mutating func readCell(_ kind: BIFFKind, _ data: Range<Int>) {
        let start = data.lowerBound
        let row = bytes.uint16(at: start)
        let column = bytes.uint16(at: start + 2)
        let style = bytes.uint16(at: start + 4)
        switch kind {
        case .sharedLabel: add(row, column, workbook.strings[bytes.uint32(at: start + 6)])
        case .label, .richLabel: add(row, column, workbook.text(data, at: start + 6))
        case .number: add(row, column, bytes.double(at: start + 6), style)
        case .shortNumber: add(row, column, Self.number(packed: bytes.uint32(at: start + 6)), style)
        case .manyNumbers: addNumbers(data, row: row, column: column)
        case .truthOrError:
            add(row, column, Self.truthOrError(bytes.uint8(at: start + 6), isError: bytes.uint8(at: start + 7) == 1))
        case .formula: addFormula(data, row: row, column: column, style: style)
        case .string:
            if let place = formulaPlace { add(place.row, place.column, workbook.text(data, at: start)) }
            formulaPlace = nil
        case .merged: merge(data)
        case .link: link(data)
        default: break
        }
    }

    private mutating func add(_ row: Int, _ column: Int, _ text: String) {
        let before = grid.cells.count
        grid.add(row: row, column: column, String(text.prefix(32_767)))
        cellsLeft -= grid.cells.count - before
    }

    private mutating func add(_ row: Int, _ column: Int, _ number: Double, _ style: Int) {
        let format = workbook.format(style)
        if format == .percent { return add(row, column, NumberText.percent(number)) }
        add(row, column, workbook.dates.text(number, as: format) ?? NumberText.shortest(number))
    }

    private mutating func addNumbers(_ data: Range<Int>, row: Int, column: Int) {
        var column = column
        for offset in stride(from: data.lowerBound + 4, to: data.upperBound - 7, by: 6) {
            add(row, column, Self.number(packed: bytes.uint32(at: offset + 2)), bytes.uint16(at: offset))
            column += 1
        }
    }

    private mutating func addFormula(_ data: Range<Int>, row: Int, column: Int, style: Int) {
        let value = data.lowerBound + 6
        guard bytes.uint16(at: value + 6) == 0xFFFF else { return add(row, column, bytes.double(at: value), style) }
        switch bytes.uint8(at: value) {
        case 0: formulaPlace = (row, column)
        case 1: add(row, column, Self.truthOrError(bytes.uint8(at: value + 2), isError: false))
        case 2: add(row, column, Self.truthOrError(bytes.uint8(at: value + 2), isError: true))
        default: break
        }
    }

    /// A number in four bytes: the upper half of a double or a whole number, perhaps in hundredths.
    static func number(packed: Int) -> Double {
        let isWhole = packed & 2 != 0
        let number =
            isWhole
            ? Double(Int32(truncatingIfNeeded: packed) >> 2)
            : Double(bitPattern: UInt64(truncatingIfNeeded: packed & 0xFFFF_FFFC) << 32)
        return packed & 1 != 0 ? number / 100 : number
    }

    static func truthOrError(_ value: Int, isError: Bool) -> String {
        guard isError else { return value == 0 ? "FALSE" : "TRUE" }
        let names = [
            0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
            0x2A: "#N/A",
        ]
        return names[value] ?? "#N/A"
    }

    private mutating func merge(_ data: Range<Int>) {
        for offset in stride(from: data.lowerBound + 2, to: data.upperBound - 7, by: 8) {
            let first = bytes.uint16(at: offset)
            let last = bytes.uint16(at: offset + 2)
            if first <= last { grid.merge(rows: first...last, column: bytes.uint16(at: offset + 4)) }
        }
    }

    /// "[MS-OSHARED]", §2.3.7.1, Hyperlink Object.
    private mutating func link(_ data: Range<Int>) {
        let flags = bytes.uint32(at: data.lowerBound + 28)
        var offset = data.lowerBound + 32
        for flag in [0x10, 0x80] where flags & flag != 0 { offset += 4 + 2 * bytes.uint32(at: offset) }
        let isURL = bytes.slice(offset, 4) == [0xE0, 0xC9, 0xEA, 0x79]
        guard flags & 0x101 == 1, isURL, offset + 20 < data.upperBound else { return }
        let units = min(bytes.uint32(at: offset + 16), data.upperBound - offset - 20) / 2
        let address = bytes.utf16(at: offset + 20, units: units).prefix { $0 != "\0" }
        guard let target = WebAddress.readable(String(address)) else { return }
        grid.link(row: bytes.uint16(at: data.lowerBound), column: bytes.uint16(at: data.lowerBound + 4), to: target)
    }

    // MARK: What lies on the cells

    private mutating func readObject(_ record: BIFFRecords.Record) {
        let start = record.data.lowerBound
        switch record.kind {
        case .object: object = bytes.uint16(at: start + 6)
        case .textObject:
            let count = bytes.uint16(at: start + 10)
            var segments = records.segments(record)
            segments.removeFirst()
            guard count > 0, objectTexts.count < Self.most, !segments.isEmpty else { return }
            var text = BIFFText(bytes, segments)
            let isWide = text.byte() & 1 != 0
            objectTexts[object] = String(decoding: text.units(count, isWide: isWide), as: UTF16.self)
            noteObjects.append(object)
        case .note: addNote(record.data)
        default: break
        }
    }

    private mutating func addNote(_ data: Range<Int>) {
        guard notes.count < Self.most else { return }
        let row = bytes.uint16(at: data.lowerBound)
        let column = bytes.uint16(at: data.lowerBound + 2)
        guard workbook.isUnicode else {
            // Long notes go on in records without a row.
            let text = workbook.text(data, at: data.lowerBound + 4)
            if row == 0xFFFF, !notes.isEmpty {
                notes[notes.count - 1].text += text
            } else {
                notes.append(Note(row: row, column: column, author: "", text: text))
            }
            return
        }
        let object = bytes.uint16(at: data.lowerBound + 6)
        let author = TextFlow.line(of: workbook.text(data, at: data.lowerBound + 8))
        var text = objectTexts.removeValue(forKey: object) ?? ""
        // Excel puts the author's name in front of the text, too.
        if text.hasPrefix(author + ":") { text = String(text.dropFirst(author.count + 1)) }
        notes.append(Note(row: row, column: column, author: author, text: text))
    }

    /// Objects that no note named are boxes on the sheet.
    private mutating func joinNotes() {
        for object in noteObjects {
            if let text = objectTexts.removeValue(forKey: object) { addShape(text) }
        }
    }

    private mutating func addShape(_ text: String) {
        if shapes.count < Self.most { shapes.append(text) }
    }
}
