internal import HTMLText

/// Reads the cells of one sheet. ECMA-376 part 1, 18.3.
struct SheetReader {
    private enum Part {
        case none
        case value
        case formula
        case inlineText
    }

    private enum Kind {
        case number
        case shared
        case text
        case boolean
    }

    private let workbook: Workbook
    private let relationships: Relationships
    private let textLimit: Int
    private(set) var cellsLeft: Int
    /// Cells were left out because there are too many.
    private(set) var isCut = false
    var grid = CellGrid()

    private var row = -1
    private var column = -1
    private var kind = Kind.number
    private var style = 0
    private var reading = Part.none
    private var value: [UInt8] = []
    private var formula: [UInt8] = []

    init(_ workbook: Workbook, _ sheet: Workbook.Sheet, cellsLeft: Int) {
        self.workbook = workbook
        self.cellsLeft = cellsLeft
        relationships = workbook.package.relationships(of: sheet.part)
        textLimit = workbook.package.limits.text
    }

    mutating func read(_ xml: inout XMLPull<SheetTag>) {
        while let event = xml.event() {
            switch event {
            case .start(let tag?): start(tag, &xml)
            case .end(let tag?): end(tag)
            case .text where reading != .none: xml.withText { add($0) }
            default: break
            }
            if cellsLeft <= 0 { isCut = true }
            if isCut || grid.weight > textLimit { return xml.stop() }
        }
    }

    private mutating func start(_ tag: SheetTag, _ xml: inout XMLPull<SheetTag>) {
        switch tag {
        case .row:
            row = xml.integer("r").map { max(0, min($0, 1 << 21) - 1) } ?? row + 1
            column = -1
        case .cell: startCell(xml)
        case .value: reading = .value
        case .formula: reading = .formula
        case .text: reading = .inlineText
        case .phonetic: xml.skip()
        case .mergedCell:
            guard let range = xml.attribute("ref").flatMap({ CellAddress.range($0) }) else { return }
            grid.merge(rows: range.rows, column: range.columns.lowerBound)
        case .hyperlink:
            guard let range = xml.attribute("ref").flatMap({ CellAddress.range($0) }), let id = xml.attribute("r:id"),
                let target = relationships[id], target.isExternal, let address = WebAddress.readable(target.target)
            else { return }
            grid.link(row: range.rows.lowerBound, column: range.columns.lowerBound, to: address)
        default: break
        }
    }

    private mutating func startCell(_ xml: XMLPull<SheetTag>) {
        if let place = xml.withAttribute("r", { CellAddress.place($0) }), let place {
            row = place.row
            column = place.column
        } else {
            column += 1
        }
        style = xml.integer("s") ?? 0
        switch xml.attribute("t") {
        case "s": kind = .shared
        case "b": kind = .boolean
        case "str", "inlineStr", "e", "d": kind = .text
        default: kind = .number
        }
        value.removeAll(keepingCapacity: true)
        formula.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
        let limit = workbook.package.limits.sharedString
        if reading == .formula {
            formula.append(contentsOf: text.prefix(limit - formula.count))
        } else {
            value.append(contentsOf: text.prefix(limit - value.count))
        }
    }

    private mutating func end(_ tag: SheetTag) {
        switch tag {
        case .value, .formula, .text: reading = .none
        case .cell: endCell()
        default: break
        }
    }

    private mutating func endCell() {
        guard !value.isEmpty || !formula.isEmpty else { return }
        let before = grid.cells.count
        if value.isEmpty {
            grid.add(row: row, column: column, "=" + String(decoding: formula, as: UTF8.self))
        } else {
            addValue()
        }
        cellsLeft -= grid.cells.count - before
    }

    private mutating func addValue() {
        switch kind {
        case .shared:
            guard let number = Int(String(decoding: value, as: UTF8.self)) else { return }
            workbook.strings.withText(number) { grid.add(row: row, column: column, $0) }
        case .boolean: grid.add(row: row, column: column, value == [UInt8(ascii: "0")] ? "FALSE" : "TRUE")
        case .text: value.withUnsafeBufferPointer { grid.add(row: row, column: column, $0) }
        case .number:
            let format = workbook.styles[style]
            // Whole numbers are most of all, and stand in the file as they are to be written.
            if format == .plain, value.count < 16, value.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
                return value.withUnsafeBufferPointer { grid.add(row: row, column: column, $0) }
            }
            let text = String(decoding: value, as: UTF8.self)
            grid.add(row: row, column: column, Double(text).map { shown($0, as: format) } ?? text)
        }
    }

    private func shown(_ number: Double, as format: NumberFormat) -> String {
        if format == .percent { return NumberText.percent(number) }
        return workbook.dates.text(number, as: format) ?? NumberText.shortest(number)
    }
}
