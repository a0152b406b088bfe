import AttachmentModel
import AttachmentReaders
import Testing

@Suite("Zip packages")
struct ZipPackageTests {
    private func open(
        _ package: MadePackage, limits: ReadingLimits = ReadingLimits()
    ) throws(ReadingError) -> ZipPackage {
        try ZipPackage(AttachmentFile(bytes: package.bytes), limits: limits)
    }

    @Test(
        "entries are found whatever their case, slashes and dots",
        arguments: ["word/document.xml", "/Word/Document.XML", "word\\document.xml", "./word/../word/document.xml"])
    func names(_ name: String) throws {
        let zip = try open(MadePackage(["Word\\Document.xml": "text"]))
        #expect(zip.bytes(of: name, limit: 100) == Array("text".utf8))
    }

    @Test("a name that leaves the package is no name")
    func leavingNames() throws {
        let zip = try open(MadePackage(["../secret": "text", "a": "b"]))
        #expect(!zip.contains("../secret"))
        #expect(zip.names == ["../secret", "a"])
    }

    @Test("percent signs in a name are read either way")
    func percentNames() throws {
        let zip = try open(MadePackage(["chapter 1.xhtml": "text"]))
        #expect(zip.contains("chapter%201.xhtml"))
    }

    @Test("without the directory at the end, entries are found by what stands before them")
    func recovery() throws {
        let bytes = MadePackage(["a": "first", "folder/b": "second"]).bytes
        let zip = try ZipPackage(AttachmentFile(bytes: Array(bytes.dropLast(10))), limits: ReadingLimits())
        #expect(zip.isRecovered)
        #expect(zip.names == ["a", "folder/b"])
        #expect(zip.bytes(of: "folder/b", limit: 100) == Array("second".utf8))
    }

    @Test("a file without entries is corrupt")
    func cut() {
        let bytes = MadePackage(["a": "b"]).bytes
        for count in [0, 10] {
            #expect(throws: ReadingError(.corrupt, "zip central directory missing")) {
                _ = try ZipPackage(AttachmentFile(bytes: Array(bytes.prefix(count))), limits: ReadingLimits())
            }
        }
    }

    @Test("more entries than the limit are refused before any is looked at")
    func manyEntries() {
        var limits = ReadingLimits()
        limits.entries = 1
        #expect(throws: ReadingError(.limit, "zip has too many entries")) {
            _ = try open(MadePackage(["a": "", "b": ""]), limits: limits)
        }
    }

    @Test("an entry that needs a password is told")
    func passwords() throws {
        var package = MadePackage(["a": "b"])
        #expect(try !open(package).hasEncryptedEntries)
        package.isEncrypted = true
        #expect(try open(package).hasEncryptedEntries)
    }

    @Test(
        "the main part's content type tells what a package is",
        arguments: [
            ("wordprocessingml.document.main+xml", "word/document.xml", AttachmentKind.docx),
            ("spreadsheetml.template.main+xml", "xl/workbook.xml", .xlsx),
            ("presentationml.slideshow.main+xml", "ppt/presentation.xml", .pptx),
        ])
    func kinds(_ type: String, _ part: String, _ kind: AttachmentKind) throws {
        let types = """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
            <Override PartName="/\(part)" ContentType="application/vnd.openxmlformats-officedocument.\(type)"/></Types>
            """
        #expect(try PackageKind.kind(of: open(MadePackage(["[Content_Types].xml": types, part: "<a/>"]))) == kind)
    }

    @Test("a package that names its media type is what it says; any other is an archive")
    func otherKinds() throws {
        let text = MadePackage(["mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""])
        #expect(try PackageKind.kind(of: open(text)) == .odf)
        #expect(try PackageKind.kind(of: open(MadePackage(["mimetype": "application/epub+zip"]))) == .epub)
        #expect(try PackageKind.kind(of: open(MadePackage(["a.txt": "b"]))) == .archives)
    }
}
