/// A document to remove. Without a receipt the sink has to search for it, which may be slow.
package struct SinkDeletion: Sendable, Equatable {
    package var externalID: String
    package var previous: SinkReceipt?

    package init(externalID: String, previous: SinkReceipt? = nil) {
        self.externalID = externalID
        self.previous = previous
    }
}
