import AttachmentModel
import AttachmentReaders
import Testing

@Suite("Telling kinds of files apart")
struct DetectionTests {
    private func kind(_ bytes: [UInt8], name: String = "", mediaType: String = "") -> AttachmentKind {
        Detection(of: AttachmentFile(bytes: bytes, name: name, mediaType: mediaType), limits: ReadingLimits()).kind
    }

    private func kind(_ text: String, name: String = "", mediaType: String = "") -> AttachmentKind {
        kind(Array(text.utf8), name: name, mediaType: mediaType)
    }

    @Test("a pdf may have something before its header; a text about pdf files is none")
    func findsPDF() {
        #expect(kind("%PDF-1.7\n", name: "x.docx") == .pdf)
        #expect(kind(String(repeating: "junk ", count: 100) + "%PDF-1.4\n1 0 obj\n<<>>\nendobj") == .pdf)
        #expect(kind("A file that starts with %PDF-1.4 is a pdf.") == .text)
        #expect(kind(String(repeating: " ", count: 1_100) + "%PDF-1.4\n1 0 obj") == .text)
    }

    @Test("a pdf program reads pdf files, and pictures in them are seen")
    func namesEngine() {
        func detect(_ text: String) -> Detection {
            Detection(of: AttachmentFile(bytes: Array(text.utf8)), limits: ReadingLimits())
        }
        let plain = detect("%PDF-1.4\n1 0 obj\n<< /ProcSet [/PDF /ImageB] >>")
        #expect(plain.engine == .pdftotext)
        #expect(!plain.hasPictures)
        #expect(detect("%PDF-1.4\n1 0 obj\n<< /Subtype /Image >>").hasPictures)
        #expect(detect("%PDF-1.4\n1 0 obj\n<</Subtype/Image/Width 1>>").hasPictures)
        #expect(!detect("%PDF-1.4\n1 0 obj\n<< /ProcSet [ /PDF /Text /ImageB /ImageC /ImageI ] >>").hasPictures)
    }

    @Test(
        "web pages are known by their first element",
        arguments: [
            "<!DOCTYPE html><p>x", "\n <HTML><body>", "<?xml version=\"1.0\"?>\n<html xmlns=\"x\">",
            "<!-- note --><table><tr>",
            "\u{FEFF}<html>",
        ])
    func findsHTML(text: String) {
        #expect(kind(text, name: "report.xls") == .html)
    }

    @Test("fragments are web pages where they are called so, other markup is text")
    func asksNames() {
        #expect(kind("<p>x</p>", name: "x.htm") == .html)
        #expect(kind("<p>x</p>", mediaType: "text/html; charset=utf-8") == .html)
        #expect(kind("<p>x</p>", name: "x.xml") == .text)
        #expect(kind("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", name: "x.svg") == .text)
        #expect(kind("<?xml version=\"1.0\"?><office:document xmlns:office=\"x\">", name: "x.fodt") == .odf)
    }

    @Test("a mail starts with its header; notes and settings that look like one are text")
    func findsMail() {
        #expect(kind("From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nHello") == .eml)
        #expect(kind("Received: from x\r\n by y\r\nDate: z\r\nMessage-ID: <1>\r\n\r\n") == .eml)
        #expect(kind("Subject: x\n\nHello", name: "x.eml") == .eml)
        #expect(kind("Date: today\nSubject: minutes\nTo: all\n\nWe met.") == .text)
        #expect(kind("name: x\nversion: 2\nfrom: here\n", name: "x.yaml") == .text)
    }

    @Test(
        "others are known by their signatures",
        arguments: [
            ("{\\rtf1\\ansi", AttachmentKind.rtf), ("\n{\\rtf1", .rtf), ("GIF89a", .images), ("Rar!\u{1A}", .other),
            ("plain words", .text), ("{\"json\": true}", .text),
        ])
    func knowsSignatures(text: String, expected: AttachmentKind) {
        #expect(kind(text) == expected)
    }

    @Test("zeros make no text, but UTF-16 is text")
    func tellsBinaryFromText() {
        #expect(kind([0x61, 0, 0, 0, 0x62, 1, 2, 3, 4, 5, 6, 7], name: "x.txt") == .other)
        #expect(kind("Grüße".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) == .text)
        #expect(kind([0xFF, 0xFE] + "<html>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) == .html)
        #expect(kind([UInt8](repeating: 7, count: 100)) == .other)
    }

    @Test("half a package has the kind that its name says, and a reason")
    func judgesHalfPackages() {
        let half = AttachmentFile(bytes: [0x50, 0x4B, 3, 4, 20, 0, 0, 0], name: "x.docx")
        let found = Detection(of: half, limits: ReadingLimits())
        #expect(found.kind == .docx)
        #expect(found.refusal?.status == .corrupt)
    }
}
