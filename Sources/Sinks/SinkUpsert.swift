/// A document to store whole, with the receipt of the version before it, if one is known.
package struct SinkUpsert: Sendable, Equatable {
    package var document: SinkDocument
    package var previous: SinkReceipt?
    /// An earlier try did not come to its end: the sink may hold what it stored, and looks before it stores again.
    package var mayHaveArrived: Bool

    package init(document: SinkDocument, previous: SinkReceipt? = nil, mayHaveArrived: Bool = false) {
        self.document = document
        self.previous = previous
        self.mayHaveArrived = mayHaveArrived
    }
}
