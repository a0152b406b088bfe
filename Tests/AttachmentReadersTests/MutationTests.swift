import AttachmentModel
import AttachmentReaders
import Foundation
import TestSupport
import Testing

/// Half a second of damage for each reader; `Tests/Fuzz` goes on for as long as one likes.
@Suite("Damaged files")
struct MutationTests {
    struct Seed: Sendable, CustomTestStringConvertible {
        let kind: AttachmentKind
        let bytes: [UInt8]
        var pieces: [String] = []
        var testDescription: String { kind.rawValue }

        /// Into the folder that `MUTATION_SEEDS` names, as `Tests/Fuzz/older-formats` wants them.
        func save() throws {
            let older: [AttachmentKind] = [.html, .rtf, .eml, .msg, .doc, .xls, .ppt]
            guard let folder = ProcessInfo.processInfo.environment["MUTATION_SEEDS"],
                let choice = older.firstIndex(of: kind)
            else { return }
            try Data([UInt8(choice)] + bytes).write(to: URL(filePath: folder).appending(path: kind.rawValue))
        }
    }

    private static let seeds: [Seed] = [
        Seed(
            kind: .docx, bytes: word,
            pieces: ["<w:p>", "</w:tbl>", "<w:tbl><w:tr><w:tc>", "w:val=\"-99999999999\"", "<mc:AlternateContent>"]),
        Seed(
            kind: .xlsx, bytes: sheet,
            pieces: ["r=\"XFD1048577\"", "<v>1e308</v>", "t=\"s\"", "s=\"9999999999\"", "<mergeCell ref=\"A1:XFD9\"/>"]),
        Seed(kind: .xlsb, bytes: BinaryWorkbookReaderTests.workbook()),
        Seed(
            kind: .odf,
            bytes: MadeOpenDocument(
                "text",
                "<text:h text:outline-level=\"1\">x</text:h><text:p>a<text:s text:c=\"3\"/>b</text:p><table:table><table:table-row table:number-rows-repeated=\"3\"><table:table-cell><text:p>c</text:p></table:table-cell></table:table-row></table:table>"
            ).packed,
            pieces: ["<text:list><text:list-item>", "repeated=\"99999999999\"", "<draw:frame>", "<text:note>"]),
        Seed(
            kind: .pptx, bytes: slides,
            pieces: ["<p:grpSp>", "</p:spTree>", "<a:tbl><a:tr><a:tc>", "idx=\"-99999999999\"", "<a:off x=\"1e99\"/>"]),
        Seed(
            kind: .epub, bytes: book,
            pieces: ["<itemref idref=\"a\"/>", "href=\"../../a\"", "<table>", "</spine>", "%2e%2e"]),
        Seed(
            kind: .visio, bytes: drawing,
            pieces: ["<Shape>", "</Shapes>", "V=\"1e999\"", "<Text>", "<cp IX=\"99999999999\"/>"]),
        Seed(
            kind: .rtf,
            bytes: Array(
                "{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0\\fcharset204 A;}}\\trowd\\cellx1 a\\cell\\row\\u1234?\\'e0\\par{\\*\\x y}z}"
                    .utf8),
            pieces: ["{", "}", "\\bin99999999999 ", "\\uc-5", "\\u99999999", "\\trowd", "\\cell", "\\row", "\\'"]),
        Seed(
            kind: .html,
            bytes: Array(
                "<!doctype html><h1>a</h1><table><tr><td rowspan=2>b<td>c</table><ul><li>d</ul><pre>e</pre>&amp;".utf8),
            pieces: ["<table>", "<td colspan=99999999999>", "</div>", "<ol start=-9>", "&#x110000;", "<!--", "<svg>"]),
        Seed(
            kind: .eml, bytes: mail,
            pieces: ["--b", "\r\n\r\n", "=?utf-8?B?", "?=", "; charset=", "boundary=b", "quoted-printable"]),
        Seed(kind: .msg, bytes: OutlookReaderTests.message()),
        Seed(kind: .xls, bytes: MadeCompound([("Workbook", workbook97.stream)]).bytes),
        Seed(kind: .doc, bytes: Word97ReaderTests().document("Words and\rmore\u{7}words\u{7}\u{7}")),
        Seed(kind: .ppt, bytes: Slides97ReaderTests().presentation()),
        Seed(
            kind: .text, bytes: Array("a,b;c\n\"d\",\"e\"\"\",f\n1,2,3\n\u{FEFF}Ж,ж,ж\n".utf8),
            pieces: [",", "\"", "\n", "\t"]),
    ]

