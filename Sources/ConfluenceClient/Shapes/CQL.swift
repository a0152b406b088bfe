import ConfluenceModel

/// Clauses of Confluence's query language. Every literal is quoted: personal keys and reserved words fail bare.
enum CQL {
    static func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    static func ids(_ ids: some Sequence<ContentID>) -> String {
        // Ids come from Confluence or from people; only plain ones may stand bare.
        ids.map { id in id.rawValue.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? id.rawValue : quoted(id.rawValue) }
            .joined(separator: ",")
    }
}
