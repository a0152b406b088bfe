import AttachmentModel
import AttachmentReaders
import Testing

@Suite("Workbooks")
struct WorkbookReaderTests {
    private func text(_ place: String, _ text: String) -> String {
        "<c r=\"\(place)\" t=\"inlineStr\"><is><t>\(text)</t></is></c>"
    }

    private func markdown(_ rows: String) -> String { MadeWorkbook([("S", rows)]).read().markdown }

    @Test("sheets come in the workbook's order, hidden ones marked, empty ones named")
    func order() {
        var workbook = MadeWorkbook([("B", ""), ("A &amp; C", "<row>\(text("A1", "x"))</row>")])
        workbook.states = ["A &amp; C": "veryHidden"]
        #expect(workbook.read().markdown == "## B\n\n## A & C (hidden)\n\n| x |\n| --- |\n")
    }

    @Test("stored values are written, not formulas; without a value, the formula")
    func values() {
        var workbook = MadeWorkbook([
            (
                "S",
                """
                <row><c t="s"><v>0</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1</f><v>cached</v></c>\
                <c><f>D2*2</f></c><c><f>SUM(A1:A2)</f><v>7</v></c><c t="d"><v>2024-02-29</v></c></row>
                """
            )
        ])
        workbook.strings = ["<r><t>rich </t></r><r><t>text</t></r><rPh sb=\"0\" eb=\"1\"><t>phonetic</t></rPh>"]
        #expect(
            workbook.read().markdown
                == "## S\n\n| rich text | TRUE | #N/A | cached | =D2\\*2 | 7 | 2024-02-29 |\n|\(String(repeating: " --- |", count: 7))\n"
        )
    }

    @Test("gaps between used rows and columns are one row and one column wide")
    func gaps() {
        let rows =
            "<row>\(text("B2", "a"))\(text("C2", "b"))</row><row>\(text("B3", "c"))\(text("H3", "d"))</row><row>\(text("C90", "e"))</row>"
        #expect(
            markdown(rows)
                == "## S\n\n| a | b |  |  |\n| --- | --- | --- | --- |\n| c |  |  | d |\n|  |  |  |  |\n|  | e |  |  |\n"
        )
    }

    @Test("cells that lie far apart cost nothing")
    func farCells() {
        let reading = MadeWorkbook([("S", "<row>\(text("A1", "near"))</row><row>\(text("XFD1048576", "far"))</row>")])
            .read()
        #expect(reading.markdown == "## S\n\n| near |  |  |\n| --- | --- | --- |\n|  |  |  |\n|  |  | far |\n")
    }

    @Test("a sheet that is wide or nearly empty is told cell by cell")
    func addresses() {
        let wide = (0..<61).map { column in
            let letters =
                column < 26
                ? String(UnicodeScalar(UInt8(65 + column)))
                : "\(column < 52 ? "A" : "B")\(UnicodeScalar(UInt8(65 + column % 26)))"
            return text("\(letters)1", "v\(column)")
        }
        #expect(markdown("<row>\(wide.joined())</row>").hasPrefix("## S\n\n- A1: v0; v1; v2"))
        let sparse = (1...9).map { "<row>\(text("\(UnicodeScalar(UInt8(64 + $0)))\($0)", "v"))</row>" }.joined()
        #expect(markdown(sparse).hasPrefix("## S\n\n- A1: v\n- B2: v\n"))
    }

    @Test("cells without addresses, out of order or twice are put in order")
    func order2() {
        #expect(
            markdown(
                "<row r=\"2\">\(text("B2", "d"))\(text("A2", "c"))</row><row r=\"1\">\(text("A1", "a"))\(text("B1", "b"))\(text("A1", "again"))</row>"
            )
                == "## S\n\n| a | b |\n| --- | --- |\n| c | d |\n")
    }

    @Test("a row that starts inside a cell puts nothing outside of the sheet")
    func rowInCell() {
        #expect(markdown("<row><c><v>1</v><row/></c><c><v>2</v></c></row>") == "## S\n\n| 2 |\n| --- |\n")
    }

    @Test("merged cells repeat their text in the rows they cover; links lead out")
    func mergedAndLinked() {
        var workbook = MadeWorkbook([
            ("S", "<row>\(text("A1", "group"))\(text("B1", "x"))</row><row>\(text("B2", "y|z"))</row>")
        ])
        workbook.tail = """
            <mergeCells><mergeCell ref="A1:A2"/></mergeCells><hyperlinks><hyperlink ref="B1" r:id="l"/></hyperlinks>
            """
        workbook.links = [("l", "https://example.org/x")]
        #expect(
            workbook.read().markdown
                == "## S\n\n| group | [x](https://example.org/x) |\n| --- | --- |\n| group | y\\|z |\n")
    }

    @Test("a long text merged over many rows is not repeated without end")
    func mergedBomb() {
        let long = String(repeating: "x", count: 30_000)
        let rows = (1...2_000).map { "<row>\($0 % 200 == 1 ? text("A\($0)", long) : "")\(text("B\($0)", "y"))</row>" }
        var workbook = MadeWorkbook([("S", rows.joined())])
        workbook.tail = (0..<10).map { "<mergeCell ref=\"A\($0 * 200 + 1):A\($0 * 200 + 200)\"/>" }.joined()
        #expect(workbook.read().markdown.utf8.count < 4 << 20)
    }

    @Test("comments stand below their sheet with cell and author")
    func comments() {
        var workbook = MadeWorkbook([("S", "")])
        workbook.parts = [
            (
                "comments", "comments1.xml",
                """
                <comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>Rev</author></authors>\
                <commentList><comment ref="A2" authorId="0"><text><r><t>Rev:</t></r><r><t>\ncheck</t></r></text></comment>\
                </commentList></comments>
                """
            )
        ]
        #expect(workbook.read().markdown == "## S\n\n### Comments\n\n- A2 (Rev): check\n")
    }

    @Test("more cells than the limit are left out and told")
    func cellLimit() {
        var limits = ReadingLimits()
        limits.cells = 3
        let rows = (1...9).map { "<row>\(text("A\($0)", "v\($0)"))</row>" }.joined()
        let reading = MadeWorkbook([("S", rows)]).read(limits: limits)
        #expect(reading.truncation == .cells)
        #expect(reading.markdown == "## S\n\n| v1 |\n| --- |\n| v2 |\n| v3 |\n")
    }

    @Test("a long shared string used often does not outgrow the limit of the text")
    func sharedStringBomb() {
        var limits = ReadingLimits()
        limits.text = 100_000
        var workbook = MadeWorkbook([
            ("S", (1...2_000).map { "<row><c r=\"A\($0)\" t=\"s\"><v>0</v></c></row>" }.joined())
        ])
        workbook.strings = ["<t>\(String(repeating: "x", count: 40_000))</t>"]
        let reading = workbook.read(limits: limits)
        #expect(reading.markdown.utf8.count < 200_000)
        #expect(reading.markdown.contains(String(repeating: "x", count: 32_767)))
        #expect(!reading.markdown.contains(String(repeating: "x", count: 32_768)))
    }
}
