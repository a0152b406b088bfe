import TestSupport

/// Small whole files of each kind, and what belongs around hostile parts of them.
enum MadeFiles {
    private static let office = "http://schemas.openxmlformats.org"
    static let wordNames = "xmlns:w=\"\(office)/wordprocessingml/2006/main\""
    static let sheetNames =
        "xmlns=\"\(office)/spreadsheetml/2006/main\" xmlns:r=\"\(office)/officeDocument/2006/relationships\""
    static let slideNames =
        "xmlns:p=\"\(office)/presentationml/2006/main\" xmlns:a=\"\(office)/drawingml/2006/main\" "
        + "xmlns:r=\"\(office)/officeDocument/2006/relationships\""
    static let openNames = ["office", "text", "table", "draw", "style", "manifest"].map {
        let space = $0 == "draw" ? "drawing" : $0
        return "xmlns:\($0)=\"urn:oasis:names:tc:opendocument:xmlns:\(space):1.0\""
    }.joined(separator: " ")

    static func relationships(_ all: KeyValuePairs<String, String>) -> String {
        let lines = all.enumerated().map { index, one in
            "<Relationship Id=\"r\(index)\" Type=\"\(office)/officeDocument/2006/relationships/\(one.key)\" Target=\"\(one.value)\"/>"
        }
        return "<Relationships xmlns=\"\(office)/package/2006/relationships\">\(lines.joined())</Relationships>"
    }

    // MARK: Packages

    static let wordFrame = relationships(["officeDocument": "word/document.xml"])

    static func wordDocument(_ body: String) -> String {
        "<w:document \(wordNames)><w:body>\(body)</w:body></w:document>"
    }

    static func word(_ body: String) -> [UInt8] {
        RawZip(["_rels/.rels": wordFrame, "word/document.xml": wordDocument(body)]).bytes
    }

    static func paragraph(_ text: String) -> String { "<w:p><w:r><w:t>\(text)</w:t></w:r></w:p>" }

    static func workbook(_ rows: String, strings: String = "", head: String = "") -> RawZip {
        RawZip([
            "_rels/.rels": relationships(["officeDocument": "xl/workbook.xml"]),
            "xl/workbook.xml": "<workbook \(sheetNames)><sheets><sheet name=\"S\" r:id=\"r0\"/></sheets></workbook>",
            "xl/_rels/workbook.xml.rels": relationships([
                "worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml",
            ]),
            "xl/sharedStrings.xml": "\(head)<sst \(sheetNames)>\(strings)</sst>",
            "xl/worksheets/sheet1.xml": "\(head)<worksheet \(sheetNames)><sheetData>\(rows)</sheetData></worksheet>",
        ])
    }

    static func cell(_ text: String) -> String { "<row r=\"1\"><c t=\"inlineStr\"><is><t>\(text)</t></is></c></row>" }

    static func slides(_ shapes: String, head: String = "") -> RawZip {
        RawZip([
            "_rels/.rels": relationships(["officeDocument": "ppt/presentation.xml"]),
            "ppt/presentation.xml":
                "<p:presentation \(slideNames)><p:sldIdLst><p:sldId r:id=\"r0\"/></p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": relationships(["slide": "slides/slide1.xml"]),
            "ppt/slides/slide1.xml":
                "\(head)<p:sld \(slideNames)><p:cSld><p:spTree>\(shapes)</p:spTree></p:cSld></p:sld>",
        ])
    }

    static func shape(_ text: String) -> String {
        "<p:sp><p:txBody><a:p><a:r><a:t>\(text)</a:t></a:r></a:p></p:txBody></p:sp>"
    }

    /// - Parameter kind: `text` or `spreadsheet`.
    static func open(_ body: String, kind: String = "text", head: String = "", manifest: String = "") -> RawZip {
        RawZip([
            "mimetype": "application/vnd.oasis.opendocument.\(kind)",
            "content.xml":
                "\(head)<office:document-content \(openNames)><office:body><office:\(kind)>\(body)</office:\(kind)></office:body></office:document-content>",
            "META-INF/manifest.xml": "<manifest:manifest \(openNames)>\(manifest)</manifest:manifest>",
        ])
    }

    static func book(_ page: String, address: String = "a.xhtml", spine: String = "") -> RawZip {
        RawZip([
            "mimetype": "application/epub+zip",
            "META-INF/container.xml":
                "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"b.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>",
            "b.opf":
                "<package xmlns=\"http://www.idpf.org/2007/opf\"><manifest><item id=\"a\" href=\"\(address)\" media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"a\"/>\(spine)</spine></package>",
            "a.xhtml": page,
        ])
    }

    static var encryptedZip: [UInt8] {
        var zip = RawZip(["_rels/.rels": wordFrame, "word/document.xml": wordDocument("")])
        for index in zip.entries.indices { zip.entries[index].flags |= 1 }
        return zip.bytes
    }

    // MARK: Compound files

    /// BIFF8: the shared part with `records` at its start, and one sheet with one cell.
    static func sheet97(_ records: [UInt8] = [], sheet: [UInt8]? = nil) -> [UInt8] {
        func record(_ kind: UInt16, _ data: [UInt8]) -> [UInt8] {
            MadeCompound.short(kind) + MadeCompound.short(UInt16(data.count)) + data
        }
        func begin(_ kind: UInt8) -> [UInt8] { record(0x809, [0, 6, kind, 0] + [UInt8](repeating: 0, count: 12)) }
        let end = record(0x0A, [])
        let cell = sheet ?? record(0x204, [0, 0, 0, 0, 0, 0, 5, 0, 1] + MadeCompound.wide("words"))
        let head = begin(5) + records
        func list(_ offset: Int) -> [UInt8] {
            record(0x85, MadeCompound.little(UInt32(offset)) + [0, 0, 1, 1] + MadeCompound.wide("S"))
        }
        let offset = head.count + list(0).count + end.count
        return MadeCompound([("Workbook", head + list(offset) + end + begin(0x10) + cell + end)]).bytes
    }

    static func message(_ streams: [(String, [UInt8])] = []) -> [UInt8] {
        let own: [(String, [UInt8])] = [
            ("__properties_version1.0", [UInt8](repeating: 0, count: 32)),
            ("__substg1.0_1000001F", MadeCompound.wide("A letter")),
        ]
        return MadeCompound(own + streams).bytes
    }
}
