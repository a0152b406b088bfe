import AttachmentReaders
import ContentTree
import MarkdownWriter
import Testing

/// The input is what pdftotext 22.12 writes for such pages.
@Suite("Text of pdf pages")
struct PDFTextTests {
    private func read(_ pages: String...) throws -> String {
        var blocks: [Block] = []
        let output = DocumentOutput {
            blocks += $0
            return true
        }
        let text = pages.map { $0 + "\u{C}" }.joined()
        try PDFTextReader.read(AttachmentFile(bytes: Array(text.utf8)), limits: ReadingLimits(), into: output)
        output.flush()
        #expect(output.pages == pages.count)
        let markdown = MarkdownWriter().write(ContentTree(blocks: blocks)).text
        return markdown.split(separator: "\n").filter { !$0.hasPrefix("<!-- page") }.joined(separator: "\n")
    }

    @Test("lines of a paragraph are joined, blank lines divide")
    func joinsLines() throws {
        #expect(
            try read("The quick brown fox\njumps over the dog.\n\nNext one.\n\n")
                == "The quick brown fox jumps over the dog.\nNext one.")
    }

    @Test("scripts without spaces are joined without")
    func joinsHan() throws {
        #expect(try read("四半期の測量結果を\nまとめた報告書\n\n") == "四半期の測量結果をまとめた報告書")
        #expect(try read("분기별 측량\n결과 보고서\n\n") == "분기별 측량 결과 보고서")
    }

    @Test(
        "a word that was cut is whole again, a compound keeps its hyphen",
        arguments: [
            ("the excava-\ntion of it\n", "the excavation of it"),
            ("in 2019-\n2020 again\n", "in 2019-2020 again"),
            ("a North-\nSouth line\n", "a North-South line"),
            ("well-known; it is well-\nknown too\n", "well-known; it is well-known too"),
            ("WATERPROOF and WATER-\nPROOF\n", "WATERPROOF and WATERPROOF"),
            ("soft\u{AD}\nened\n", "softened"),
            ("dash -\nafter\n", "dash - after"),
        ])
    func joinsWords(text: String, expected: String) throws {
        #expect(try read(text) == expected)
    }

    @Test("bullets become a list, numbered lines stay lines of their own")
    func makesLists() throws {
        #expect(
            try read("• first thing\nthat goes on\n• second thing\n\n") == "- first thing that goes on\n- second thing")
        #expect(try read("1. open the valve\n2. wait\n") == "1\\. open the valve\n2\\. wait")
    }

    @Test("a short line at a sentence's end ends the paragraph")
    func endsParagraphs() throws {
        let text =
            "A long line of the first paragraph of this page\nends here.\nA long line of the second paragraph is there\n"
        #expect(
            try read(text)
                == "A long line of the first paragraph of this page ends here.\nA long line of the second paragraph is there"
        )
    }

    @Test("heads and feet that come again on most pages are written once, digits aside")
    func writesRunningLinesOnce() throws {
        let text = try read(
            "Annual survey\n\nText of one.\n\nPage 1 of 3\n", "Annual survey\n\nText of two.\n\nPage 2 of 3\n",
            "Annual survey\n\nText of three.\n\nPage 3 of 3\n")
        #expect(text == "Annual survey\nText of one.\nPage 1 of 3\nText of two.\nText of three.")
    }

    @Test("what repeats in the middle of pages stays")
    func keepsRepeatsInside() throws {
        let page = "a\n\nb\n\nc\n\nTotal\n\nx\n\ny\n\nz\n"
        let other = "d\n\ne\n\nf\n\nTotal\n\nu\n\nv\n\nw\n"
        let third = "g\n\nh\n\ni\n\nTotal\n\nr\n\ns\n\nt\n"
        #expect(try read(page, other, third).split(separator: "\n").filter { $0 == "Total" }.count == 3)
    }

    private static func titled(_ title: String, _ text: String) -> String {
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"x\"><html>\n<head>\n<title>\(title)</title>\n"
            + "</head>\n<body>\n<pre>\n\(text)\u{C}</pre>\n</body>\n</html>\n"
    }

    @Test("a title that says something comes first, unless the page starts with it")
    func writesTitle() throws {
        func text(_ title: String) throws -> String {
            var blocks: [Block] = []
            let output = DocumentOutput {
                blocks += $0
                return true
            }
            let file = AttachmentFile(bytes: Array(Self.titled(title, "Flow & pressure <here>\n\n").utf8))
            try PDFTextReader.read(file, limits: ReadingLimits(), into: output)
            output.flush()
            #expect(output.pages == 1)
            return blocks.plainText
        }
        #expect(try text("Pumps &amp; valves") == "Pumps & valves <!-- page 1 --> Flow & pressure <here>")
        for title in ["", "untitled", "report-v2.docx", "Microsoft Word - draft", "C:\\x", "flow &amp; Pressure"] {
            #expect(try text(title) == "<!-- page 1 --> Flow & pressure <here>", "\(title)")
        }
    }

    @Test("numbered headings stand alone, wrapped decimals do not; leaders shrink")
    func knowsNumbers() throws {
        #expect(
            try read("1. Start\n1.1. Version\nThis is\n2.5 m deep\n\n") == "1\\. Start\n1.1. Version This is 2.5 m deep"
        )
        #expect(try read("Pumps . . . . . . . 12\n") == "Pumps … 12")
    }
}
