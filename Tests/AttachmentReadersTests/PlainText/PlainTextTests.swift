import AttachmentModel
import AttachmentReaders
import ContentTree
import MarkdownWriter
import Testing

@Suite("Plain text and tables of text")
struct PlainTextTests {
    private func read(_ bytes: [UInt8], name: String, limits: ReadingLimits = ReadingLimits()) throws -> (
        String, DocumentOutput
    ) {
        var blocks: [Block] = []
        let output = DocumentOutput {
            blocks += $0
            return true
        }
        try PlainTextReader.read(AttachmentFile(bytes: bytes, name: name), limits: limits, into: output)
        output.flush()
        return (MarkdownWriter().write(ContentTree(blocks: blocks)).text, output)
    }

    private func read(_ text: String, name: String) throws -> String { try read(Array(text.utf8), name: name).0 }

    @Test("text stays as it is, only its line ends become LF")
    func passesThrough() throws {
        #expect(try read("# not * escaped\r\n<tag> & more\r\n", name: "x.log") == "# not * escaped\n<tag> & more\n")
        #expect(try read("old\rMac\r", name: "x.txt") == "old\nMac\n")
    }

    @Test(
        "columns are found by what divides the lines alike",
        arguments: [
            ("a,b\n1,2\n", "x.csv"), ("a;b\n1;2\n", "x.csv"), ("a\tb\n1\t2\n", "x.tsv"), ("a|b\n1|2\n", "x.csv"),
            ("sep=;\na;b\n1;2\n", "x.csv"), ("\"a\",\"b\"\r\n1,2", "x.csv"),
        ])
    func findsDelimiters(text: String, name: String) throws {
        #expect(try read(text, name: name) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n")
    }

    @Test("decimal commas do not win over semicolons")
    func prefersConsistency() throws {
        let table = try read("item;price\nbolt;1,5\nnut;2\ncable;3,75\n", name: "x.csv")
        #expect(table.hasPrefix("| item | price |\n| --- | --- |\n| bolt | 1,5 |\n"))
    }

    @Test("quotes keep delimiters, line ends and quotes together (RFC 4180)")
    func readsQuotes() throws {
        let table = try read("name,note\n\"Smith, J.\",\"says \"\"hi\"\"\nthen goes | away\"\n", name: "x.csv")
        #expect(table == "| name | note |\n| --- | --- |\n| Smith, J. | says \"hi\"<br>then goes \\| away |\n")
    }

    @Test("a quote that never closes does not swallow the file")
    func survivesOpenQuotes() throws {
        let table = try read("a,b\n\"open,2\n3,4\n", name: "x.csv")
        #expect(table.contains("| 3 | 4 |"))
    }

    @Test("after 200 rows the header is written again")
    func repeatsHeader() throws {
        let table = try read("a,b\n" + (1...450).map { "\($0),x\n" }.joined(), name: "x.csv")
        #expect(table.split(separator: "\n").filter { $0 == "| a | b |" }.count == 3)
        #expect(table.split(separator: "\n").filter { $0.hasSuffix(" | x |") }.count == 450)
    }

    @Test("lines without columns stay text")
    func leavesProse() throws {
        #expect(try read("just words\nand more\n", name: "x.csv") == "just words\nand more\n")
    }

    @Test("cells and bytes past the limit are left out, and that is said")
    func limits() throws {
        var limits = ReadingLimits()
        limits.cells = 10
        let (table, output) = try read(Array("a,b\n1,2\n3,4\n5,6\n7,8\n9,10\n".utf8), name: "x.csv", limits: limits)
        #expect(output.truncation == .cells)
        #expect(table.contains("| 7 | 8 |"))
        #expect(!table.contains("| 9 | 10 |"))
        limits.text = 8
        let (text, cut) = try read(Array(repeating: 0x61, count: 100), name: "x.txt", limits: limits)
        #expect(cut.truncation == .text)
        #expect(text.utf8.count < 20)
    }
}
