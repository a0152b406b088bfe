/// Addresses of cells as spreadsheets write them: `B12`.
enum CellAddress {
    /// Rows and columns from 0. Excel's last column is XFD, its last row 1,048,576.
    static func place(_ text: UnsafeBufferPointer<UInt8>) -> (row: Int, column: Int)? {
        var column = 0
        var row = 0
        var letters = 0
        for byte in text {
            switch byte {
            case 0x41...0x5A, 0x61...0x7A:
                guard row == 0, letters < 3 else { return nil }
                letters += 1
                column = column * 26 + Int(byte & 0x1F)
            case 0x30...0x39:
                row = row * 10 + Int(byte - 0x30)
                if row > 1 << 21 { return nil }
            case UInt8(ascii: "$"): continue
            default: return nil
            }
        }
        return letters > 0 && row > 0 ? (row - 1, column - 1) : nil
    }

    static func place(_ text: String) -> (row: Int, column: Int)? {
        var text = text
        return text.withUTF8 { place($0) }
    }

    /// The corners of `A1:C3`, or of one cell.
    static func range(_ text: String) -> (rows: ClosedRange<Int>, columns: ClosedRange<Int>)? {
        let corners = text.split(separator: ":").map { place(String($0)) }
        guard let first = corners.first, let first, let last = corners[corners.count - 1] else { return nil }
        guard first.row <= last.row, first.column <= last.column else { return nil }
        return (first.row...last.row, first.column...last.column)
    }

    static func text(row: Int, column: Int) -> String {
        var letters: [UInt8] = []
        var rest = column + 1
        while rest > 0 {
            letters.insert(0x41 + UInt8((rest - 1) % 26), at: 0)
            rest = (rest - 1) / 26
        }
        return String(decoding: letters, as: UTF8.self) + "\(row + 1)"
    }
}
