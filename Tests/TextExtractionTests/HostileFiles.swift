import AttachmentModel
import TestSupport
import Testing

/// A file that means harm, and what is said of it.
struct HostileFile: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let name: String
    let status: ExtractionStatus
    var truncated: Truncation?
    /// The whole text; `nil`: of no interest.
    var text: String?
    let bytes: @Sendable () -> [UInt8]

    init(
        _ what: String, _ name: String, _ status: ExtractionStatus, cut: Truncation? = nil, text: String? = nil,
        _ bytes: @escaping @Sendable () -> [UInt8]
    ) {
        testDescription = what
        self.name = name
        self.status = status
        truncated = cut
        self.text = text
        self.bytes = bytes
    }

    /// What no text may ever hold: a line of `/etc/passwd`, and the text of an entity.
    static let forbidden = ["root:x:", "expanded"]

    static let all = packages + markup + portable + compound + plain

    private static let laughs = """
        <!DOCTYPE lolz [<!ENTITY a "expanded"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c \
        "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e \
        "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
        """
    private static let half = MadeFiles.paragraph("half a report")

    private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    private static func cut(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.prefix(bytes.count * 2 / 3)) }

    private static func word(head: String = "", _ body: String) -> [UInt8] {
        RawZip([
            "_rels/.rels": MadeFiles.wordFrame, "word/document.xml": head + MadeFiles.wordDocument(body),
        ]).bytes
    }

    // MARK: Zip

    private static let packages: [HostileFile] = [
        HostileFile("a document that inflates a thousandfold", "a.docx", .ok, cut: .ratio) {
            var zip = RawZip(["_rels/.rels": MadeFiles.wordFrame])
            zip.addBomb(
                "word/document.xml", prefix: "<w:document \(MadeFiles.wordNames)><w:body>\(half)<w:p><w:r><w:t>",
                run: 0x41, count: 200 << 20, suffix: "</w:t></w:r></w:p></w:body></w:document>")
            return zip.bytes
        },
        HostileFile("a shared string that inflates a thousandfold", "a.xlsx", .ok, cut: .ratio) {
            var zip = MadeFiles.workbook("<row r=\"1\"><c t=\"s\"><v>0</v></c><c><v>7</v></c></row>")
            zip.entries.removeAll { $0.name == "xl/sharedStrings.xml" }
            zip.addBomb(
                "xl/sharedStrings.xml", prefix: "<sst \(MadeFiles.sheetNames)><si><t>", run: 0x42, count: 100 << 20,
                suffix: "</t></si></sst>")
            return zip.bytes
        },
        HostileFile("bombs inside a bomb", "a.zip", .ok, text: "- inner0.zip\n- inner1.zip\n") {
            var inner = RawZip()
            inner.addBomb("zeros", prefix: "", run: 0, count: 50 << 20, suffix: "")
            var outer = RawZip()
            for index in 0..<2 { outer.add("inner\(index).zip", inner.bytes) }
            return outer.bytes
        },
        HostileFile("twenty thousand entries", "a.docx", .limit, text: "") {
            var zip = RawZip()
            for index in 0..<20_000 { zip.add("\(index)", []) }
            return zip.bytes
        },
        HostileFile(
            "an end record that claims entries by the thousand", "a.docx", .corrupt, cut: .fault,
            text: "half a report\n"
        ) {
            var zip = RawZip(["_rels/.rels": MadeFiles.wordFrame, "word/document.xml": MadeFiles.wordDocument(half)])
            zip.claimedCount = 9_999
            return zip.bytes
        },
        HostileFile("entries that lie upon each other", "a.zip", .ok, text: "- a\n- a\n- a\n") {
            var zip = RawZip()
            for _ in 0..<3 { zip.addBomb("a", prefix: "", run: 0, count: 50 << 20, suffix: "") }
            zip.overlaps = true
            return zip.bytes
        },
        HostileFile("a document of twice the size it claims", "a.docx", .corrupt, cut: .fault, text: "half a report\n")
        {
            var zip = RawZip(["_rels/.rels": MadeFiles.wordFrame, "word/document.xml": MadeFiles.wordDocument(half)])
            zip.entries[1].size /= 2
            return zip.bytes
        },
        HostileFile("a document of half the size it claims", "a.docx", .corrupt, cut: .fault, text: "half a report\n") {
            var zip = RawZip(["_rels/.rels": MadeFiles.wordFrame, "word/document.xml": MadeFiles.wordDocument(half)])
            zip.entries[1].size *= 2
            zip.entries[1].packedSize *= 2
            return zip.bytes
        },
        HostileFile("a wrong checksum", "a.docx", .corrupt, cut: .fault, text: "half a report\n") {
            var zip = RawZip(["_rels/.rels": MadeFiles.wordFrame, "word/document.xml": MadeFiles.wordDocument(half)])
            zip.entries[1].checksum ^= 1
            return zip.bytes
        },
        HostileFile("two documents of one name", "a.docx", .ok, text: "half a report\n") {
            RawZip([
                "_rels/.rels": MadeFiles.wordFrame, "word/document.xml": MadeFiles.wordDocument(half),
                "WORD\\document.xml": MadeFiles.wordDocument(MadeFiles.paragraph("the other half")),
            ]).bytes
        },
        HostileFile("a symbolic link in place of the document", "a.docx", .corrupt, text: "") {
            var zip = RawZip(["_rels/.rels": MadeFiles.wordFrame, "word/document.xml": "/etc/passwd"])
            zip.entries[1].mode = 0o120777
            return zip.bytes
        },
        HostileFile(
            "names that climb out and absolute ones", "a.zip", .ok,
            text: "- ../../etc/passwd\n- /etc/passwd\n- C:\\passwd\n"
        ) {
            RawZip(["../../etc/passwd": "x", "/etc/passwd": "x", "C:\\passwd": "x"]).bytes
        },
        HostileFile("a relationship that climbs out", "a.docx", .corrupt, text: "") {
            RawZip([
                "_rels/.rels": MadeFiles.relationships(["officeDocument": "../../../../etc/passwd"]), "word/x": "",
                "[Content_Types].xml":
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>",
            ]).bytes
        },
        HostileFile("a package that holds nothing", "a.docx", .noText, text: "") {
            [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18)
        },
        HostileFile("entries that need a password", "a.docx", .encrypted, text: "") { MadeFiles.encryptedZip },
        HostileFile("a cut off document", "a.docx", .corrupt, cut: .fault) {
            cut(word(repeated(half, 200)))
        },
        HostileFile("a cut off workbook", "a.xlsx", .corrupt, cut: .fault) {
            cut(MadeFiles.workbook(repeated(MadeFiles.cell("words"), 100)).bytes)
        },
        HostileFile("cut off slides", "a.pptx", .corrupt, cut: .fault) {
            cut(MadeFiles.slides(repeated(MadeFiles.shape("words"), 100)).bytes)
        },
        HostileFile("a cut off text", "a.odt", .corrupt, cut: .fault) {
            cut(MadeFiles.open(repeated("<text:p>words</text:p>", 200)).bytes)
        },
        HostileFile("a cut off book", "a.epub", .corrupt, cut: .fault) {
            cut(MadeFiles.book("<html><body>\(repeated("<p>words</p>", 300))</body></html>").bytes)
        },
    ]

    // MARK: XML and HTML

    private static let markup: [HostileFile] = [
        HostileFile("a document with laughs and a system entity", "a.docx", .corrupt, text: "") {
            word(head: laughs, MadeFiles.paragraph("&e;&f;"))
        },
        HostileFile("a workbook with laughs", "a.xlsx", .corrupt, cut: .fault) {
            MadeFiles.workbook(MadeFiles.cell("&e;&f;"), head: laughs).bytes
        },
        HostileFile("slides with laughs", "a.pptx", .corrupt, cut: .fault, text: "## Slide 1\n") {
            MadeFiles.slides(MadeFiles.shape("&e;&f;"), head: laughs).bytes
        },
        HostileFile("a text with laughs", "a.odt", .corrupt, text: "") {
            MadeFiles.open("<text:p>&e;&f;</text:p>", head: laughs).bytes
        },
        HostileFile("a book whose page has entities", "a.epub", .ok) {
            MadeFiles.book(laughs + "<html><body><p>words &e;&f;</p></body></html>").bytes
        },
        HostileFile("a book that points out of itself", "a.epub", .corrupt, text: "") {
            MadeFiles.book("<p>x</p>", address: "../../../etc/passwd").bytes
        },
        HostileFile("a book that reads one page without end", "a.epub", .ok, text: "words\n") {
            MadeFiles.book(
                "<html><body><p>words</p></body></html>", spine: repeated("<itemref idref=\"a\"/>", 100_000)
            ).bytes
        },
        HostileFile("a flat text with laughs", "a.fodt", .corrupt, text: "") {
            Array(
                "<?xml version=\"1.0\"?>\(laughs)<office:document \(MadeFiles.openNames)><office:body><office:text><text:p>&e;&f;</text:p></office:text></office:body></office:document>"
                    .utf8)
        },
        HostileFile("ten thousand tables in each other", "a.docx", .ok, cut: .depth, text: "half a report\n") {
            word(
                half + repeated("<w:tbl><w:tr><w:tc>", 10_000) + repeated("</w:tc></w:tr></w:tbl>", 10_000))
        },
        HostileFile("ten thousand groups in each other", "a.pptx", .ok, cut: .depth) {
            MadeFiles.slides(
                MadeFiles.shape("words") + repeated("<p:grpSp>", 10_000) + repeated("</p:grpSp>", 10_000)
            ).bytes
        },
        HostileFile("ten thousand lists in each other", "a.odt", .ok, cut: .depth, text: "words\n") {
            MadeFiles.open(
                "<text:p>words</text:p>" + repeated("<text:list><text:list-item>", 10_000)
                    + repeated("</text:list-item></text:list>", 10_000)
            ).bytes
        },
        HostileFile("a hundred thousand boxes in each other", "a.html", .ok, cut: .depth) {
            Array(("<!doctype html><p>first" + repeated("<div>", 100_000) + "deep").utf8)
        },
        HostileFile("a hundred thousand attributes", "a.docx", .corrupt, cut: .fault, text: "half a report\n") {
            word(half + "<w:p \((0..<100_000).map { "a\($0)=\"\"" }.joined(separator: " "))/>")
        },
        HostileFile("an attribute of ten million characters", "a.html", .ok) {
            Array("<!doctype html><p>first<a title=\"\(repeated("x", 10_000_000))\">last</a>".utf8)
        },
        HostileFile("a cell in the last corner of a sheet", "a.xlsx", .ok) {
            MadeFiles.workbook(
                MadeFiles.cell("first") + "<row r=\"1048576\"><c r=\"XFD1048576\"><v>7</v></c></row>"
            ).bytes
        },
        HostileFile("a reference to a shared string far beyond all", "a.xlsx", .ok) {
            MadeFiles.workbook(
                "<row><c t=\"s\"><v>99999999999999999999</v></c><c t=\"s\"><v>-1</v></c><c><v>7</v></c></row>"
            ).bytes
        },
        HostileFile("cells repeated a thousand million times", "a.ods", .ok) {
            MadeFiles.open(
                "<table:table table:name=\"S\"><table:table-row table:number-rows-repeated=\"1000000000\"><table:table-cell table:number-columns-repeated=\"1000000000\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>",
                kind: "spreadsheet"
            ).bytes
        },
        HostileFile("blanks by the thousand million", "a.odt", .ok) {
            MadeFiles.open("<text:p>a<text:s text:c=\"1000000000\"/>b</text:p>").bytes
        },
        HostileFile("a text with a key", "a.odt", .encrypted, text: "") {
            MadeFiles.open(
                "",
                manifest:
                    "<manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data/></manifest:file-entry>"
            ).bytes
        },
    ]

    // MARK: PDF

    private static func pdf(_ objects: [String], root: Int = 1, trailer: String = "") -> [UInt8] {
        var text = "%PDF-1.4\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets { text += String(repeating: "0", count: 10 - "\(offset)".count) + "\(offset) 00000 n \n" }
        text += "trailer\n<< /Size \(objects.count + 1) /Root \(root) 0 R \(trailer) >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(text.utf8)
    }

    private static let catalog = "<< /Type /Catalog /Pages 2 0 R >>"
    private static let page =
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>"

    private static let portable: [HostileFile] = [
        HostileFile("a tree of pages that holds itself", "a.pdf", .noText) {
            pdf([catalog, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])
        },
        HostileFile("a form that draws itself", "a.pdf", .noText) {
            pdf([
                catalog, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, "<< /Length 5 >>\nstream\n/F Do\nendstream",
                "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >> /Length 11 >>\nstream\n/F Do /F Do\nendstream",
            ])
        },
        HostileFile("a length that is the stream itself", "a.pdf", .noText) {
            pdf([
                catalog, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page,
                "<< /Length 4 0 R >>\nstream\n/F Do\nendstream",
            ])
        },
        HostileFile("a table of objects that comes before itself", "a.pdf", .ok) {
            var file = TinyPDF(["The survey"])
            file.trailer = "/Prev 0"
            return file.bytes
        },
        HostileFile("arrays in arrays", "a.pdf", .corrupt, text: "") {
            pdf([repeated("[", 100_000) + repeated("]", 100_000)])
        },
        HostileFile("a hundred thousand pages", "a.pdf", .ok, cut: .pages) {
            let kids = (0..<100_000).map { "\($0 + 5) 0 R" }.joined(separator: " ")
            let page = "<< /Type /Page /Parent 2 0 R /Contents 3 0 R >>"
            return pdf(
                [
                    catalog,
                    "<< /Type /Pages /MediaBox [0 0 612 792] /Resources << /Font << /F 4 0 R >> >> /Kids [\(kids)] /Count 100000 >>",
                    "<< /Length 47 >>\nstream\nBT /F 12 Tf 72 720 Td (The same words) Tj ET    \nendstream",
                    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
                ] + Array(repeating: page, count: 100_000))
        },
        HostileFile("one page that is said to be thousands of millions", "a.pdf", .corrupt, text: "") {
            pdf([
                catalog, "<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>", page,
                "<< /Length 0 >>\nstream\n\nendstream",
            ])
        },
        HostileFile("a page that needs a password", "a.pdf", .encrypted, text: "") {
            pdf(
                [
                    catalog, "<< /Type /Pages /Kids [] /Count 0 >>",
                    "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <\(repeated("41", 32))> /U <\(repeated("42", 32))> >>",
                ], trailer: "/Encrypt 3 0 R /ID [<41><41>]")
        },
        HostileFile("a catalogue that is no dictionary", "a.pdf", .corrupt, text: "") { pdf(["(catalogue)"]) },
        HostileFile("a cut off pdf", "a.pdf", .ok) {
            var file = TinyPDF(["The survey"], ["goes on"])
            file.hasTrailer = false
            return file.bytes
        },
    ]

    // MARK: OLE

    private static func record97(_ kind: UInt16, _ data: [UInt8]) -> [UInt8] {
        MadeCompound.short(kind) + MadeCompound.short(UInt16(data.count)) + data
    }

    private static let compound: [HostileFile] = [
        HostileFile("a compound file of noise", "a.xls", .corrupt, text: "") {
            Array(MadeFiles.sheet97().prefix(8)) + (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7_919 >> 3) }
        },
        HostileFile(
            "a compound file whose chain of sectors is a ring", "a.xls", .ok, text: "## S\n\n| words |\n| --- |\n"
        ) {
            var bytes = MadeFiles.sheet97()
            // Every sector of the table names the second one as its next.
            let table = bytes.count - 512
            for place in stride(from: table, to: bytes.count, by: 4) {
                bytes.replaceSubrange(place..<place + 4, with: [1, 0, 0, 0])
            }
            return bytes
        },
        HostileFile("a workbook with a password", "a.xls", .encrypted, text: "") {
            MadeFiles.sheet97(record97(0x2F, [UInt8](repeating: 1, count: 54)))
        },
        HostileFile("a workbook whose records run out of the file", "a.xls", .corrupt, cut: .fault) {
            MadeFiles.sheet97(sheet: [0x04, 0x02, 0xFF, 0x7F, 0, 0])
        },
        HostileFile("a package that is locked inside a compound file", "a.docx", .encrypted, text: "") {
            MadeCompound([("EncryptionInfo", [4, 0, 4, 0]), ("EncryptedPackage", [UInt8](repeating: 9, count: 5_000))])
                .bytes
        },
        HostileFile("a document with a password", "a.doc", .encrypted, text: "") {
            var header = [UInt8](repeating: 0, count: 2_000)
            header.replaceSubrange(0..<12, with: [0xEC, 0xA5, 0xC1, 0, 0, 0, 0, 0, 0, 0, 0, 1])
            return MadeCompound([("WordDocument", header), ("1Table", [UInt8](repeating: 1, count: 500))]).bytes
        },
        HostileFile("a document whose pieces lie outside of it", "a.doc", .corrupt, text: "") {
            var header = [UInt8](repeating: 0xFF, count: 2_000)
            header.replaceSubrange(0..<12, with: [0xEC, 0xA5, 0xC1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
            return MadeCompound([("WordDocument", header), ("0Table", [UInt8](repeating: 0xFF, count: 500))]).bytes
        },
        HostileFile("slides of noise", "a.ppt", .corrupt, text: "") {
            MadeCompound([
                ("PowerPoint Document", [UInt8](repeating: 0xFF, count: 5_000)),
                ("Current User", [UInt8](repeating: 0xFF, count: 40)),
            ]).bytes
        },
        HostileFile("containers in containers", "a.ppt", .corrupt, text: "") {
            let container: [UInt8] = [0x0F, 0, 0xE8, 3, 0xFF, 0xFF, 0xFF, 0x7F]
            return MadeCompound([
                ("PowerPoint Document", Array(repeating: container, count: 50_000).flatMap { $0 }),
                ("Current User", [UInt8](repeating: 0, count: 40)),
            ]).bytes
        },
        HostileFile("a message whose properties lead nowhere", "a.msg", .ok, text: "A letter\n") {
            MadeFiles.message([("__properties_version1.0", [UInt8](repeating: 0xFF, count: 4_000))])
        },
        HostileFile("a cut off workbook of old", "a.xls", .corrupt) { Array(MadeFiles.sheet97().prefix(1_024)) },
    ]

    // MARK: Text

    private static let plain: [HostileFile] = [
        HostileFile("a million groups in each other", "a.rtf", .ok, cut: .depth) {
            Array(("{\\rtf1 first " + repeated("{\\b ", 1_000_000) + "deep").utf8)
        },
        HostileFile("binary data that is longer than the file", "a.rtf", .ok, text: "first\n") {
            Array("{\\rtf1 first\\par\\bin2147483647 x}".utf8)
        },
        HostileFile("numbers beyond all numbers", "a.rtf", .ok) {
            Array("{\\rtf1\\uc999999999999 first\\u99999999999999999999 \\li-99999999999999999999 last}".utf8)
        },
        HostileFile("parts in parts in parts", "a.eml", .ok) {
            let parts = (0..<5_000).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }.joined()
            return Array(("From: a@e.org\nSubject: S\n" + parts + "\ndeep").utf8)
        },
        HostileFile("a header of ten million characters", "a.eml", .ok) {
            Array("From: a@e.org\nSubject: \(repeated("long ", 2_000_000))\n\nwords".utf8)
        },
        HostileFile("a line of fifty million characters", "a.log", .ok, cut: .text) {
            [UInt8](repeating: 0x41, count: 50_000_000)
        },
        HostileFile("a table of a million columns", "a.csv", .ok, cut: .text) {
            Array((repeated("a,", 1_000_000) + "\n" + repeated("1,", 1_000_000)).utf8)
        },
        HostileFile("a drawing with laughs, which is text", "a.svg", .ok) {
            Array(
                "<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><svg>&f;</svg>".utf8)
        },
        HostileFile("a program in a document's clothes", "report.docx", .unsupported, text: "") {
            [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0] + [UInt8](repeating: 0x90, count: 1_000)
        },
        HostileFile("a document in a pdf's clothes", "report.pdf", .ok, text: "half a report\n") { word(half) },
        HostileFile("a packed stream that nobody unpacks", "a.csv.gz", .unsupported, text: "") {
            [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + Deflate.run(of: 0, count: 50 << 20)
        },
        HostileFile("nothing at all", "a.pdf", .noText, text: "") { [] },
        HostileFile("a pile of zeros", "a.doc", .unsupported, text: "") { [UInt8](repeating: 0, count: 1 << 20) },
    ]
}
