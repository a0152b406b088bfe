package import HTTPTransport

/// Where LH42 is, who we are there, and how patient to be.
package struct LH42Settings: Sendable {
    package static let defaultAddress = "https://api.lakehouse42.com"

    /// The host alone, or with the API's prefix (`/v1` or `/api/v1`); without it the prefix is found out.
    package var address: HTTPURL
    package var key: Secret
    package var collection: LH42Collection
    /// Of one request.
    package var timeout = Duration.seconds(60)
    /// How long a document may be in processing before its job is handed back. The next attempt takes it up again.
    package var patience = Duration.seconds(300)
    /// How soon after a create its readiness is looked at, until experience tells.
    package var firstLook = Duration.seconds(2)

    package init(address: HTTPURL, key: Secret, collection: LH42Collection = .none) {
        self.address = address
        self.key = key
        self.collection = collection
    }
}

extension PaceState.Limits {
    /// What LH42 allows a key by default: 1000 requests a minute.
    package static let lh42 = PaceState.Limits(rate: 1000 / 60, concurrency: 16, patience: .seconds(30))
}
