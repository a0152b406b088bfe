import AttachmentReaders
import Testing

@Suite("Visio drawings")
struct DrawingReaderTests {
    @Test("pages have their names, shapes their texts from top to bottom")
    func pages() {
        let relations = "http://schemas.microsoft.com/visio/2010/relationships"
        let names = """
            xmlns="http://schemas.microsoft.com/office/visio/2012/main" \
            xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            """
        func shape(_ text: String, y: Int, inner: String = "") -> String {
            "<Shape><Cell N=\"PinX\" V=\"1\"/><Cell N=\"PinY\" V=\"\(y)\"/><Text><cp IX=\"0\"/>\(text)\n</Text>\(inner)</Shape>"
        }
        func relationship(_ kind: String, _ target: String) -> String {
            MadeWord.relationships(["<Relationship Id=\"a\" Type=\"\(relations)/\(kind)\" Target=\"\(target)\"/>"])
        }
        let shapes = shape("low", y: 1) + shape("high", y: 9, inner: "<Shapes>\(shape("in the group", y: 0))</Shapes>")
        let package = MadePackage([
            "_rels/.rels": relationship("document", "visio/document.xml"),
            "visio/document.xml": "<VisioDocument \(names)/>",
            "visio/_rels/document.xml.rels": relationship("pages", "pages/pages.xml"),
            "visio/pages/pages.xml": "<Pages \(names)><Page Name=\"Plan\"><Rel r:id=\"a\"/></Page></Pages>",
            "visio/pages/_rels/pages.xml.rels": relationship("page", "page1.xml"),
            "visio/pages/page1.xml": "<PageContents \(names)><Shapes>\(shapes)</Shapes></PageContents>",
        ])
        #expect(
            Reading(package.bytes, by: DrawingReader.self).markdown == "## Plan\n\nhigh\n\nin the group\n\nlow\n")
    }
}
