import ConfluenceSimulator
import Foundation

/// A document as the simulator holds it, its text included.
package struct LH42StoredDocument: Sendable {
    package let id: String
    package var title: String
    package let content: String
    package let contentType: String
    /// `pending`, `processing`, `ready` or `failed`
    package var status: String
    package var processingError: String?
    package var collectionID: String?
    package var metadata: [String: LH42Value]
    /// Counts up: the order in which they were created.
    let number: Int
    let createdAt: Date
    var looks = 0
    /// The count of requests when it became ready.
    var readyAt = Int.max

    package var externalID: String? { metadata["external_id"]?.text }

    var json: JSON {
        let time = createdAt.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        return [
            "id": .string(id), "title": .string(title), "content_type": .string(contentType),
            "status": .string(status), "chunk_count": .int(status == "ready" ? 1 : 0),
            "size_bytes": .int(content.utf8.count), "collection_id": .optional(collectionID),
            "metadata": LH42Value.object(metadata).json, "processing_error": .optional(processingError),
            "created_at": .string(time), "updated_at": .string(time),
        ]
    }
}

package struct LH42StoredCollection: Sendable {
    package let id: String
    package let name: String
    package let description: String?
    let createdAt: Date

    func json(count: Int) -> JSON {
        let time = createdAt.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        return [
            "id": .string(id), "name": .string(name), "description": .optional(description),
            "document_count": .int(count), "is_default": false, "created_at": .string(time),
            "updated_at": .string(time),
        ]
    }
}

/// The bodies of requests.
struct LH42CreateBody: Decodable {
    var content: String
    var title: String
    var content_type: String?
    var collection_id: String?
    var metadata: [String: LH42Value]?
}

struct LH42SearchBody: Decodable {
    struct Filter: Decodable {
        let field: String
        let `operator`: String?
        let value: LH42Value
    }
    let query: String
    let top_k: Int?
    let filters: [Filter]?
    let collection_ids: [String]?
}

struct LH42CollectionBody: Decodable {
    let name: String
    let description: String?
}
