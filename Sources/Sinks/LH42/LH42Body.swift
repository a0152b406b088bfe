/// The bodies of requests.
enum LH42Body {
    static func create(_ document: SinkDocument, _ part: DocumentPart, collection: String?) -> [UInt8] {
        var body = Array("{\"content\":".utf8)
        JSONText.append(content(of: document), to: &body)
        append("title", part.title(document.title), to: &body)
        append("content_type", "text/markdown", to: &body)
        if let collection { append("collection_id", collection, to: &body) }
        append(part.marking(document.metadata), to: &body)
        return body + "}".utf8
    }

    /// - Parameter collection: left as it is when `nil`.
    static func patch(_ title: String, _ metadata: SinkMetadata, _ part: DocumentPart, collection: String?) -> [UInt8] {
        var body = Array("{\"title\":".utf8)
        JSONText.append(part.title(title), to: &body)
        if let collection { append("collection_id", collection, to: &body) }
        append(part.marking(metadata), to: &body)
        return body + "}".utf8
    }

    /// By metadata; the words are only there because a search needs some.
    static func search(externalID: String, words: String, collection: String?) -> [UInt8] {
        var body = Array("{\"query\":".utf8)
        JSONText.append(words.trimmed.isEmpty ? externalID : words, to: &body)
        body += #","mode":"hybrid","top_k":100,"min_score":0,"include_content":false,"include_metadata":false,"#.utf8
        if let collection {
            body += #""collection_ids":["#.utf8
            JSONText.append(collection, to: &body)
            body += "],".utf8
        }
        body += #""filters":[{"field":"metadata.external_id","operator":"eq","value":"#.utf8
        JSONText.append(externalID, to: &body)
        return body + "}]}".utf8
    }

    static func collection(_ name: String, description: String) -> [UInt8] {
        var body = Array("{\"name\":".utf8)
        JSONText.append(name, to: &body)
        append("description", description, to: &body)
        return body + "}".utf8
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
