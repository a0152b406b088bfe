import AttachmentModel
import AttachmentReaders
import TestSupport
import Testing

/// Records by their numbers in Microsoft's "[MS-XLSB]", §2.3.1.
@Suite("Excel's binary workbooks")
struct BinaryWorkbookReaderTests {
    private static func record(_ kind: Int, _ data: [UInt8]) -> [UInt8] {
        let number = kind < 0x80 ? [UInt8(kind)] : [UInt8(kind & 0x7F | 0x80), UInt8(kind >> 7)]
        let size = data.count < 0x80 ? [UInt8(data.count)] : [UInt8(data.count & 0x7F | 0x80), UInt8(data.count >> 7)]
        return number + size + data
    }

    private static func number(_ value: Int) -> [UInt8] { MadeCompound.little(UInt32(value)) }

    private static func text(_ text: String) -> [UInt8] { number(text.utf16.count) + MadeCompound.wide(text) }

    private static func cell(_ kind: Int, _ column: Int, style: Int = 0, _ value: [UInt8]) -> [UInt8] {
        record(kind, number(column) + number(style) + value)
    }

    private static func double(_ value: Double) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
    }

    static func workbook(_ rows: [UInt8]? = nil, state: Int = 0, startsIn1904: Bool = false) -> [UInt8] {
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        func links(_ all: [(String, String)]) -> String {
            MadeWord.relationships(
                all.map { "<Relationship Id=\"\($0.0)\" Type=\"\(relations)/\($0.0)\" Target=\"\($0.1)\"/>" })
        }
        var package = MadePackage([
            "_rels/.rels": links([("officeDocument", "xl/workbook.bin")]),
            "xl/_rels/workbook.bin.rels": links([
                ("worksheet", "worksheets/sheet1.bin"), ("sharedStrings", "sharedStrings.bin"),
                ("styles", "styles.bin"),
            ]),
        ])
        let head =
            record(153, number(startsIn1904 ? 1 : 0) + number(0))
            + record(156, number(state) + number(1) + text("worksheet") + text("Fees"))
        let strings = record(19, [0] + text("shared")) + record(19, [1] + text("rich") + number(0))
        let styles =
            record(44, MadeCompound.short(200) + text("yyyy\\-mm\\-dd")) + record(47, [UInt8](repeating: 9, count: 16))
            + record(617, number(3))
            + [0, 200, 10].flatMap { record(47, MadeCompound.short(0) + MadeCompound.short($0) + number(0)) }
            + record(618, [])
        let body = rows ?? record(0, number(0)) + cell(7, 0, number(0)) + cell(5, 1, double(1.5))
        package.parts += [
            ("xl/workbook.bin", head), ("xl/sharedStrings.bin", strings), ("xl/styles.bin", styles),
            ("xl/worksheets/sheet1.bin", record(129, []) + body + record(130, [])),
        ]
        return package.bytes
    }

    private func read(_ rows: [UInt8]?, state: Int = 0, startsIn1904: Bool = false) -> Reading {
        Reading(
            Self.workbook(rows, state: state, startsIn1904: startsIn1904), by: BinaryWorkbookReader.self)
    }

    @Test("numbers, dates, shares, texts and what formulas came to")
    func cells() {
        let first =
            Self.record(0, Self.number(0)) + Self.cell(7, 0, Self.number(0)) + Self.cell(7, 1, Self.number(1))
            + Self.cell(6, 2, Self.text("own | text")) + Self.cell(4, 3, [1]) + Self.cell(3, 4, [0x2A])
        // 1234 in hundredths, and a whole number.
        let second =
            Self.record(0, Self.number(1)) + Self.cell(2, 0, Self.number(1234 << 2 | 3))
            + Self.cell(2, 1, Self.number(7 << 2 | 2)) + Self.cell(5, 2, style: 1, Self.double(45_351))
            + Self.cell(9, 3, style: 2, Self.double(0.125) + [0, 0]) + Self.cell(8, 4, Self.text("sum") + [0, 0])
        #expect(
            read(first + second).markdown == """
                ## Fees

                | shared | rich | own \\| text | TRUE | #N/A |
                | --- | --- | --- | --- | --- |
                | 12.34 | 7 | 2024-02-29 | 12.5% | sum |

                """)
    }

    @Test("hidden sheets are told, and dates may count from 1904")
    func settings() {
        let rows = Self.record(0, Self.number(0)) + Self.cell(5, 0, style: 1, Self.double(43_889))
        let reading = read(rows, state: 1, startsIn1904: true)
        #expect(reading.markdown == "## Fees (hidden)\n\n| 2024-02-29 |\n| --- |\n")
    }

    @Test("a merged cell's text stands in each row that it covers")
    func merged() {
        let rows =
            Self.record(0, Self.number(0)) + Self.cell(6, 0, Self.text("a")) + Self.cell(6, 1, Self.text("b"))
            + Self.record(0, Self.number(1)) + Self.cell(6, 1, Self.text("c"))
            + Self.record(176, Self.number(0) + Self.number(1) + Self.number(0) + Self.number(0))
        #expect(read(rows).markdown.hasSuffix("| a | b |\n| --- | --- |\n| a | c |\n"))
    }

    @Test("numbers of strings, columns and lengths beyond all measure do no harm")
    func hostile() {
        let huge = [UInt8](repeating: 0xFF, count: 4)
        let rows =
            Self.record(0, huge) + Self.cell(7, 0, huge) + Self.record(6, huge + [0, 0, 0, 0] + huge)
            + Self.record(176, huge + huge + huge + huge) + Self.record(0, Self.number(0))
            + Self.cell(6, 0, Self.text("kept")) + [6, 0xFF, 0xFF, 0xFF, 0x7F]
        #expect(read(rows).markdown == "## Fees\n\n| kept |\n| --- |\n")
    }

    @Test("a package without sheets is corrupt")
    func empty() {
        let bytes = MadePackage(["xl/workbook.bin": ""]).bytes
        #expect(Reading(bytes, by: BinaryWorkbookReader.self).error?.status == .corrupt)
    }
}
