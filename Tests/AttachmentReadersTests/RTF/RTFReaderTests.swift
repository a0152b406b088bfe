import AttachmentModel
import AttachmentReaders
import Testing

@Suite("Rich Text Format")
struct RTFReaderTests {
    private func markdown(_ body: String, head: String = "") -> String {
        let fonts = "{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}{\\f2\\fcharset128 C;}{\\f3 D;}}"
        return Reading(Array("{\\rtf1\\ansi\\ansicpg1250\(fonts)\(head)\(body)}".utf8), by: RTFReader.self).markdown
    }

    @Test(
        "characters come by their font's set, the file's, or Unicode",
        arguments: [
            ("{\\f0 caf\\'e9}", "café\n"), ("{\\f1 \\'cf\\'f0\\'e8}", "При\n"), ("{\\f2 \\'93\\'fa\\'96\\'7b}", "日本\n"),
            ("{\\f3 \\'e8}", "č\n"), ("\\u8364?\\u8364 ?x", "€€x\n"), ("{\\uc0\\u8364 x}", "€x\n"),
            ("{\\uc2\\u26085\\'93\\'fa}end", "日end\n"), ("\\u-10179?\\u-8704?", "😀\n"),
            ("a\\~b\\_c\\-d\\emdash e", "a b-cd—e\n"), ("\\{x\\}\\\\", "{x}\\\n"), ("{\\f2 \\'83S\\'83\\'5c}", "ゴソ\n"),
        ])
    func characters(body: String, expected: String) {
        #expect(markdown(body) == expected)
    }

    @Test("paragraphs, breaks and styles")
    func paragraphs() {
        let body = "One {\\b bold} {\\i slanted}\\par Two\\line three\\par\\pard {\\strike old} \\plain four"
        #expect(markdown(body) == "One **bold** *slanted*\n\nTwo\\\nthree\n\n~~old~~ four\n")
    }

    @Test(
        "what is not for readers is left out",
        arguments: [
            "{\\*\\generator x}", "{\\info{\\title x}}", "{\\pict\\wmetafile8 0123}", "{\\*\\unknown x{\\b y}}",
            "{\\v x}", "{\\deleted x}", "{\\xe x}", "{\\object{\\*\\objdata 00}{\\result }}", "\\bin3 {}{",
            "{\\stylesheet{\\s1 x;}}", "{\\*\\bkmkstart x}", "{\\nonshppict{\\pict 00}}",
        ])
    func hidden(group: String) {
        #expect(markdown("\(group)seen") == "seen\n")
    }

    @Test("headings come from the style's name, its outline level, or the paragraph")
    func headings() {
        let head = "{\\stylesheet{\\s1 heading 1;}{\\s2\\outlinelevel1 Own;}{\\s3\\sbasedon2 Child;}{\\s4 Title;}}"
        let body =
            "\\pard\\s1 A\\par\\pard\\s2 B\\par\\pard\\s3 C\\par\\pard\\s4 D\\par\\pard\\outlinelevel3 E\\par\\pard F\\par"
        #expect(markdown(body, head: head) == "## A\n\n### B\n\n### C\n\n## D\n\n##### E\n\nF\n")
    }

    @Test("lists come from the list tables or from the marks in the text")
    func lists() {
        let head = """
            {\\*\\listtable{\\list{\\listlevel\\levelnfc23{\\leveltext x;}}{\\listlevel\\levelnfc0}\\listid7}}\
            {\\*\\listoverridetable{\\listoverride\\listid7\\ls1}}
            """
        let body = """
            \\pard\\ls1 a\\par\\pard\\ls1\\ilvl1 b\\par\\pard\\ls1 c\\par\\pard text\\par\
            \\pard{\\listtext 3.\\tab}d\\par{\\pntext\\'b7\\tab}e\\par
            """
        #expect(markdown(body, head: head) == "- a\n  1. b\n- c\n\ntext\n\n3. d\n\n- e\n")
    }

    @Test("tables keep merged and nested cells")
    func tables() {
        let body = """
            \\trowd\\cellx1000\\cellx2000\\cellx3000\\pard\\intbl a\\cell b\\cell c\\cell\\row\
            \\trowd\\clvmgf\\cellx1000\\cellx3000\\pard\\intbl d\\par e\\cell f\\cell\\row\
            \\trowd\\clvmrg\\cellx1000\\cellx2000\\cellx3000\\pard\\intbl\\cell\
            \\pard\\intbl\\itap2 n\\nestcell m\\nestcell{\\*\\nesttableprops\\trowd\\cellx1\\cellx2\\nestrow}\
            {\\nonesttables\\par}\\pard\\intbl\\cell h\\cell\\row\\pard after\\par
            """
        let expected = "| a | b | c |\n| --- | --- | --- |\n| d<br>e | f |  |\n| d<br>e | n / m | h |\n\nafter\n"
        #expect(markdown(body) == expected)
    }

    @Test("links lead to the web")
    func links() {
        let body =
            "{\\field{\\*\\fldinst HYPERLINK \"https://e.org/x\"}{\\fldrslt here}} {\\field{\\*\\fldinst PAGE}{\\fldrslt 7}}"
        #expect(markdown(body) == "[here](https://e.org/x) 7\n")
    }

    @Test("notes, comments, headers and boxes stand beside the text")
    func asides() {
        let body = """
            {\\header Secret}{\\footer 12}Text{\\super\\chftn}{\\footnote\\pard\\chftn  the note}\
            {\\*\\atnid R}{\\*\\atnauthor Rev}{\\*\\annotation{\\*\\atndate 1} check}\
            {\\shp{\\*\\shpinst{\\sp{\\sn n}{\\sv v}}{\\shptxt boxed\\par}}{\\shprslt twice}}\\par end\\par
            """
        let expected = "Text[^1]\n\nboxed\n\nend\n\nSecret\n\n[^1]: the note\n\n### Comments\n\n- Rev: check\n"
        #expect(markdown(body) == expected)
    }

    @Test("deep groups are left out and told")
    func deep() {
        let source =
            "{\\rtf1 top " + String(repeating: "{", count: 100_000) + "x" + String(repeating: "}", count: 100_000)
            + "end}"
        let reading = Reading(Array(source.utf8), by: RTFReader.self)
        #expect(reading.markdown == "top end\n")
        #expect(reading.truncation == .depth)
    }

    @Test(
        "broken files end",
        arguments: [
            "{\\rtf1 a\\", "{\\rtf1 a\\'", "{\\rtf1 a\\'e", "{\\rtf1 a\\u", "{\\rtf1 a\\bin99999999999999999999 x",
            "{\\rtf1 a}}}}",
            "{\\rtf1 a\\trowd\\cell\\row\\nestrow\\nestcell\\cell", "{\\rtf1 a{\\field{\\fldrslt",
            "{\\rtf1 a\\u99999999999?",
        ])
    func broken(source: String) {
        #expect(Reading(Array(source.utf8), by: RTFReader.self).markdown.contains("a"))
    }

    @Test("text without end is cut, in one table, too")
    func long() {
        var limits = ReadingLimits()
        limits.text = 1_000
        let source = "{\\rtf1\\trowd" + String(repeating: "\\intbl words\\cell\\row ", count: 2_000)
        let reading = Reading(Array(source.utf8), by: RTFReader.self, limits: limits)
        #expect(reading.truncation == .text)
        #expect(reading.markdown.utf8.count < 10_000)
    }

    @Test("another format is refused")
    func other() {
        #expect(Reading(Array("plain".utf8), by: RTFReader.self).error?.status == .corrupt)
    }
}
