package import HTTPTransport

/// A server that reads what nothing here reads (Apache Tika 2 or 3). Files leave this machine for it.
package struct TikaSettings: Sendable, Hashable {
    package enum Mode: String, Sendable, CaseIterable {
        /// What nothing here reads.
        case unsupported
        /// Also what was found corrupt here.
        case fallback
    }

    /// Of the server; `/tika` is added.
    package var address: HTTPURL
    package var mode: Mode
    /// For one try.
    package var timeout = Duration.seconds(60)

    package init(address: HTTPURL, mode: Mode = .unsupported) {
        self.address = address
        self.mode = mode
    }
}
