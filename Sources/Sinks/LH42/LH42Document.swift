/// A document as LH42 describes it. Its text is never given back.
struct LH42Document: Sendable, Equatable {
    enum Status: Equatable {
        case unfinished
        case ready
        case failed
    }

    var id: String
    var title: String
    var status: Status
    var processingError: String?
    var createdAt: String
    var collectionID: String?
    var metadata: [String: MetadataValue]

    var externalID: String? { text("external_id") }
    var syncToken: String? { text("sync_token") }
    var part: DocumentPart { DocumentPart(number: integer("part") ?? 1, count: integer("parts") ?? 1) }

    func text(_ key: String) -> String? {
        if case .string(let text) = metadata[key] { text } else { nil }
    }

    /// The number under `key`, also when it came back as text.
    func integer(_ key: String) -> Int? {
        switch metadata[key] {
        case .integer(let number): number
        case .string(let text): Int(text)
        default: nil
        }
    }

    /// Which of two equal copies stays: the same one, whoever asks.
    static func isEarlier(_ one: LH42Document, _ other: LH42Document) -> Bool {
        (one.createdAt, one.id) < (other.createdAt, other.id)
    }
}

extension LH42Document: Decodable {
    private enum Keys: String, CodingKey {
        case id, title, status, metadata, custom
        case processingError = "processing_error"
        case createdAt = "created_at"
        case collectionID = "collection_id"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        id = try container.decode(String.self, forKey: .id)
        guard LH42ID.isUsable(id) else {
            throw DecodingError.dataCorruptedError(forKey: .id, in: container, debugDescription: "not an id")
        }
        title = (try? container.decode(String.self, forKey: .title)) ?? ""
        processingError = try? container.decode(String.self, forKey: .processingError)
        createdAt = (try? container.decode(String.self, forKey: .createdAt)) ?? ""
        collectionID = try? container.decode(String.self, forKey: .collectionID)
        metadata = (try? container.decode(LH42Metadata.self, forKey: .metadata))?.values ?? [:]
        status =
            switch try? container.decode(String.self, forKey: .status) {
            case "ready": .ready
            case "failed": .failed
            default: .unfinished
            }
    }
}
