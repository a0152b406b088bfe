import AttachmentModel
import AttachmentReaders
import Testing

@Suite("EPUB books")
struct BookReaderTests {
    private func book(encrypted part: String? = nil) -> Reading {
        func page(_ body: String) -> String {
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body>\(body)</body></html>"
        }
        var package = MadePackage([
            "mimetype": "application/epub+zip",
            "META-INF/container.xml":
                """
            <container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf"/>\
            </rootfiles></container>
            """,
            "OEBPS/book.opf":
                """
            <package xmlns="http://www.idpf.org/2007/opf"><manifest>\
            <item id="b" href="b%20b.xhtml" media-type="application/xhtml+xml"/><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>\
            <item id="c" href="c.css" media-type="text/css"/></manifest>\
            <spine><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/></spine></package>
            """,
            "OEBPS/b b.xhtml": page("<p>second</p>"),
            "OEBPS/a.xhtml": page("<h1>First</h1><p>text</p>"),
            "OEBPS/c.css": "drop",
        ])
        if let part {
            let cipher = """
                <encryption><EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"><CipherData><CipherReference URI="\(part)"/>\
                </CipherData></EncryptedData></encryption>
                """
            package.parts.append(("META-INF/encryption.xml", Array(cipher.utf8)))
        }
        return Reading(package.bytes, by: BookReader.self)
    }

    @Test("chapters come in the order of the spine")
    func order() {
        #expect(book().markdown == "## First\n\ntext\n\nsecond\n")
    }

    @Test("scrambled fonts are no encryption, scrambled chapters are")
    func encryption() {
        #expect(book(encrypted: "OEBPS/font.otf").error == nil)
        #expect(book(encrypted: "OEBPS/a.xhtml").error?.status == .encrypted)
    }
}
