import AttachmentReaders
import TestSupport

/// An Excel 97 workbook made from records.
struct MadeWorkbook97 {
    /// Behind the start of the shared part.
    var globals: [[UInt8]] = []
    var sheets: [(name: String, state: UInt8, records: [[UInt8]])] = []

    static func record(_ kind: UInt16, _ data: [UInt8]) -> [UInt8] {
        MadeCompound.short(kind) + MadeCompound.short(UInt16(data.count)) + data
    }

    static func text(_ text: String) -> [UInt8] {
        MadeCompound.short(UInt16(text.utf16.count)) + [1] + MadeCompound.wide(text)
    }

    static func place(_ row: UInt16, _ column: UInt16, style: UInt16 = 0) -> [UInt8] {
        [row, column, style].flatMap { MadeCompound.short($0) }
    }

    static func number(_ row: UInt16, _ column: UInt16, _ value: Double, style: UInt16 = 0) -> [UInt8] {
        record(0x203, place(row, column, style: style) + double(value))
    }

    static func double(_ value: Double) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
    }

    static func label(_ row: UInt16, _ column: UInt16, _ words: String) -> [UInt8] {
        record(0x204, place(row, column) + text(words))
    }

    var stream: [UInt8] {
        func begin(_ kind: UInt8) -> [UInt8] { Self.record(0x809, [0, 6, kind, 0] + [UInt8](repeating: 0, count: 12)) }
        let end = Self.record(0x0A, [])
        let bodies = sheets.map { begin(0x10) + $0.records.flatMap { $0 } + end }
        let head = begin(5) + globals.flatMap { $0 }
        func entry(_ index: Int, _ offset: Int) -> [UInt8] {
            let name = sheets[index].name
            let data = MadeCompound.little(UInt32(offset)) + [sheets[index].state, 0, UInt8(name.utf16.count), 1]
            return Self.record(0x85, data + MadeCompound.wide(name))
        }
        let listSize = sheets.indices.reduce(0) { $0 + entry($1, 0).count }
        var offset = head.count + listSize + end.count
        var list: [UInt8] = []
        for (index, body) in bodies.enumerated() {
            list += entry(index, offset)
            offset += body.count
        }
        return head + list + end + bodies.flatMap { $0 }
    }

    func read(limits: ReadingLimits = ReadingLimits()) -> Reading {
        Reading(MadeCompound([("Workbook", stream)]).bytes, by: Workbook97Reader.self, limits: limits)
    }
}
