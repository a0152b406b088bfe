package import HTTPTransport

/// Who counts our requests. All that share an app, a site, a key or a sink share its budget, whatever their connector.
package struct QuotaOwner: Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// An OAuth app: points an hour.
        case app
        /// A host: requests a second, and at once.
        case site
        /// A credential, by its hash.
        case credential = "cred"
        /// A sink's address and key, by their hash.
        case sink
    }

    package let kind: Kind
    package let name: String

    /// - Parameter name: a host, a client id or a hash; never a secret itself. What cannot stand in a key is replaced.
    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        let safe = name.unicodeScalars.prefix(128).map { scalar -> Character in
            let isSafe = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            return isSafe || "._-:".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
        }
        self.name = String(safe)
    }

    package var description: String { "\(kind.rawValue):\(name)" }
}

/// What an owner allows at most; what it allows now is learned from its answers.
package struct QuotaLimits: Sendable, Hashable {
    /// Requests, or points, a second.
    package var rate: Double
    /// Unused ones that may be taken at once.
    package var burst: Double
    /// Requests at the same time, over all processes.
    package var concurrency: Int
    /// A caller is held at most this long by a pause; longer ones are refused with ``Paused``.
    package var patience: Duration
    /// Data Center says nothing before it suffers: when its answers take twice as long as they used to, half as many
    /// are asked for at once.
    package var watchesLatency: Bool

    package init(
        rate: Double = 30, burst: Double? = nil, concurrency: Int = 16, patience: Duration = .seconds(30),
        watchesLatency: Bool = false
    ) {
        self.rate = max(rate.isFinite ? rate : 0.01, 0.01)
        self.burst = max(burst ?? min(self.rate, 10), 1)
        self.concurrency = max(concurrency, 1)
        self.patience = patience
        self.watchesLatency = watchesLatency
    }

    package init(_ limits: PaceState.Limits, watchesLatency: Bool = false) {
        self.init(
            rate: limits.rate, concurrency: limits.concurrency, patience: limits.patience,
            watchesLatency: watchesLatency)
    }

    /// A share of it, for when nobody can be asked.
    func share(of holders: Int) -> PaceState.Limits {
        PaceState.Limits(
            rate: rate / Double(max(holders, 1)), concurrency: max(concurrency / max(holders, 1), 1),
            patience: patience)
    }
}
