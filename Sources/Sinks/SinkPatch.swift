/// A document of which everything but the text is new.
package struct SinkPatch: Sendable, Equatable {
    package var externalID: String
    package var title: String
    /// All of it: what is not here is gone afterwards.
    package var metadata: SinkMetadata
    package var parentExternalID: String?
    package var previous: SinkReceipt

    package init(
        externalID: String, title: String, metadata: SinkMetadata, parentExternalID: String? = nil,
        previous: SinkReceipt
    ) {
        self.externalID = externalID
        self.title = title
        self.metadata = metadata
        self.parentExternalID = parentExternalID
        self.previous = previous
    }
}
