import AttachmentModel
import AttachmentReaders

/// libFuzzer's entry for the readers of zip packages. `Tests/Fuzz/packages` builds it.
///
/// The first byte chooses: a package as it is, or one made around markup, which the checksums and the packing of a
/// zip file would keep out of a fuzzer's reach. Zero bytes divide the markup of several parts.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPackages(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard let choice = bytes.first else { return 0 }
    let rest = Array(bytes.dropFirst())
    var limits = ReadingLimits()
    limits.inflated = 16 << 20
    limits.text = 1 << 20
    let readers: [any AttachmentReader.Type] = [
        WordReader.self, WorkbookReader.self, PresentationReader.self, OpenDocumentReader.self, BookReader.self,
        DrawingReader.self,
    ]
    let reading: Reading
    // A zip file starts with `P`, so a corpus of real files needs no byte in front.
    if choice == UInt8(ascii: "P") {
        let kind = (try? PackageKind.kind(of: ZipPackage(AttachmentFile(bytes: bytes), limits: limits))) ?? .docx
        let reader: any AttachmentReader.Type =
            switch kind {
            case .xlsx: WorkbookReader.self
            case .pptx: PresentationReader.self
            case .odf: OpenDocumentReader.self
            case .epub: BookReader.self
            case .visio: DrawingReader.self
            case .xlsb: BinaryWorkbookReader.self
            default: WordReader.self
            }
        reading = Reading(bytes, by: reader, limits: limits)
    } else {
        let form = FuzzForm.all[Int(choice) % FuzzForm.all.count]
        reading = Reading(form.package(rest).bytes, by: readers[form.reader], limits: limits)
    }
    precondition(reading.markdown.utf8.count <= 64 << 20)
    precondition(!reading.markdown.utf8.contains(0x0D))
    return 0
}

/// A package whose interesting parts are still to be filled.
struct FuzzForm {
    let reader: Int
    /// Root, and relation from the part before, of each part to fill.
    let parts: [(name: String, root: String)]
    let fixed: [(name: String, text: String)]

    func package(_ bytes: [UInt8]) -> MadePackage {
        var package = MadePackage([:])
        package.parts = fixed.map { ($0.name, Array($0.text.utf8)) }
        let pieces = bytes.split(separator: 0, maxSplits: parts.count - 1, omittingEmptySubsequences: false)
        for (part, piece) in zip(parts, pieces) {
            let start = Array("<\(part.root) \(Self.names)>".utf8)
            package.parts.append((part.name, start + piece + Array("</\(part.root)>".utf8)))
        }
        return package
    }

    private static let names: String = {
        let office = "http://schemas.openxmlformats.org/"
        let all = [
            "w": "\(office)wordprocessingml/2006/main", "x": "\(office)spreadsheetml/2006/main",
            "p": "\(office)presentationml/2006/main", "a": "\(office)drawingml/2006/main",
            "r": "\(office)officeDocument/2006/relationships", "mc": "\(office)markup-compatibility/2006",
            "m": "\(office)officeDocument/2006/math", "c": "\(office)drawingml/2006/chart",
            "wp": "\(office)drawingml/2006/wordprocessingDrawing", "v": "urn:schemas-microsoft-com:vml",
            "rel": "\(office)package/2006/relationships", "xlink": "http://www.w3.org/1999/xlink",
            "vis": "http://schemas.microsoft.com/office/visio/2012/main", "opf": "http://www.idpf.org/2007/opf",
            "dc": "http://purl.org/dc/elements/1.1/", "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
            "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        ]
        let open = ["office", "text", "table", "style", "presentation", "chart"].map {
            ($0, "urn:oasis:names:tc:opendocument:xmlns:\($0):1.0")
        }
        return (all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } + open)
            .map { "xmlns:\($0.0)=\"\($0.1)\"" }.joined(separator: " ")
    }()

    private static func relations(_ all: (id: String, kind: String, target: String)...) -> String {
        let lines = all.map { "<Relationship Id=\"\($0.id)\" Type=\"a/\($0.kind)\" Target=\"\($0.target)\"/>" }
        return
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\(lines.joined())</Relationships>"
    }

    static let all: [FuzzForm] = [
        FuzzForm(
            reader: 0,
            parts: [
                ("d.xml", "w:document"), ("s.xml", "w:styles"), ("n.xml", "w:numbering"), ("f.xml", "w:footnotes"),
            ],
            fixed: [
                ("_rels/.rels", relations(("m", "officeDocument", "d.xml"))),
                (
                    "_rels/d.xml.rels",
                    relations(
                        ("s", "styles", "s.xml"), ("n", "numbering", "n.xml"), ("f", "footnotes", "f.xml"),
                        ("h", "header", "f.xml"), ("c", "comments", "f.xml"), ("d", "chart", "s.xml"))
                ),
            ]),
        FuzzForm(
            reader: 1, parts: [("s.xml", "x:worksheet"), ("t.xml", "x:sst"), ("y.xml", "x:styleSheet")],
            fixed: [
                ("_rels/.rels", relations(("m", "officeDocument", "w.xml"))),
                (
                    "w.xml",
                    "<x:workbook \(names)><x:sheet name=\"S\" r:id=\"s\"/><x:sheet name=\"T\" r:id=\"t\"/></x:workbook>"
                ),
                (
                    "_rels/w.xml.rels",
                    relations(
                        ("s", "worksheet", "s.xml"), ("t", "worksheet", "t.xml"), ("h", "sharedStrings", "t.xml"),
                        ("y", "styles", "y.xml"))
                ),
                ("_rels/s.xml.rels", relations(("c", "comments", "t.xml"), ("d", "drawing", "y.xml"))),
            ]),
        FuzzForm(
            reader: 2, parts: [("s.xml", "p:sld"), ("l.xml", "p:sldLayout")],
            fixed: [
                ("_rels/.rels", relations(("m", "officeDocument", "p.xml"))),
                ("p.xml", "<p:presentation \(names)><p:sldId r:id=\"s\"/></p:presentation>"),
                ("_rels/p.xml.rels", relations(("s", "slide", "s.xml"))),
                (
                    "_rels/s.xml.rels",
                    relations(("l", "slideLayout", "l.xml"), ("n", "notesSlide", "l.xml"), ("c", "comments", "l.xml"))
                ),
            ]),
        FuzzForm(
            reader: 3, parts: [("content.xml", "office:document-content"), ("styles.xml", "office:document-styles")],
            fixed: []),
        FuzzForm(
            reader: 4, parts: [("b.opf", "opf:package"), ("a.xhtml", "html")],
            fixed: [
                (
                    "META-INF/container.xml",
                    "<rootfile xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" full-path=\"b.opf\"/>"
                )
            ]),
        FuzzForm(
            reader: 5, parts: [("q.xml", "vis:PageContents"), ("p.xml", "vis:Pages")],
            fixed: [
                ("_rels/.rels", relations(("m", "document", "d.xml"))),
                ("_rels/d.xml.rels", relations(("p", "pages", "p.xml"))),
                ("_rels/p.xml.rels", relations(("q", "page", "q.xml"))),
            ]),
    ]
}
