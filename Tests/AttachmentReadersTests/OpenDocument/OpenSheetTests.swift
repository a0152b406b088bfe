import AttachmentModel
import AttachmentReaders
import Testing

@Suite("OpenDocument sheets and slides")
struct OpenSheetTests {
    private func cell(_ text: String, _ attributes: String = "") -> String {
        "<table:table-cell \(attributes)><text:p>\(text)</text:p></table:table-cell>"
    }

    private func value(_ type: String, _ attribute: String, _ text: String) -> String {
        cell(text, "office:value-type=\"\(type)\" office:\(attribute)")
    }

    @Test("values are written as a person sees them, dates and times in ISO form")
    func values() {
        let cells = [
            value("float", "value=\"1234567.891\"", "1,234,567.89"), value("percentage", "value=\"0.125\"", "13%"),
            value("date", "date-value=\"2024-02-29\"", "29.02.24"),
            value("date", "date-value=\"2023-12-31T23:30:00\"", "x9"),
            value("time", "time-value=\"PT36H05M00S\"", "36:05"), value("float", "value=\"1\"", "TRUE"),
        ]
        let table = "<table:table table:name=\"S\"><table:table-row>\(cells.joined())</table:table-row></table:table>"
        #expect(
            MadeOpenDocument("spreadsheet", table).read().markdown.split(separator: "\n")[1]
                == "| 1234567.891 | 12.5% | 2024-02-29 | 2023-12-31 23:30 | 36:05:00 | TRUE |")
    }

    @Test("a repeat of nothing costs nothing, one of something is bounded")
    func repeats() {
        let empty = "<table:table-cell table:number-columns-repeated=\"16384\"/>"
        let many = "table:number-columns-repeated=\"1000000000\""
        let table = """
            <table:table table:name="S"><table:table-row table:number-rows-repeated="1048576">\(empty)</table:table-row>\
            <table:table-row table:number-rows-repeated="2000000000">\(cell("x", many))</table:table-row></table:table>
            """
        let reading = MadeOpenDocument("spreadsheet", table).read()
        #expect(reading.markdown.split(whereSeparator: { !($0 == "x") }).count == 10_000)
    }

    @Test("hidden sheets are marked, comments have their cell, shapes come behind")
    func sheets() {
        var document = MadeOpenDocument(
            "spreadsheet",
            """
            <table:table table:name="S" table:style-name="t"><table:table-row><table:table-cell office:value-type="string">\
            <office:annotation><dc:creator>Rev</dc:creator><text:p>check</text:p></office:annotation><text:p>a</text:p><text:p>b</text:p>\
            </table:table-cell></table:table-row><table:shapes><draw:custom-shape><text:p>on the sheet</text:p></draw:custom-shape>\
            </table:shapes></table:table>
            """)
        document.automaticStyles =
            "<style:style style:name=\"t\"><style:table-properties table:display=\"false\"/></style:style>"
        #expect(
            document.read().markdown
                == "## S (hidden)\n\n| a<br>b |\n| --- |\n\n### Comments\n\n- A1 (Rev): check\n\non the sheet\n")
    }

    @Test("slides have title, shapes in reading order and notes, but no numbers and dates")
    func slides() {
        func frame(_ role: String, _ text: String, y: String) -> String {
            "<draw:frame presentation:class=\"\(role)\" svg:x=\"1cm\" svg:y=\"\(y)\" svg:height=\"1cm\"><draw:text-box><text:p>\(text)</text:p></draw:text-box></draw:frame>"
        }
        let page = """
            <draw:page draw:name="page1">\(frame("subtitle", "low", y: "9cm"))\(frame("subtitle", "high", y: "20mm"))\
            \(frame("title", "Title", y: "15cm"))\(frame("date-time", "drop", y: "1cm"))\
            <presentation:notes>\(frame("notes", "remember", y: "1cm"))\(frame("page-number", "drop", y: "1cm"))</presentation:notes></draw:page>
            """
        #expect(
            MadeOpenDocument("presentation", page).read().markdown
                == "## Slide 1: Title\n\nhigh\n\nlow\n\n> Notes: remember\n")
    }
}
