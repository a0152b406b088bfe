import AttachmentModel
import AttachmentReaders
import Testing

@Suite("OpenDocument texts")
struct OpenTextTests {
    private func markdown(_ body: String) -> String { MadeOpenDocument("text", body).read().markdown }

    @Test("headings have their outline level, titles their style")
    func headings() {
        var document = MadeOpenDocument(
            "text",
            "<text:h text:outline-level=\"2\">Two</text:h><text:p text:style-name=\"P1\">Title</text:p><text:p>body</text:p>"
        )
        document.automaticStyles = "<style:style style:name=\"P1\" style:parent-style-name=\"Title\"/>"
        #expect(document.read().markdown == "### Two\n\n## Title\n\nbody\n")
    }

    @Test("lists nest, and are numbered by the style of their level")
    func lists() {
        var document = MadeOpenDocument(
            "text",
            """
            <text:list text:style-name="L"><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>deep</text:p>\
            </text:list-item></text:list></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>
            """)
        document.automaticStyles = """
            <text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1"/>\
            <text:list-level-style-bullet text:level="2"/></text:list-style>
            """
        #expect(document.read().markdown == "1. one\n   - deep\n2. two\n")
    }

    @Test("spaces by number, tabs and breaks")
    func spaces() {
        #expect(
            markdown("<text:p>a<text:s text:c=\"2000000000\"/>b<text:tab/>c<text:line-break/>d</text:p>")
                == "a b c\\\nd\n")
    }

    @Test("what was deleted stays away, what was put in stays")
    func changes() {
        #expect(
            markdown(
                """
                <text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>\
                </text:tracked-changes><text:p><text:change-start/>kept<text:change-end/></text:p>
                """) == "kept\n")
    }

    @Test("notes and comments stand at the end")
    func notes() {
        #expect(
            markdown(
                """
                <text:p>Noted<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>the note</text:p>\
                </text:note-body></text:note> here<office:annotation><dc:creator>Rev</dc:creator><dc:date>2024</dc:date>\
                <text:p>check</text:p></office:annotation></text:p>
                """) == "Noted[^1] here\n\n[^1]: the note\n\n### Comments\n\n- Rev: check\n")
    }

    @Test("tables have their merged cells, repeated cells are bounded")
    func tables() {
        func cell(_ text: String, _ attributes: String = "") -> String {
            "<table:table-cell \(attributes)><text:p>\(text)</text:p></table:table-cell>"
        }
        let rows = """
            <table:table-row>\(cell("A"))\(cell("B"))</table:table-row>\
            <table:table-row>\(cell("tall", "table:number-rows-spanned=\"2\""))\(cell("x"))</table:table-row>\
            <table:table-row><table:covered-table-cell/>\(cell("y"))</table:table-row>
            """
        #expect(
            markdown("<table:table>\(rows)</table:table>") == "| A | B |\n| --- | --- |\n| tall | x |\n| tall | y |\n")
        let bomb =
            "<table:table><table:table-row table:number-rows-repeated=\"2000000000\">\(cell("z"))</table:table-row></table:table>"
        #expect(markdown(bomb).split(separator: "\n").count == 101)
    }

    @Test("repeats inside of repeats do not multiply")
    func nestedRepeats() {
        let row =
            "<table:table-row table:number-rows-repeated=\"100\"><table:table-cell table:number-columns-repeated=\"100\">"
        let open = String(repeating: "<table:table>" + row, count: 8)
        let close = String(repeating: "</table:table-cell></table:table-row></table:table>", count: 8)
        var limits = ReadingLimits()
        limits.text = 100_000
        let text = MadeOpenDocument("text", open + "<text:p>x</text:p>" + close).read(limits: limits).markdown
        #expect(text.utf8.count < 1_000_000)
        #expect(text.contains("x"))
    }

    @Test("boxes follow their paragraph, pictures give their words")
    func shapes() {
        #expect(
            markdown(
                """
                <text:p>text<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>\
                <draw:frame><draw:image><office:binary-data>QUJD</office:binary-data></draw:image><svg:desc>Pump house</svg:desc></draw:frame></text:p>
                """) == "text![Pump house]()\n\nboxed\n")
    }

    @Test("headers and footers are written once, in texts only, bare page numbers not at all")
    func edges() {
        var document = MadeOpenDocument("text", "<text:p>text</text:p>")
        document.styles = """
            <office:master-styles><style:master-page><style:header><text:p>Confidential</text:p></style:header>\
            <style:footer><text:p><text:page-number>1</text:page-number></text:p></style:footer></style:master-page>\
            <style:master-page><style:header><text:p>Confidential</text:p></style:header></style:master-page></office:master-styles>
            """
        #expect(document.read().markdown == "text\n\nConfidential\n")
        document.kind = "spreadsheet"
        #expect(document.read().markdown == "")
    }

    @Test("one file of XML reads as the package does")
    func flat() {
        let document = MadeOpenDocument(
            "text", "<text:h>Head</text:h><text:p>a <text:a xlink:href=\"https://example.org\">b</text:a></text:p>")
        #expect(Reading(document.flat, by: OpenDocumentReader.self).markdown == document.read().markdown)
        #expect(document.read().markdown == "## Head\n\na [b](https://example.org)\n")
    }

    @Test("an encrypted package is told by its manifest")
    func encrypted() {
        var document = MadeOpenDocument("text", "")
        document.manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
        #expect(document.read().error?.status == .encrypted)
    }
}
