internal import AttachmentModel
internal import ConfluenceModel
internal import Foundation
internal import Sinks
internal import SyncState

/// What an attachment is in the sink: the text of its file, and the flat metadata of design §3. Its parent is the page.
struct AttachmentDocument {
    let place: AttachmentPlace
    let connectorID: String
    let siteAddress: String
    let contentHash: ContentHash
    let status: ExtractionStatus
    /// `nil`: the format has none, or it is not known.
    let pageCount: Int?
    /// The number of the extractor that read it.
    var pipeline = UInt8(clamping: ExtractorVersion.current)

    func document(markdown: String) -> SinkDocument {
        SinkDocument(
            externalID: externalID, title: attachment.fileName, markdown: markdown, metadata: metadata,
            parentExternalID: PageDocument.externalID(
                connectorID: connectorID, kind: page.facts.kind, id: page.facts.id))
    }

    private var attachment: Attachment { place.attachment }
    private var page: Content { place.page }

    private var externalID: String {
        PageDocument.externalID(connectorID: connectorID, kind: .attachment, id: attachment.id)
    }

    private var metadata: SinkMetadata {
        let above = page.facts.ancestors.map { (id: $0.id.rawValue, title: $0.title) }
        let chain = above + [(id: page.facts.id.rawValue, title: page.facts.title)]
        var metadata: SinkMetadata = [
            "source": "confluence",
            "external_id": .string(externalID),
            "content_type": "attachment",
            "connector_id": .string(connectorID),
            "site_url": .string(siteAddress),
            "url": .string(place.address(at: siteAddress)),
            "space_key": .string(place.space.key),
            "space_name": .string(place.space.name),
            "space_type": .string(place.space.type),
            "space_id": .string(place.space.id.rawValue),
            "space_audience": "unknown",
            "page_id": .string(page.facts.id.rawValue),
            "parent_id": .string(page.facts.id.rawValue),
        ]
        metadata["ancestor_ids"] = .strings(chain.map(\.id))
        metadata["breadcrumbs"] = .strings(chain.map(\.title))
        metadata["depth"] = .integer(chain.count)
        metadata["labels"] = .strings((attachment.labels ?? []).sorted())
        metadata["status"] = .string(attachment.status.rawValue)
        metadata["version"] = .integer(attachment.version.number)
        metadata["created_at"] = attachment.createdAt.map { .string($0.metadataText) }
        metadata["updated_at"] = attachment.version.createdAt.map { .string($0.metadataText) }
        metadata["created_by"] = attachment.createdBy.map { .string($0.displayName) }
        metadata["updated_by"] = attachment.updatedBy.map { .string($0.displayName) }
        metadata["created_by_id"] = attachment.createdBy.map { .string($0.id.rawValue) }
        metadata["updated_by_id"] = attachment.updatedBy.map { .string($0.id.rawValue) }
        metadata["file_name"] = .string(attachment.fileName)
        metadata["media_type"] = attachment.mediaType.isEmpty ? nil : .string(attachment.mediaType)
        metadata["file_size"] = attachment.fileSize.map { .integer($0) }
        metadata["page_count"] = pageCount.map { .integer($0) }
        metadata["extraction_status"] = .string(status.rawValue)
        metadata["restricted"] = .boolean(!place.layers.isEmpty)
        metadata["read_restrictions"] = .strings(place.layers)
        metadata["content_hash"] = .string(contentHash.hexadecimal)
        metadata["sync_token"] = .string(
            "\(attachment.id):\(attachment.version.number):\(contentHash.hexadecimal)")
        metadata["pipeline"] = .integer(Int(pipeline))
        return metadata
    }
}
