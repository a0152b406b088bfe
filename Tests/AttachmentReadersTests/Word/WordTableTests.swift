import AttachmentReaders
import Testing

@Suite("Tables of Word documents")
struct WordTableTests {
    private func cell(_ text: String, _ properties: String = "") -> String {
        "<w:tc><w:tcPr>\(properties)</w:tcPr>\(MadeWord.paragraph(text))</w:tc>"
    }

    private func markdown(_ rows: String...) -> String {
        MadeWord("<w:tbl>\(rows.map { "<w:tr>\($0)</w:tr>" }.joined())</w:tbl>").read().markdown
    }

    @Test("cells merged downwards repeat their text, cells merged sideways leave the rest empty")
    func merged() {
        let start = "<w:vMerge w:val=\"restart\"/>"
        #expect(
            markdown(
                cell("A") + cell("B") + cell("C"), cell("tall", start) + cell("wide", "<w:gridSpan w:val=\"2\"/>"),
                cell("", "<w:vMerge/>") + cell("x") + cell("y"))
                == "| A | B | C |\n| --- | --- | --- |\n| tall | wide |  |\n| tall | x | y |\n")
    }

    @Test("a table inside a cell becomes lines of it")
    func nested() {
        let inner = "<w:tbl><w:tr>\(cell("a"))\(cell("b"))</w:tr><w:tr>\(cell("c"))</w:tr></w:tbl>"
        #expect(
            markdown(cell("H") + cell("I"), "<w:tc>\(inner)</w:tc>" + cell("x"))
                == "| H | I |\n| --- | --- |\n| a / b<br>c | x |\n")
    }

    @Test("deleted rows are gone, with what was merged into them")
    func deletedRows() {
        let deleted = "<w:trPr><w:del/></w:trPr>"
        #expect(
            markdown(cell("H"), deleted + cell("gone", "<w:vMerge w:val=\"restart\"/>"), cell("left", "<w:vMerge/>"))
                == "| H |\n| --- |\n| left |\n")
    }

    @Test("a table without words disappears")
    func empty() {
        #expect(markdown(cell(""), cell("")) == "")
    }

    @Test("a long table goes on as another one below its first row")
    func long() {
        let rows = (0..<1_200).map { "<w:tr>\(cell("\($0)"))</w:tr>" }.joined()
        let text = MadeWord("<w:tbl><w:tr>\(cell("Head"))</w:tr>\(rows)</w:tbl>").read().markdown
        #expect(text.split(separator: "\n").filter { $0 == "| Head |" }.count == 3)
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("| 1") }.count == 311)
    }
}
