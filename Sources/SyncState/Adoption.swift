package import ConfluenceModel

/// A document that a sink holds already, taken over without knowing how it came there.
package struct Adoption: Sendable {
    package var kind: ContentKind
    package var receipt: Receipt

    package init(kind: ContentKind, receipt: Receipt) {
        self.kind = kind
        self.receipt = receipt
    }

    /// Stands for the space, which is not known before the object comes up.
    package static let ordinal = UInt16.max

    var known: KnownObject {
        var flags: Checkpoint.Flags = []
        if kind == .blogpost { flags.insert(.blogpost) }
        if kind == .attachment { flags.insert(.attachment) }
        return KnownObject(
            checkpoint: Checkpoint(version: 0, pipeline: 0, spaceOrdinal: Self.ordinal, flags: flags), receipt: receipt)
    }
}
