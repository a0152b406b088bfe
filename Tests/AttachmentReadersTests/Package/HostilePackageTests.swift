import AttachmentModel
import AttachmentReaders
import Testing

@Suite("Hostile packages")
struct HostilePackageTests {
    private let start = "<w:p><w:r><w:t>half a report</w:t></w:r></w:p>"

    @Test("text before damaged markup is kept")
    func damagedMarkup() {
        let reading = MadeWord(start + "</w:tbl><w:p").read()
        #expect(reading.error?.status == .corrupt)
        #expect(reading.markdown.hasPrefix("half a report\n"))
    }

    @Test("of a file that was cut off, what is there is read")
    func cutFile() throws {
        let bytes = MadeWord(start + String(repeating: "<w:p/>", count: 1_000)).bytes
        let reading = Reading(Array(bytes.prefix(bytes.count / 2)), by: WordReader.self)
        #expect(reading.error == ReadingError(.corrupt, "zip central directory missing"))
        #expect(reading.markdown == "half a report\n")
    }

    @Test("a document type is refused before any entity is known")
    func entities() {
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
        let body = """
            <!DOCTYPE d [<!ENTITY a "ha"><!ENTITY x SYSTEM "file:///etc/passwd">]>\
            <w:document \(MadeWord.namespaces)><w:body><w:p><w:r><w:t>&a;&x;</w:t></w:r></w:p></w:body></w:document>
            """
        let package = MadePackage([
            "_rels/.rels": MadeWord.relationships(["<Relationship Id=\"a\" Type=\"\(relations)\" Target=\"d.xml\"/>"]),
            "d.xml": body,
        ])
        let reading = Reading(package.bytes, by: WordReader.self)
        #expect(reading.error == ReadingError(.corrupt, "docx: a document type where none may be"))
        #expect(reading.markdown == "")
    }

    @Test("an element of very many attributes ends the document before they are compared")
    func attributes() {
        let attributes = (0..<100_000).map { "a\($0)=\"1\"" }.joined(separator: " ")
        let clock = ContinuousClock()
        var reading: Reading?
        let taken = clock.measure { reading = MadeWord(start + "<w:p \(attributes)/>").read() }
        #expect(reading?.error?.status == .corrupt)
        #expect(reading?.markdown == "half a report\n")
        #expect(taken < .seconds(2))
    }

    @Test("elements that stand too deep end the document, the text before them is kept")
    func depth() {
        let open = String(repeating: "<w:tbl><w:tr><w:tc>", count: 200)
        let close = String(repeating: "</w:tc></w:tr></w:tbl>", count: 200)
        let reading = MadeWord(start + open + close).read()
        #expect(reading.error == nil)
        #expect(reading.truncation == .depth)
        #expect(reading.markdown == "half a report\n")
    }

    @Test("parts that together inflate to too much end there")
    func inflated() {
        var limits = ReadingLimits()
        limits.inflated = 64 << 10
        let reading = MadeWord(String(repeating: start, count: 5_000)).read(limits: limits)
        #expect(reading.truncation == .inflated)
        #expect(reading.markdown.hasPrefix("half a report\n"))
    }

    @Test("a password is told by every reader")
    func passwords() {
        var package = MadePackage(["_rels/.rels": "", "content.xml": "", "META-INF/container.xml": ""])
        package.isEncrypted = true
        let readers: [any AttachmentReader.Type] = [
            WordReader.self, WorkbookReader.self, PresentationReader.self, OpenDocumentReader.self, BookReader.self,
            DrawingReader.self,
        ]
        for reader in readers {
            #expect(Reading(package.bytes, by: reader).error?.status == .encrypted)
        }
    }

    @Test("a package without the parts it needs is corrupt, not empty")
    func emptyPackages() {
        let bytes = MadePackage(["a.txt": ""]).bytes
        let readers: [any AttachmentReader.Type] = [
            WordReader.self, WorkbookReader.self, PresentationReader.self, OpenDocumentReader.self, BookReader.self,
            DrawingReader.self,
        ]
        for reader in readers {
            #expect(Reading(bytes, by: reader).error?.status == .corrupt)
        }
    }
}
