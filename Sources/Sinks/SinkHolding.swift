/// A document that the sink holds, as it says itself.
package struct SinkHolding: Sendable, Equatable {
    package var externalID: String
    package var receipt: SinkReceipt
    package var syncToken: String?
    package var version: Int?
    package var contentHash: String?
    /// Metadata `site_url`.
    package var siteURL: String?

    package init(
        externalID: String, receipt: SinkReceipt, syncToken: String? = nil, version: Int? = nil,
        contentHash: String? = nil, siteURL: String? = nil
    ) {
        self.externalID = externalID
        self.receipt = receipt
        self.syncToken = syncToken
        self.version = version
        self.contentHash = contentHash
        self.siteURL = siteURL
    }
}
