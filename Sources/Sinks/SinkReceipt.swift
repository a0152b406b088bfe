/// What the sink calls the document it stored: for a directory the path relative to its root, else an id.
package struct SinkReceipt: Sendable, Hashable, Codable {
    package let documentID: String

    package init(documentID: String) { self.documentID = documentID }
}
