/// One document as a sink stores it.
package struct SinkDocument: Sendable, Equatable {
    /// Stable across renames and moves; its last part, after a colon, is the content id.
    package var externalID: String
    package var title: String
    /// The text, without the title.
    package var markdown: String
    package var metadata: SinkMetadata
    /// The document an attachment hangs on, nil for all others.
    package var parentExternalID: String?

    package init(
        externalID: String, title: String, markdown: String, metadata: SinkMetadata, parentExternalID: String? = nil
    ) {
        self.externalID = externalID
        self.title = title
        self.markdown = markdown
        self.metadata = metadata
        self.parentExternalID = parentExternalID
    }
}
