/// A document to store whole, with the receipt of the version before it, if one is known.
package struct SinkUpsert: Sendable, Equatable {
    package var document: SinkDocument
    package var previous: SinkReceipt?

    package init(document: SinkDocument, previous: SinkReceipt? = nil) {
        self.document = document
        self.previous = previous
    }
}
