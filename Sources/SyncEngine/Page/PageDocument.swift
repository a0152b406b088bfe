internal import ConfluenceModel
internal import Crypto
internal import Foundation
internal import Sinks
internal import SyncState

/// What a page or blog post is in the sink: its text, and the flat metadata of design §3.
struct PageDocument {
    let content: Content
    let space: SpaceRecord
    let layers: [String]
    let connectorID: String
    /// The site's address for browsers, without a slash at its end.
    let siteAddress: String
    let contentHash: ContentHash
    /// The number of the converter that its text was last compared with.
    let pipeline: UInt8

    var externalID: String { Self.externalID(connectorID: connectorID, kind: content.facts.kind, id: content.facts.id) }

    static func externalID(connectorID: String, kind: ContentKind, id: ContentID) -> String {
        "confluence:\(connectorID):\(kind.rawValue):\(id)"
    }

    /// What an external id is about; `nil` when it is none of this connector's.
    static func identity(of externalID: String, connectorID: String) -> (kind: ContentKind, id: ContentID)? {
        let parts = externalID.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "confluence", parts[1] == connectorID, !parts[3].isEmpty,
            let kind = ContentKind(rawValue: String(parts[2]))
        else { return nil }
        return (kind, ContentID(String(parts[3])))
    }

    func document(markdown: String) -> SinkDocument {
        SinkDocument(externalID: externalID, title: content.facts.title, markdown: markdown, metadata: metadata)
    }

    var metadata: SinkMetadata {
        let facts = content.facts
        var metadata: SinkMetadata = [
            "source": "confluence",
            "external_id": .string(externalID),
            "content_type": .string(facts.kind.rawValue),
            "connector_id": .string(connectorID),
            "site_url": .string(siteAddress),
            "url": .string(siteAddress.joined(path: content.webPath, orPage: facts.id)),
            "space_key": .string(space.key),
            "space_name": .string(space.name),
            "space_type": .string(space.type),
            "space_id": .string(space.id.rawValue),
            "space_audience": "unknown",
            "page_id": .string(facts.id.rawValue),
        ]
        metadata["parent_id"] = facts.ancestors.last.map { .string($0.id.rawValue) }
        metadata["ancestor_ids"] = .strings(facts.ancestors.map(\.id.rawValue))
        metadata["breadcrumbs"] = .strings(facts.ancestors.map(\.title))
        metadata["depth"] = .integer(facts.ancestors.count)
        metadata["labels"] = .strings(facts.labels.sorted())
        metadata["status"] = .string(content.status.rawValue)
        metadata["version"] = .integer(facts.version)
        metadata["created_at"] = content.createdAt.map { .string($0.metadataText) }
        metadata["updated_at"] = content.updatedAt.map { .string($0.metadataText) }
        metadata["created_by"] = content.createdBy.map { .string($0.displayName) }
        metadata["updated_by"] = content.updatedBy.map { .string($0.displayName) }
        metadata["created_by_id"] = content.createdBy.map { .string($0.id.rawValue) }
        metadata["updated_by_id"] = content.updatedBy.map { .string($0.id.rawValue) }
        metadata["restricted"] = .boolean(!layers.isEmpty)
        metadata["read_restrictions"] = .strings(layers)
        metadata["content_hash"] = .string(contentHash.hexadecimal)
        metadata["sync_token"] = .string("\(facts.id):\(facts.version):\(contentHash.hexadecimal)")
        metadata["pipeline"] = .integer(Int(pipeline))
        return metadata
    }
}

extension String {
    /// The address that opens something in a browser; by its page's id where the site gave no path.
    func joined(path: String?, orPage id: ContentID) -> String {
        let path = path ?? "/pages/viewpage.action?pageId=\(id)"
        return self + (path.hasPrefix("/") ? path : "/" + path)
    }
}

extension Date {
    /// RFC 3339, UTC, with milliseconds.
    var metadataText: String { formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }
}

/// SHA-256 over title and markdown: whether a document reads as before.
package struct ContentHash: Equatable {
    package let bytes: [UInt8]

    package init(title: String, markdown: String) {
        var sha = SHA256()
        sha.update(data: Array(title.utf8))
        sha.update(data: Array(markdown.utf8))
        bytes = Array(sha.finalize())
    }

    /// As a receipt keeps it.
    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// `nil`: not 32 bytes in hexadecimal.
    package init?(hexadecimal: String) {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        guard digits.count == 64, hexadecimal.count == 64 else { return nil }
        bytes = stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