    private static let word = MadeWord(
        MadeWord.paragraph("one", properties: "<w:pStyle w:val=\"a\"/>")
            + "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"
    ).bytes

    private static let sheet = MadeWorkbook([
        (name: "S", rows: "<row r=\"1\"><c r=\"A1\"><v>45351.5</v></c><c t=\"inlineStr\"><is><t>x</t></is></c></row>")
    ]).bytes

    private static func relationship(_ root: String, _ kind: String, _ target: String) -> String {
        MadeWord.relationships(["<Relationship Id=\"a\" Type=\"\(root)/\(kind)\" Target=\"\(target)\"/>"])
    }

    private static let slides: [UInt8] = {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let names = """
            xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" \
            xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="\(office)"
            """
        let shape = """
            <p:sp><p:nvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>title</a:t></a:r></a:p>\
            </p:txBody></p:sp>
            """
        return MadePackage([
            "_rels/.rels": relationship(office, "officeDocument", "ppt/presentation.xml"),
            "ppt/presentation.xml":
                "<p:presentation \(names)><p:sldIdLst><p:sldId id=\"1\" r:id=\"a\"/></p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": relationship(office, "slide", "slides/slide1.xml"),
            "ppt/slides/slide1.xml": "<p:sld \(names)><p:cSld><p:spTree>\(shape)</p:spTree></p:cSld></p:sld>",
        ]).bytes
    }()

    private static let book = MadePackage([
        "mimetype": "application/epub+zip",
        "META-INF/container.xml":
            """
        <container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="b.opf"/></rootfiles>\
        </container>
        """,
        "b.opf":
            """
        <package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml" \
        media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>
        """,
        "a.xhtml": "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><h1>t</h1><p>words</p></body></html>",
    ]).bytes

    private static let drawing: [UInt8] = {
        let root = "http://schemas.microsoft.com/visio/2010/relationships"
        let names = """
            xmlns="http://schemas.microsoft.com/office/visio/2012/main" \
            xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            """
        let shape = "<Shape><Cell N=\"PinX\" V=\"1\"/><Cell N=\"PinY\" V=\"1\"/><Text>box</Text></Shape>"
        return MadePackage([
            "_rels/.rels": relationship(root, "document", "visio/document.xml"),
            "visio/document.xml": "<VisioDocument \(names)/>",
            "visio/_rels/document.xml.rels": relationship(root, "pages", "pages/pages.xml"),
            "visio/pages/pages.xml": "<Pages \(names)><Page Name=\"Plan\"><Rel r:id=\"a\"/></Page></Pages>",
            "visio/pages/_rels/pages.xml.rels": relationship(root, "page", "page1.xml"),
            "visio/pages/page1.xml": "<PageContents \(names)><Shapes>\(shape)</Shapes></PageContents>",
        ]).bytes
    }()

    private static let mail = Array(
        """
        From: =?utf-8?Q?J=C3=B6rg?= <a@e.org>\r\nSubject: S\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r
        Content-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: base64\r\n\r\n7c/Ty9fB\r\n--b\r
        Content-Disposition: attachment; filename*=utf-8''a%20b.txt\r\n\r\nwords\r\n--b--\r\n
        """.utf8)

    private static let workbook97: MadeWorkbook97 = {
        var workbook = MadeWorkbook97()
        workbook.sheets = [
            ("S", 0, [MadeWorkbook97.number(0, 0, 1.5), MadeWorkbook97.label(0, 1, "text")])
        ]
        return workbook
    }()

    @Test("end in text or in an error, soon, and within the bound", arguments: seeds)
    func survive(seed: Seed) throws {
        let reader = try #require(ReaderTable.reader(for: seed.kind))
        try seed.save()
        var mutator = Mutator(seed: 20_261_122, pieces: seed.pieces)
        var limits = ReadingLimits()
        limits.text = 1 << 20
        limits.inflated = 16 << 20
        limits.nesting = 1
        #expect(!Reading(seed.bytes, by: reader, limits: limits).markdown.isEmpty, "the seed itself is read")
        let deadline = ContinuousClock.now + .milliseconds(500)
        var rounds = 0
        while ContinuousClock.now < deadline || rounds < 20 {
            let bytes = mutator.damaged(seed.bytes)
            let start = Self.processorSeconds
            let file = AttachmentFile(bytes: bytes)
            _ = Detection(of: file, limits: limits)
            let reading = Reading(bytes, by: reader, limits: limits)
            #expect(reading.markdown.utf8.count <= 16 << 20)
            #expect(Self.processorSeconds - start < 10)
            rounds += 1
        }
    }

    /// Of this thread.
    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
