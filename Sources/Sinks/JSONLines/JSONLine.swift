/// One operation as one line:
///
///     {"op":"upsert","external_id","parent_external_id"?,"title","markdown","metadata","at"}
///     {"op":"delete","external_id","at"}
enum JSONLine {
    /// - Parameter time: RFC 3339.
    static func append(_ document: SinkDocument, at time: String, to out: inout [UInt8]) {
        append("upsert", of: document.externalID, to: &out)
        if let parent = document.parentExternalID { append("parent_external_id", parent, to: &out) }
        append("title", document.title, to: &out)
        append("markdown", document.markdown, to: &out)
        out += #","metadata":"#.utf8
        JSONText.append(document.metadata, to: &out)
        end(at: time, to: &out)
    }

    static func append(_ deletion: SinkDeletion, at time: String, to out: inout [UInt8]) {
        append("delete", of: deletion.externalID, to: &out)
        end(at: time, to: &out)
    }

    private static func append(_ operation: String, of externalID: String, to out: inout [UInt8]) {
        out += #"{"op":"\#(operation)""#.utf8
        append("external_id", externalID, to: &out)
    }

    private static func append(_ key: String, _ text: String, to out: inout [UInt8]) {
        out += #","\#(key)":"#.utf8
        JSONText.append(text, to: &out)
    }

    private static func end(at time: String, to out: inout [UInt8]) {
        append("at", time, to: &out)
        out += "}\n".utf8
    }
}
