import AttachmentReaders

/// An OpenDocument file made from the markup of its body.
struct MadeOpenDocument {
    private static let spaces = [
        "office", "text", "table", "style", "presentation", "chart", "meta", "manifest", "form",
    ].map { "xmlns:\($0)=\"urn:oasis:names:tc:opendocument:xmlns:\($0):1.0\"" }.joined(separator: " ")
    static let names = """
        \(spaces) xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" \
        xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" \
        xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"
        """

    /// `text`, `spreadsheet` or `presentation`.
    var kind: String
    var body: String
    var automaticStyles = ""
    var styles = ""
    var manifest = ""

    init(_ kind: String, _ body: String) {
        self.kind = kind
        self.body = body
    }

    private var content: String {
        """
        <office:automatic-styles>\(automaticStyles)</office:automatic-styles>\
        <office:body><office:\(kind)>\(body)</office:\(kind)></office:body>
        """
    }

    var packed: [UInt8] {
        MadePackage([
            "mimetype": "application/vnd.oasis.opendocument.\(kind)",
            "content.xml": "<office:document-content \(Self.names)>\(content)</office:document-content>",
            "styles.xml": "<office:document-styles \(Self.names)>\(styles)</office:document-styles>",
            "META-INF/manifest.xml":
                "<!DOCTYPE manifest:manifest PUBLIC \"a\" \"b.dtd\"><manifest:manifest \(Self.names)>\(manifest)</manifest:manifest>",
        ]).bytes
    }

    /// As one file of XML.
    var flat: [UInt8] { Array("<office:document \(Self.names)>\(styles)\(content)</office:document>".utf8) }

    func read(limits: ReadingLimits = ReadingLimits()) -> Reading {
        Reading(packed, by: OpenDocumentReader.self, limits: limits)
    }
}
