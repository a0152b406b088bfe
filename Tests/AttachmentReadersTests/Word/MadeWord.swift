import AttachmentReaders

/// A Word document made from the markup of its parts.
struct MadeWord {
    static let namespaces = """
        xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" \
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" \
        xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" \
        xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" \
        xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" \
        xmlns:v="urn:schemas-microsoft-com:vml" \
        xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"
        """
    private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    /// Of the body.
    var body: String
    /// Kind, file below `word/`, markup inside its root.
    var parts: [(kind: String, file: String, content: String)] = []
    var links: [(id: String, address: String)] = []

    init(_ body: String) { self.body = body }

    var bytes: [UInt8] {
        var relationships = links.map { link in
            "<Relationship Id=\"\(link.id)\" Type=\"\(Self.relations)/hyperlink\" Target=\"\(link.address)\" TargetMode=\"External\"/>"
        }
        relationships += parts.map { part in
            "<Relationship Id=\"\(part.file)\" Type=\"\(Self.relations)/\(part.kind)\" Target=\"\(part.file)\"/>"
        }
        var package = MadePackage([
            "_rels/.rels": Self.relationships([
                "<Relationship Id=\"x\" Type=\"\(Self.relations)/extended-properties\" Target=\"docProps/app.xml\"/>",
                "<Relationship Id=\"m\" Type=\"\(Self.relations)/officeDocument\" Target=\"/word/document.xml\"/>",
            ]),
            "word/document.xml": "<w:document \(Self.namespaces)><w:body>\(body)</w:body></w:document>",
            "word/_rels/document.xml.rels": Self.relationships(relationships),
        ])
        for part in parts {
            let markup = "<w:\(part.kind) \(Self.namespaces)>\(part.content)</w:\(part.kind)>"
            package.parts.append(("word/\(part.file)", Array(markup.utf8)))
        }
        return package.bytes
    }

    static func relationships(_ all: [String]) -> String {
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\(all.joined())</Relationships>"
    }

    static func paragraph(_ text: String, properties: String = "") -> String {
        "<w:p><w:pPr>\(properties)</w:pPr><w:r><w:t xml:space=\"preserve\">\(text)</w:t></w:r></w:p>"
    }

    func read(limits: ReadingLimits = ReadingLimits()) -> Reading {
        Reading(bytes, by: WordReader.self, limits: limits)
    }
}
