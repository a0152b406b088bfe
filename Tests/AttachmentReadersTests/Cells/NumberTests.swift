import AttachmentReaders
import Testing

@Suite("Numbers of cells")
struct NumberTests {
    /// As a workbook with one cell of this format shows it.
    private func shown(_ value: String, _ format: String, startsIn1904: Bool = false) -> String {
        var workbook = MadeWorkbook([("S", "<row><c s=\"1\"><v>\(value)</v></c></row>")])
        workbook.startsIn1904 = startsIn1904
        let isBuiltin = format.allSatisfy(\.isNumber) && format.count < 3 && format != "0"
        workbook.styles =
            isBuiltin
            ? "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"\(format)\"/></cellXfs>"
            : """
            <numFmts><numFmt numFmtId="164" formatCode="\(format)"/></numFmts>\
            <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>
            """
        let lines = workbook.read().markdown.split(separator: "\n")
        return lines.count > 1 ? String(lines[1].dropFirst(2).dropLast(2)) : ""
    }

    @Test(
        "numbers are the shortest decimals that read back the same",
        arguments: [
            ("0.1000000000000000055", "0.1"), ("1234567.891", "1234567.891"), ("5.0", "5"), ("-0.10", "-0.1"),
            ("1E-3", "0.001"), ("2.5e15", "2500000000000000"), ("1e300", "1e+300"), ("0", "0"), ("-0.0", "0"),
            ("not a number", "not a number"),
        ])
    func plain(_ value: String, _ text: String) {
        #expect(shown(value, "0") == text)
        #expect(shown(value, "#,##0.00;[Red]\\-#,##0.00") == text)
    }

    @Test(
        "a share has its sign, and no noise of multiplying",
        arguments: [("0.125", "12.5%"), ("0.07", "7%"), ("1", "100%"), ("-0.005", "-0.5%")])
    func percent(_ value: String, _ text: String) {
        #expect(shown(value, "10") == text)
        #expect(shown(value, "0.0%") == text)
    }

    @Test(
        "dates are ISO by the format's letters",
        arguments: [
            ("45351", "14", "2024-02-29"), ("45351", "yyyy\\-mm\\-dd", "2024-02-29"),
            ("45351", "[$-409]d\\-mmm\\-yy;@", "2024-02-29"),
            ("45291.97916666666", "22", "2023-12-31 23:30"),
            ("45291.97916666666", "dd/mm/yyyy hh:mm:ss", "2023-12-31 23:30:00"),
            ("0.75", "h:mm AM/PM", "18:00"), ("0.75", "21", "18:00:00"), ("1.5", "[h]:mm", "36:00"),
            ("1.5", "46", "36:00:00"),
            ("0.0625", "[mm]:ss", "90:00"), ("45351", "mmm\\ yyyy", "2024-02-29"),
            ("45351", "yyyy&quot;年&quot;m&quot;月&quot;", "2024-02-29"),
            ("45351", "31", "2024-02-29"), ("12", "0&quot; days&quot;", "12"), ("12", "0.00E+00", "12"),
            ("12", "General", "12"),
            ("1.5", "# ?/?", "1.5"), ("-1", "14", "-1"), ("3000000", "14", "3000000"),
        ])
    func dates(_ value: String, _ format: String, _ text: String) {
        #expect(shown(value, format) == text)
    }

    @Test("the calendar of 1900 has a 29 February, that of 1904 starts later")
    func calendars() {
        #expect(shown("59", "14") == "1900-02-28")
        #expect(shown("60", "14") == "1900-02-29")
        #expect(shown("61", "14") == "1900-03-01")
        #expect(shown("1", "14") == "1900-01-01")
        #expect(shown("0", "14", startsIn1904: true) == "1904-01-01")
        #expect(shown("43889", "14", startsIn1904: true) == "2024-02-29")
    }
}
