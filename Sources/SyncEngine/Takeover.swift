package import Logging
internal import ConfluenceModel
package import Sinks
package import SyncState
internal import Telemetry

/// Takes over what a sink holds of a connector whose receipts are lost: a new Redis, or another sink. What is taken over
/// is compared when its page comes up, changed in place, and deleted when its page does not: lost state costs a listing
/// and never a second copy.
package struct Takeover {
    private let sink: any Sink
    private let state: SyncState
    private let connectorID: String
    /// Addresses that the site has or had: documents of other sites are not ours, whatever connector they name.
    private let sites: Set<String>
    private let logger: Logger

    package init(sink: any Sink, state: SyncState, connectorID: String, sites: Set<String>, logger: Logger) {
        self.sink = sink
        self.state = state
        self.connectorID = connectorID
        self.sites = sites
        self.logger = logger
    }

    /// May be repeated when it was cut short.
    package func perform() async throws {
        var waiting: [SinkHolding] = []
        var count = 0
        var strangers = 0
        do {
            try await sink.holdings(of: connectorID) { holding in
                guard let site = holding.siteURL, sites.contains(site) else {
                    strangers += 1
                    return
                }
                waiting.append(holding)
                guard waiting.count >= 500 else { return }
                count += try await adopt(waiting)
                waiting.removeAll(keepingCapacity: true)
            }
        } catch let error as SinkError where error.code == .unsupported {
            return
        }
        count += try await adopt(waiting)
        if strangers > 0 {
            logger.warning(
                "documents of another site bear this connector's id and are left alone; give it another CONNECTOR_ID",
                metadata: [LogKey.count: "\(strangers)", LogKey.connector: "\(connectorID)"])
        }
        guard count > 0 else { return }
        logger.notice("documents taken over", metadata: [LogKey.count: "\(count)", LogKey.sink: "\(sink.fingerprint)"])
    }

    private func adopt(_ holdings: [SinkHolding]) async throws -> Int {
        var newest: [ContentID: (kind: ContentKind, holding: SinkHolding)] = [:]
        var surplus: [SinkHolding] = []
        for holding in holdings {
            guard let (kind, id) = PageDocument.identity(of: holding.externalID, connectorID: connectorID) else {
                continue
            }
            guard let other = newest[id]?.holding else {
                newest[id] = (kind, holding)
                continue
            }
            let isNewer = holding.version ?? 0 > other.version ?? 0
            surplus.append(isNewer ? other : holding)
            if isNewer { newest[id] = (kind, holding) }
        }
        let known = try await state.known(newest.keys).compactMapValues(\.receipt)
        for (id, entry) in newest {
            guard let before = known[id], before.documentID != entry.holding.receipt.documentID else { continue }
            if Int(before.version) >= entry.holding.version ?? 0 {
                surplus.append(entry.holding)
                newest[id] = nil
            } else {
                surplus.append(
                    SinkHolding(
                        externalID: entry.holding.externalID, receipt: SinkReceipt(documentID: before.documentID)))
            }
        }
        try await state.adopt(newest.mapValues { Adoption(kind: $0.kind, receipt: $0.holding.stored) })
        for answer in await sink.delete(surplus.map { SinkDeletion(externalID: $0.externalID, previous: $0.receipt) }) {
            try answer.get()
        }
        return newest.count
    }
}

extension SinkHolding {
    /// What is not whole is worth no comparison: its hash fits no text.
    fileprivate var stored: Receipt {
        let hash = syncToken == nil ? nil : contentHash.flatMap { ContentHash(hexadecimal: $0) }
        return Receipt(
            version: UInt32(clamping: version ?? 0), contentHash: hash?.bytes ?? [], documentID: receipt.documentID)
    }
}
