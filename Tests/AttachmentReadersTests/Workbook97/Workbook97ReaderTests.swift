import AttachmentModel
import AttachmentReaders
import TestSupport
import Testing

@Suite("Excel workbooks of before 2007")
struct Workbook97ReaderTests {
    private typealias Made = MadeWorkbook97

    private func sheet(_ records: [[UInt8]], globals: [[UInt8]] = []) -> String {
        MadeWorkbook97(globals: globals, sheets: [("S", 0, records)]).read().markdown
    }

    @Test("sheets come in order, hidden ones marked")
    func sheets() {
        let made = MadeWorkbook97(sheets: [("Über", 0, [Made.label(0, 0, "a")]), ("B", 1, []), ("C", 2, [])])
        #expect(made.read().markdown == "## Über\n\n| a |\n| --- |\n\n## B (hidden)\n\n## C (hidden)\n")
    }

    @Test("numbers are written as a person sees them")
    func numbers() {
        let styles = [0, 9, 14, 164].map { Made.record(0xE0, [0, 0, UInt8($0), 0] + [UInt8](repeating: 0, count: 16)) }
        let format = Made.record(0x41E, [164, 0] + Made.text("yyyy\\-mm\\-dd hh:mm"))
        let cells = [
            Made.number(0, 0, 0.1), Made.number(0, 1, 0.125, style: 1), Made.number(0, 2, 45_351, style: 2),
            Made.number(0, 3, 45_351.5, style: 3),
            Made.record(
                0x27E,
                Made.place(1, 0) + [0x02, 0, 0, 0].enumerated().map { $0.offset == 0 ? 42 << 2 | 2 : $0.element }),
            Made.record(0x27E, Made.place(1, 1) + MadeCompound.little(UInt32(1234 << 2 | 3))),
            Made.record(0x205, Made.place(1, 2) + [1, 0]), Made.record(0x205, Made.place(1, 3) + [0x2A, 1]),
        ]
        let expected =
            "## S\n\n| 0.1 | 12.5% | 2024-02-29 | 2024-02-29 12:00 |\n| --- | --- | --- | --- |\n| 42 | 12.34 | TRUE | #N/A |\n"
        #expect(sheet(cells, globals: [format] + styles) == expected)
    }

    @Test("the calendar of 1904 is honoured")
    func calendar() {
        let style = Made.record(0xE0, [0, 0, 14, 0])
        let text = sheet([Made.number(0, 0, 43_889, style: 0)], globals: [Made.record(0x22, [1, 0]), style])
        #expect(text == "## S\n\n| 2024-02-29 |\n| --- |\n")
    }

    @Test("shared texts go on in further records, there anew wide or narrow")
    func sharedTexts() {
        let first: [UInt8] =
            MadeCompound.little(3) + MadeCompound.little(3) + [4, 0, 0] + Array("ab".utf8)
        // The rest of the first text, wide now; then a rich text with phonetic data; then one cut off.
        let second: [UInt8] =
            [1] + MadeCompound.wide("日本") + [1, 0, 0x0C, 1, 0, 2, 0, 0, 0, 0x78] + [0, 0, 0, 0, 9, 9] + [9, 0, 0, 0x79]
        let globals = [Made.record(0xFC, first), Made.record(0x3C, second)]
        let cells = (0..<3).map { Made.record(0xFD, Made.place(0, UInt16($0)) + MadeCompound.little(UInt32($0))) }
        #expect(sheet(cells, globals: globals) == "## S\n\n| ab日本 | x | y |\n| --- | --- | --- |\n")
    }

    @Test("of formulas the values are read")
    func formulas() {
        let tail: [UInt8] = [0, 0, 0, 0, 0, 0]
        let cells = [
            Made.record(0x06, Made.place(0, 0) + Made.double(7) + tail),
            Made.record(0x06, Made.place(0, 1) + [0, 0, 0, 0, 0, 0, 0xFF, 0xFF] + tail),
            Made.record(0x207, Made.text("text")),
            Made.record(0x06, Made.place(0, 2) + [1, 0, 1, 0, 0, 0, 0xFF, 0xFF] + tail),
            Made.record(0x06, Made.place(0, 3) + [2, 0, 7, 0, 0, 0, 0xFF, 0xFF] + tail),
        ]
        #expect(sheet(cells) == "## S\n\n| 7 | text | TRUE | #DIV/0! |\n| --- | --- | --- | --- |\n")
    }

    @Test("notes stand below the sheet with their place, other boxes behind them")
    func notes() {
        func object(_ number: UInt8, _ words: String) -> [UInt8] {
            var text = [UInt8](repeating: 0, count: 18)
            text[10] = UInt8(words.count)
            return Made.record(0x5D, [0x15, 0, 0x12, 0, 0, 0, number, 0]) + Made.record(0x1B6, text)
                + Made.record(0x3C, [0] + Array(words.utf8)) + Made.record(0x3C, [0, 0, 0, 0, 0, 0, 0, 0])
        }
        let records = [
            Made.label(0, 0, "x"), object(1, "Rev:\ncheck"), object(2, "a box"),
            Made.record(0x1C, [1, 0, 1, 0, 0, 0, 1, 0] + Made.text("Rev")),
        ]
        #expect(sheet(records) == "## S\n\n| x |\n| --- |\n\n### Comments\n\n- B2 (Rev): check\n\na box\n")
    }

    @Test("cells lead where their links lead")
    func links() {
        let address = MadeCompound.wide("https://e.org/x\0")
        let data: [UInt8] =
            [0, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 16) + [2, 0, 0, 0, 3, 0, 0, 0]
            + [0xE0, 0xC9, 0xEA, 0x79, 0xF9, 0xBA, 0xCE, 0x11, 0x8C, 0x82, 0, 0xAA, 0, 0x4B, 0xA9, 0x0B]
            + MadeCompound.little(UInt32(address.count)) + address
        let text = sheet([Made.label(0, 0, "x"), Made.record(0x1B8, data)])
        #expect(text == "## S\n\n| [x](https://e.org/x) |\n| --- |\n")
    }

    @Test("merged cells repeat their value in each row")
    func merged() {
        let cells = [
            Made.label(0, 0, "h"), Made.label(0, 1, "b"), Made.label(1, 1, "c"),
            Made.record(0xE5, [1, 0, 0, 0, 1, 0, 0, 0, 0, 0]),
        ]
        #expect(sheet(cells) == "## S\n\n| h | b |\n| --- | --- |\n| h | c |\n")
    }

    @Test("a workbook that ends in the middle keeps what there is")
    func cut() {
        let made = MadeWorkbook97(sheets: [("S", 0, [Made.label(0, 0, "kept"), Made.label(1, 0, "lost")])])
        let bytes = MadeCompound([("Workbook", Array(made.stream.dropLast(12)))]).bytes
        let reading = Reading(bytes, by: Workbook97Reader.self)
        #expect(reading.markdown.contains("kept"))
        #expect(reading.error?.status == .corrupt)
        #expect(reading.truncation == .fault)
    }

    @Test("too many cells are cut")
    func limits() {
        var limits = ReadingLimits()
        limits.cells = 2
        let made = MadeWorkbook97(sheets: [("S", 0, (0..<5).map { Made.label($0, 0, "c\($0)") })])
        let reading = made.read(limits: limits)
        #expect(reading.truncation == .cells)
        #expect(reading.markdown == "## S\n\n| c0 |\n| --- |\n| c1 |\n")
    }
}
