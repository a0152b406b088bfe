/// The bodies of requests.
enum LH42Body {
    static func create(_ document: SinkDocument, _ part: DocumentPart, collection: String?) -> [UInt8] {
        var body = Array("{\"content\":".utf8)
        JSONText.append(content(of: document), to: &body)
        append("title", part.title(document.title), to: &body)
        append("content_type", "text/markdown", to: &body)
        if let collection { append("collection_id", collection, to: &body) }
        append(part.marking(document.metadata), to: &body)
        body.append(UInt8(ascii: "}"))
        return body
    }

    /// - Parameter collection: left as it is when `nil`.
    static func patch(_ title: String, _ metadata: SinkMetadata, _ part: DocumentPart, collection: String?) -> [UInt8] {
        var body = Array("{\"title\":".utf8)
        JSONText.append(part.title(title), to: &body)
        if let collection { append("collection_id", collection, to: &body) }
        append(part.marking(metadata), to: &body)
        body.append(UInt8(ascii: "}"))
        return body
    }

    static func collection(_ name: String, description: String) -> [UInt8] {
        var body = Array("{\"name\":".utf8)
        JSONText.append(name, to: &body)
        append("description", description, to: &body)
        body.append(UInt8(ascii: "}"))
        return body
    }

    /// LH42 takes no document without text: a page that has none is found by its title.
    private static func content(of document: SinkDocument) -> String {
        document.markdown.contains { !$0.isWhitespace } ? document.markdown : document.title + "\n"
    }

    private static func append(_ name: String, _ text: String, to body: inout [UInt8]) {
        body += ",\"\(name)\":".utf8
        JSONText.append(text, to: &body)
    }

    private static func append(_ metadata: SinkMetadata, to body: inout [UInt8]) {
        body += ",\"metadata\":".utf8
        JSONText.append(metadata, to: &body)
    }
}
