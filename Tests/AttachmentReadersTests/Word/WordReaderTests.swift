import AttachmentModel
import AttachmentReaders
import Testing

@Suite("Word documents")
struct WordReaderTests {
    private func markdown(_ body: String) -> String { MadeWord(body).read().markdown }

    private func p(_ text: String, _ properties: String = "") -> String {
        MadeWord.paragraph(text, properties: properties)
    }

    @Test("headings come from the outline level of a style, of what it is based on, or of the paragraph")
    func headings() {
        var word = MadeWord(
            p("One", "<w:pStyle w:val=\"berschrift1\"/>") + p("Two", "<w:pStyle w:val=\"Own\"/>")
                + p("Six", "<w:outlineLvl w:val=\"5\"/>") + p("Title", "<w:pStyle w:val=\"Titel\"/>")
                + p("Body", "<w:pStyle w:val=\"berschrift1\"/><w:outlineLvl w:val=\"9\"/>"))
        word.parts = [
            (
                "styles", "styles.xml",
                """
                <w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/>\
                <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>\
                <w:style w:styleId="H2"><w:name w:val="Heading 2"/></w:style>\
                <w:style w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="H2"/></w:style>\
                <w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
                """
            )
        ]
        #expect(word.read().markdown == "## One\n\n### Two\n\n###### Six\n\n## Title\n\nBody\n")
    }

    @Test("styles that are based on each other in a circle end")
    func circle() {
        var word = MadeWord(p("text", "<w:pStyle w:val=\"a\"/>"))
        let a = "<w:style w:styleId=\"a\"><w:basedOn w:val=\"b\"/></w:style>"
        word.parts = [("styles", "styles.xml", a + "<w:style w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style>")]
        #expect(word.read().markdown == "text\n")
    }

