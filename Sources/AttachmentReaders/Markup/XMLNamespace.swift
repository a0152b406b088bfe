/// Short names for the namespaces that readers know, the same whatever prefix a document gives them.
enum XMLNamespace {
    /// - Returns: `nil` for a namespace that no reader looks into.
    static func prefix(of address: String) -> String? {
        if let known = others[address] { return known }
        // ISO/IEC 29500 Strict has its own addresses for the same words.
        for (start, hasYear) in [(transitional, true), (strict, false)] where address.hasPrefix(start) {
            var name = address.dropFirst(start.count)
            if hasYear { name = Substring(name.split(separator: "/").filter { $0 != "2006" }.joined(separator: "/")) }
            return office[String(name)]
        }
        guard address.hasPrefix(openDocument), address.hasSuffix(":1.0") else { return nil }
        let name = String(address.dropFirst(openDocument.count).dropLast(4))
        return usual[name] ?? name
    }

    private static let transitional = "http://schemas.openxmlformats.org/"
    private static let strict = "http://purl.oclc.org/ooxml/"
    private static let openDocument = "urn:oasis:names:tc:opendocument:xmlns:"

    /// What OpenDocument's own text calls them.
    private static let usual = [
        "drawing": "draw",
        "svg-compatible": "svg",
        "datastyle": "number",
        "xsl-fo-compatible": "fo",
    ]

    private static let office = [
        "wordprocessingml/main": "w",
        "spreadsheetml/main": "x",
        "presentationml/main": "p",
        "officeDocument/relationships": "r",
        "officeDocument/math": "m",
        "drawingml/main": "a",
        "drawingml/chart": "c",
        "drawingml/diagram": "dgm",
        "drawingml/picture": "pic",
        "drawingml/spreadsheetDrawing": "xdr",
        "drawingml/wordprocessingDrawing": "wp",
        "markup-compatibility": "mc",
        "package/relationships": "rel",
        "package/content-types": "ct",
    ]

    private static let others = [
        "http://www.w3.org/XML/1998/namespace": "xml",
        "http://www.w3.org/1999/xlink": "xlink",
        "http://purl.org/dc/elements/1.1/": "dc",
        "urn:schemas-microsoft-com:vml": "v",
        "urn:schemas-microsoft-com:office:office": "o",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
        "http://schemas.microsoft.com/office/drawing/2014/chartex": "cx",
        "http://schemas.microsoft.com/office/drawing/2008/diagram": "dsp",
        "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments": "tc",
        "http://schemas.microsoft.com/office/powerpoint/2018/8/main": "p188",
        "http://schemas.microsoft.com/office/visio/2012/main": "vis",
        "urn:oasis:names:tc:opendocument:xmlns:container": "ocf",
        "http://www.w3.org/2001/04/xmlenc#": "enc",
        "http://www.idpf.org/2007/opf": "opf",
    ]
}
