import Sinks

/// Documents as the connector makes them.
enum Documents {
    static func page(
        _ id: String, _ title: String, space: String = "TEAM", under breadcrumbs: [String] = [], version: Int = 1,
        text: String = "Text.\n", ids: [String]? = nil, connector: String = "main"
    ) -> SinkDocument {
        var metadata = base("page", id, space, breadcrumbs, version, connector)
        if let ids { metadata["ancestor_ids"] = .strings(ids) }
        return SinkDocument(
            externalID: "confluence:\(connector):page:\(id)", title: title, markdown: text, metadata: metadata)
    }

    static func blogPost(_ id: String, _ title: String, created: String, version: Int = 1) -> SinkDocument {
        var metadata = base("blogpost", id, "TEAM", [], version, "main")
        metadata["created_at"] = .string(created)
        return SinkDocument(
            externalID: "confluence:main:blogpost:\(id)", title: title, markdown: "News.\n", metadata: metadata)
    }

    static func attachment(
        _ id: String, _ file: String, of parent: String, under breadcrumbs: [String], kind: String = "page"
    ) -> SinkDocument {
        var metadata = base("attachment", id, "TEAM", breadcrumbs, 1, "main")
        metadata["file_name"] = .string(file)
        return SinkDocument(
            externalID: "confluence:main:attachment:\(id)", title: file, markdown: "Words.\n", metadata: metadata,
            parentExternalID: "confluence:main:\(kind):\(parent)")
    }

    private static func base(
        _ type: String, _ id: String, _ space: String, _ breadcrumbs: [String], _ version: Int, _ connector: String
    ) -> SinkMetadata {
        [
            "source": "confluence", "external_id": .string("confluence:\(connector):\(type):\(id)"),
            "content_type": .string(type), "connector_id": .string(connector), "space_key": .string(space),
            "space_name": .string("Space \(space)"), "page_id": .string(id), "breadcrumbs": .strings(breadcrumbs),
            "version": .integer(version), "restricted": false, "content_hash": .string("hash-\(version)"),
            "sync_token": .string("\(id):\(version)"),
        ]
    }
}

extension Sink {
    @discardableResult
    func push(
        _ document: SinkDocument, after previous: SinkReceipt? = nil, mayHaveArrived: Bool = false
    ) async throws -> SinkReceipt {
        let upsert = SinkUpsert(document: document, previous: previous, mayHaveArrived: mayHaveArrived)
        return try await push([upsert])[0].get()
    }

    func patch(_ document: SinkDocument, after previous: SinkReceipt) async throws -> SinkReceipt {
        let patch = SinkPatch(
            externalID: document.externalID, title: document.title, metadata: document.metadata,
            parentExternalID: document.parentExternalID, previous: previous)
        return try await self.patch([patch])[0].get()
    }

    func delete(_ document: SinkDocument, _ previous: SinkReceipt?) async throws {
        try await delete([SinkDeletion(externalID: document.externalID, previous: previous)])[0].get()
    }
}