    @Test("lists nest by their level and count on behind other text")
    func lists() {
        func item(_ text: String, _ list: Int, _ level: Int) -> String {
            p(text, "<w:numPr><w:ilvl w:val=\"\(level)\"/><w:numId w:val=\"\(list)\"/></w:numPr>")
        }
        var word = MadeWord(
            item("a", 1, 0) + item("b", 1, 1) + item("c", 1, 0) + item("one", 2, 0) + item("two", 2, 0) + p("between")
                + item("three", 2, 0) + item("plain", 0, 0))
        word.parts = [
            (
                "numbering", "numbering.xml",
                """
                <w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>\
                <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>\
                <w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:start w:val="1"/>\
                <w:numFmt w:val="lowerRoman"/></w:lvl></w:abstractNum>\
                <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>\
                <w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
                """
            )
        ]
        #expect(
            word.read().markdown == "- a\n  - b\n- c\n\n1. one\n2. two\n\nbetween\n\n3. three\n\nplain\n")
    }

    @Test("of tracked changes, what was put in stays and what was taken out goes")
    func changes() {
        let run = "<w:r><w:t>kept</w:t></w:r>"
        #expect(
            markdown(
                """
                <w:p><w:ins>\(run)</w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>\
                <w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom></w:p>\
                <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">joined </w:t></w:r></w:p>\
                <w:p><w:r><w:t>line</w:t></w:r></w:p>
                """) == "kept\n\njoined line\n")
    }

    @Test("a field shows its result and never its code, whatever stands in the code")
    func fields() {
        func mark(_ kind: String) -> String { "<w:r><w:fldChar w:fldCharType=\"\(kind)\"/></w:r>" }
        let code = "<w:r><w:instrText> IF </w:instrText></w:r>"
        let inner = mark("begin") + code + mark("separate") + "<w:r><w:t>inner</w:t></w:r>" + mark("end")
        #expect(
            markdown(
                "<w:p>\(mark("begin"))\(code)\(inner)\(mark("separate"))<w:r><w:t>result</w:t></w:r>\(mark("end"))</w:p>"
            ) == "result\n")
        #expect(markdown("<w:p>\(mark("begin"))\(code)</w:p>" + p("next")) == "next\n")
    }

    @Test("links lead out of the document by relationship or by field")
    func links() {
        let field = """
            <w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://example.org/b"</w:instrText></w:r>\
            <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>by field</w:t></w:r>\
            <w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
            """
        var word = MadeWord(
            "<w:p><w:hyperlink r:id=\"l\"><w:r><w:t>by id</w:t></w:r></w:hyperlink></w:p>" + field
                + "<w:p><w:hyperlink r:id=\"j\"><w:r><w:t>script</w:t></w:r></w:hyperlink></w:p>")
        word.links = [("l", "https://example.org/a?b=1&amp;c=2"), ("j", "javascript:alert(1)")]
        #expect(
            word.read().markdown
                == "[by id](https://example.org/a?b=1&c=2)\n\n[by field](https://example.org/b)\n\nscript\n")
    }

    @Test("a text box is read once, after its paragraph, from the first branch that says something")
    func textBoxes() {
        let box = "<w:txbxContent>\(p("in the box"))</w:txbxContent>"
        let choice = "<mc:Choice Requires=\"wps\"><w:drawing><wps:txbx>\(box)</wps:txbx></w:drawing></mc:Choice>"
        let fallback = "<mc:Fallback><w:pict><v:textbox>\(box)</v:textbox></w:pict></mc:Fallback>"
        func boxed(_ branches: String) -> String {
            markdown(
                "<w:p><w:r><w:t>text</w:t></w:r><w:r><mc:AlternateContent>\(branches)</mc:AlternateContent></w:r></w:p>"
            )
        }
        #expect(boxed(choice + fallback) == "text\n\nin the box\n")
        #expect(boxed("<mc:Choice Requires=\"x\"/>" + fallback) == "text\n\nin the box\n")
    }

    @Test("notes stand at the end, comments after them with their authors, headers once")
    func otherStories() {
        var word = MadeWord(
            """
            <w:p><w:r><w:t>Noted</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r></w:p>\
            <w:sectPr><w:headerReference r:id="header1.xml"/><w:footerReference r:id="footer1.xml"/></w:sectPr>
            """)
        word.parts = [
            (
                "footnotes", "footnotes.xml",
                "<w:footnote w:id=\"0\">\(p("separator"))</w:footnote><w:footnote w:id=\"5\">\(p("the note"))</w:footnote>"
            ),
            (
                "comments", "comments.xml",
                "<w:comment w:id=\"1\" w:author=\"Rev\">\(p("check"))\(p("again"))</w:comment>"
            ),
            ("header", "header1.xml", p("Confidential") + p("Confidential")),
            ("footer", "footer1.xml", p("12")),
        ]
        #expect(
            word.read().markdown
                == "Noted[^1]\n\nConfidential\n\n[^1]: the note\n\n### Comments\n\n- Rev: check\n\n  again\n")
    }

    @Test("pictures give the words their author wrote for them")
    func pictures() {
        func picture(_ words: String) -> String {
            "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"n\" descr=\"\(words)\"/></wp:inline></w:drawing></w:r></w:p>"
        }
        #expect(markdown(picture("Pump house") + picture("Picture 3") + picture("image1.png")) == "![Pump house]()\n")
    }

    @Test("signs of fonts outside of Unicode become the signs they show")
    func symbols() {
        func sign(_ font: String, _ code: String) -> String { "<w:sym w:font=\"\(font)\" w:char=\"\(code)\"/>" }
        #expect(markdown("<w:p><w:r>\(sign("Symbol", "F0A3"))\(sign("Wingdings", "F0FE"))</w:r></w:p>") == "≤☑\n")
    }

    @Test("the Strict variant's namespaces mean the same")
    func strict() {
        let body = "<d xmlns=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><p><r><t>strict</t></r></p></d>"
        let relations = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
        let package = MadePackage([
            "_rels/.rels": MadeWord.relationships(["<Relationship Id=\"a\" Type=\"\(relations)\" Target=\"d.xml\"/>"]),
            "d.xml": body,
        ])
        #expect(Reading(package.bytes, by: WordReader.self).markdown == "strict\n")
    }
}
