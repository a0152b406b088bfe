/// Writes a table of plain texts cell by cell, for tables that would take too much room as a tree.
package struct PlainTable: Sendable {
    /// Whole rows, each with its line end.
    package private(set) var output: [UInt8] = []
    private var escaper = Escaper()
    private var cleaned: [UInt8] = []

    package init() {
        escaper.isInTable = true
    }

    /// - Parameter text: UTF-8. Line ends become breaks, other whitespace collapses.
    package mutating func addCell(_ text: UnsafeBufferPointer<UInt8>, link: String? = nil) {
        startCell()
        if let link {
            output.append(UInt8(ascii: "["))
            addText(text)
            output += [UInt8(ascii: "]"), UInt8(ascii: "(")]
            DestinationText.append(link, isInTable: true, to: &output)
            output.append(UInt8(ascii: ")"))
        } else {
            addText(text)
        }
        output += [0x20, UInt8(ascii: "|")]
    }

    package mutating func addEmptyCell() {
        startCell()
        output += [0x20, UInt8(ascii: "|")]
    }

    package mutating func endRow() { output.append(0x0A) }

    /// The line below the first row.
    package mutating func addDelimiters(_ columns: Int) {
        output.append(UInt8(ascii: "|"))
        for _ in 0..<columns { output += [0x20, 0x2D, 0x2D, 0x2D, 0x20, UInt8(ascii: "|")] }
        endRow()
    }

    private mutating func startCell() {
        if output.last ?? 0x0A == 0x0A { output.append(UInt8(ascii: "|")) }
        output.append(0x20)
    }

    private mutating func addText(_ text: UnsafeBufferPointer<UInt8>) {
        guard text.contains(where: { $0 <= 0x20 }) else {
            return escaper.append(text, before: .edge, after: .edge, to: &output)
        }
        var isFirst = true
        for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            cleaned.removeAll(keepingCapacity: true)
            for byte in line {
                if byte > 0x20 { cleaned.append(byte) } else if cleaned.last ?? 0x20 != 0x20 { cleaned.append(0x20) }
            }
            if cleaned.last == 0x20 { cleaned.removeLast() }
            if cleaned.isEmpty { continue }
            if !isFirst { output.append(contentsOf: "<br>".utf8) }
            isFirst = false
            cleaned.withUnsafeBufferPointer { escaper.append($0, before: .edge, after: .edge, to: &output) }
        }
    }
}
