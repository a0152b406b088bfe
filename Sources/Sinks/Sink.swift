/// Where documents go. A sink knows nothing of the site they come from; all it has is the document and its metadata.
///
/// Many tasks and processes may use the same place at once. Every call may be repeated with the same arguments and
/// then changes nothing.
package protocol Sink: Sendable {
    /// `directory`, `jsonl`, …
    var kind: String { get }

    /// Kind, address and collection: equal for the same place, free of secrets. Receipts are worth something only
    /// for the sink whose fingerprint they were stored with.
    var fingerprint: String { get }

    /// Whether documents could be stored here now: the place exists or can be made, and is writable.
    func check() async throws(SinkError)

    /// Nothing was ever stored here, or all of it is gone: receipts of earlier documents are worth nothing.
    func isEmpty() async -> Bool

    /// Stores whole documents, new or replacing. One result each, in order.
    func push(_ documents: [SinkUpsert]) async -> [Result<SinkReceipt, SinkError>]

    /// Changes titles, metadata and places, not the text. One result each, in order.
    func patch(_ patches: [SinkPatch]) async -> [Result<SinkReceipt, SinkError>]

    /// Removes documents; one that is not there counts as removed. One result each, in order.
    func delete(_ deletions: [SinkDeletion]) async -> [Result<Void, SinkError>]

    /// Called after a run: index files, and what must reach the disk.
    func finish() async throws(SinkError)

    /// Everything of one connector (metadata `connector_id`) that the sink holds, one call each, in no order: for
    /// taking over after the receipts were lost. An external id may come twice when a move was cut short; the older
    /// one can then be deleted by its receipt.
    ///
    /// - Throws: what `each` throws, or a ``SinkError``: `unsupported` where a sink cannot tell what it holds.
    func holdings(of connectorID: String, _ each: (SinkHolding) async throws -> Void) async throws
}
