internal import AttachmentModel
internal import ContentTree

/// Rows of text with columns divided by one character (RFC 4180, with other delimiters).
struct DelimitedText {
    private static let candidates = [",", ";", "\t", "|"].map { Array($0.utf8)[0] }
    /// After so many rows the header is written again, so that every piece of a long table keeps it.
    private static let rowsPerTable = 200
    private let bytes: [UInt8]
    private let delimiter: UInt8

    /// - Parameter text: with LF line ends.
    /// - Returns: `nil` when no delimiter divides its lines.
    init?(_ text: String) {
        bytes = Array(text.utf8)
        // Excel's own first line for it.
        if bytes.starts(with: "sep=".utf8), bytes.count > 5, bytes[5] == 0x0A {
            delimiter = bytes[4]
            return
        }
        var best: (delimiter: UInt8, score: Int)?
        for candidate in Self.candidates {
            let score = Self.score(candidate, bytes)
            if score > best?.score ?? 0 { best = (candidate, score) }
        }
        guard let best else { return nil }
        delimiter = best.delimiter
    }

    /// How many of the first 50 rows have as many columns as most of them have; more columns break ties.
    private static func score(_ delimiter: UInt8, _ bytes: [UInt8]) -> Int {
        var rows = DelimitedRows(bytes, delimiter: delimiter)
        var counts: [Int: Int] = [:]
        for _ in 0..<50 {
            guard let row = rows.next() else { break }
            counts[row.count, default: 0] += 1
        }
        let alike = counts.filter { $0.key > 1 }.max { $0.value < $1.value }
        return alike.map { $0.value * 1_000 + min($0.key, 999) } ?? 0
    }

    func write(into output: DocumentOutput, limits: ReadingLimits) {
        var rows = DelimitedRows(bytes, delimiter: delimiter)
        if bytes.starts(with: "sep=".utf8) { _ = rows.next() }
        guard let header = rows.next() else { return }
        var cells = header.count
        var table = [Self.row(header, isHead: true)]
        while !output.isFull, let row = rows.next() {
            cells += row.count
            guard cells <= limits.cells else {
                output.note(.cells)
                break
            }
            if table.count > Self.rowsPerTable {
                output.append(.table(Table(rows: table)))
                table = [Self.row(header, isHead: true)]
            }
            table.append(Self.row(row, isHead: false))
        }
        output.append(.table(Table(rows: table)))
    }

    private static func row(_ cells: [String], isHead: Bool) -> Table.Row {
        Table.Row(cells: cells.map { Table.Cell(blocks: blocks($0), isHeader: isHead) }, isHead: isHead)
    }

    private static func blocks(_ cell: String) -> [Block] {
        var inlines: [Inline] = []
        for line in cell.split(separator: "\n") {
            if !inlines.isEmpty { inlines.append(Inline(.lineBreak)) }
            inlines.append(Inline(.text(line.split(separator: " ").joined(separator: " "))))
        }
        return inlines.isEmpty ? [] : [.paragraph(inlines)]
    }
}

/// Takes rows from the front of a text, blank lines left out.
struct DelimitedRows {
    private let bytes: [UInt8]
    private let delimiter: UInt8
    private var place = 0

    init(_ bytes: [UInt8], delimiter: UInt8) {
        self.bytes = bytes
        self.delimiter = delimiter
    }

    mutating func next() -> [String]? {
        while place < bytes.count, bytes[place] == 0x0A { place += 1 }
        guard place < bytes.count else { return nil }
        var row: [String] = []
        while true {
            row.append(cell())
            guard place < bytes.count else { return row }
            place += 1
            if bytes[place - 1] == 0x0A { return row }
        }
    }

    /// Stops at the delimiter, line feed or end behind the cell.
    private mutating func cell() -> String {
        guard bytes[place...].first == UInt8(ascii: "\""), let quoted = quotedCell() else {
            let end = bytes[place...].firstIndex { $0 == delimiter || $0 == 0x0A } ?? bytes.count
            defer { place = end }
            return String(decoding: bytes[place..<end], as: UTF8.self)
        }
        return quoted
    }

    /// - Returns: `nil`, with nothing taken, where the quotes do not enclose the cell.
    private mutating func quotedCell() -> String? {
        var text: [UInt8] = []
        var index = place + 1
        // A quote that never closes would swallow the rest of the file.
        let most = min(bytes.count, index + 65_536)
        while index < most {
            let byte = bytes[index]
            index += 1
            if byte != UInt8(ascii: "\"") {
                text.append(byte)
            } else if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
                text.append(byte)
                index += 1
            } else {
                guard index >= bytes.count || bytes[index] == delimiter || bytes[index] == 0x0A else { return nil }
                place = index
                return String(decoding: text, as: UTF8.self)
            }
        }
        return nil
    }
}
