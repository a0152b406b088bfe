extension LH42Sink {
    /// A document that is still being processed, or failed, or lacks a part, comes without a sync token: it is to be
    /// pushed again, and its receipt serves to delete it.
    package func holdings(of connectorID: String, _ each: (SinkHolding) async throws -> Void) async throws {
        let id = try await collection()
        if id == nil, case .named = settings.collection { return }
        // Documents of one part, nearly all, are handed on as they come.
        var parts: [PartKey: [LH42Document]] = [:]
        do {
            try await wire.list(LH42Document.self, "/documents", id.map { [("collection_id", $0)] } ?? []) {
                documents in
                for document in documents where document.text("connector_id") == connectorID {
                    guard let externalID = document.externalID else { continue }
                    if document.part.count > 1 {
                        let key = PartKey(externalID: externalID, syncToken: document.syncToken)
                        parts[key, default: []].append(document)
                    } else {
                        try await each(Self.holding(externalID, [document], isWhole: document.status == .ready))
                    }
                }
                return true
            }
        } catch let error as LH42Failure {
            throw error.sinkError
        }
        for (key, documents) in parts {
            let sorted = documents.sorted { $0.part.number < $1.part.number }
            let isWhole =
                sorted[0].part.count == sorted.count && sorted.map(\.part.number) == Array(1...sorted.count)
                && sorted.allSatisfy { $0.status == .ready }
            try await each(Self.holding(key.externalID, sorted, isWhole: isWhole))
        }
    }

    private struct PartKey: Hashable {
        let externalID: String
        let syncToken: String?
    }

    private static func holding(_ externalID: String, _ documents: [LH42Document], isWhole: Bool) -> SinkHolding {
        SinkHolding(
            externalID: externalID, receipt: DocumentIDs(documents.map(\.id)).receipt,
            syncToken: isWhole ? documents[0].syncToken : nil, version: documents[0].integer("version"),
            contentHash: documents[0].text("content_hash"), siteURL: documents[0].text("site_url"))
    }
}
