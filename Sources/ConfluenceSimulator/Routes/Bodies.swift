/// The representations of a body. Only storage format is the real thing; the others carry its text.
enum Bodies {
    static let listFormats: Set<String> = ["storage", "atlas_doc_format"]
    static let singleFormats = listFormats.union([
        "view", "export_view", "anonymous_export_view", "styled_view", "editor",
    ])

    static func render(_ storage: String, as format: String) -> String {
        switch format {
        case "storage", "editor": return storage
        case "atlas_doc_format":
            let words: JSON = ["type": "text", "text": .string(text(of: storage))]
            let paragraph: JSON = ["type": "paragraph", "content": [words]]
            let document: JSON = ["type": "doc", "version": 1, "content": [paragraph]]
            return document.text
        default: return "<p>\(text(of: storage).escapedForXML)</p>"
        }
    }

    /// `{"storage":{"representation":"storage","value":…}}`, or `{}` without a format.
    static func json(_ storage: @autoclosure () -> String, as format: String?) -> JSON {
        guard let format else { return [:] }
        let body: JSON = ["representation": .string(format), "value": .string(render(storage(), as: format))]
        return .object([(format, body)])
    }

    /// Without tags, in one line.
    static func text(of storage: String) -> String {
        var text = ""
        var depth = 0
        for character in storage {
            switch character {
            case "<":
                depth = 1
                if text.last != " " { text.append(" ") }
            case ">": depth = 0
            default: if depth == 0 { text.append(character) }
            }
        }
        return text
    }
}
