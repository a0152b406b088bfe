import AttachmentReaders

/// A workbook made from the rows of its sheets.
struct MadeWorkbook {
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    /// Name, rows, and where a state such as `hidden` is wanted.
    var sheets: [(name: String, rows: String)]
    var states: [String: String] = [:]
    /// What follows the rows of the first sheet.
    var tail = ""
    var strings: [String] = []
    var styles = ""
    var startsIn1904 = false
    /// Kind, target and markup of what hangs on the first sheet.
    var parts: [(kind: String, file: String, markup: String)] = []
    var links: [(id: String, address: String)] = []

    init(_ sheets: [(name: String, rows: String)]) { self.sheets = sheets }

    private func relationship(_ id: String, _ kind: String, _ target: String) -> String {
        "<Relationship Id=\"\(id)\" Type=\"\(Self.relations)/\(kind)\" Target=\"\(target)\"/>"
    }

    var bytes: [UInt8] {
        let listed = sheets.enumerated().map { index, sheet in
            "<sheet name=\"\(sheet.name)\" r:id=\"s\(index)\" state=\"\(states[sheet.name] ?? "visible")\"/>"
        }
        let names = "xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.relations)\""
        var package = MadePackage([
            "_rels/.rels": MadeWord.relationships([relationship("m", "officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml":
                "<workbook \(names)><workbookPr date1904=\"\(startsIn1904)\"/><sheets>\(listed.joined())</sheets></workbook>",
            "xl/sharedStrings.xml": "<sst xmlns=\"\(Self.main)\">\(strings.map { "<si>\($0)</si>" }.joined())</sst>",
            "xl/styles.xml": "<styleSheet xmlns=\"\(Self.main)\">\(styles)</styleSheet>",
        ])
        var relationships = [
            relationship("ss", "sharedStrings", "sharedStrings.xml"), relationship("st", "styles", "styles.xml"),
        ]
        for (index, sheet) in sheets.enumerated() {
            relationships.append(relationship("s\(index)", "worksheet", "worksheets/sheet\(index).xml"))
            let rows = "<sheetData>\(sheet.rows)</sheetData>\(index == 0 ? tail : "")"
            package.parts.append(
                ("xl/worksheets/sheet\(index).xml", Array("<worksheet \(names)>\(rows)</worksheet>".utf8)))
        }
        package.parts.append(("xl/_rels/workbook.xml.rels", Array(MadeWord.relationships(relationships).utf8)))
        var own = parts.map { relationship($0.file, $0.kind, $0.file) }
        own += links.map { link in
            "<Relationship Id=\"\(link.id)\" Type=\"\(Self.relations)/hyperlink\" Target=\"\(link.address)\" TargetMode=\"External\"/>"
        }
        package.parts.append(("xl/worksheets/_rels/sheet0.xml.rels", Array(MadeWord.relationships(own).utf8)))
        for part in parts { package.parts.append(("xl/worksheets/\(part.file)", Array(part.markup.utf8))) }
        return package.bytes
    }

    func read(limits: ReadingLimits = ReadingLimits()) -> Reading {
        Reading(bytes, by: WorkbookReader.self, limits: limits)
    }
}
