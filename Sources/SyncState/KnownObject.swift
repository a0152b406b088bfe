/// What is remembered of one object: its checkpoint and, if the sink has a document of it, the sink's receipt.
///
/// Bytes: the checkpoint's 18, then the receipt's: one value of one hash, so that the queue's scripts read and write those of
/// a whole batch with one command each.
package struct KnownObject: Sendable, Hashable {
    package var checkpoint: Checkpoint
    package var receipt: Receipt?

    package init(checkpoint: Checkpoint, receipt: Receipt? = nil) {
        self.checkpoint = checkpoint
        self.receipt = receipt
    }

    package var bytes: [UInt8] { checkpoint.bytes + (receipt?.bytes ?? []) }

    /// `nil` without a whole checkpoint. A receipt that cannot be read counts as none.
    package init?(bytes: [UInt8]) {
        guard let checkpoint = Checkpoint(bytes: Array(bytes.prefix(Checkpoint.byteCount))) else { return nil }
        self.init(checkpoint: checkpoint, receipt: Receipt(bytes: Array(bytes.dropFirst(Checkpoint.byteCount))))
    }
}
