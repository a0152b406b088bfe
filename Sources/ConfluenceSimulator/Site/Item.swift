/// What stands in a space's tree, or beside it (blog posts).
enum ItemKind: String, Sendable, Codable {
    case page
    case blogpost
    case folder
    case whiteboard
    case database
    case embed
}

enum ItemStatus: String, Sendable, Codable {
    case current
    case archived
    case trashed
    case draft
}

/// Who may read one piece of content: account ids and group ids. Both empty: nobody but administrators.
struct Restriction: Hashable, Sendable, Codable {
    var users: [String]
    var groups: [String]
}

/// What it takes to find the way to the root and to decide who may read; cheap to compute.
struct Node: Sendable {
    var id: Int64
    var kind: ItemKind
    var status: ItemStatus
    var space: Int64
    var parent: Int64?
    var restriction: Restriction?
}

/// One piece of content without its body.
struct Item: Sendable {
    enum Body: Sendable {
        /// The site computes it from the item's id and version.
        case ofSite
        case text(String)
    }

    var node: Node
    var title: String
    /// Order among the children of one parent.
    var position: Int
    var author: String
    var created: Timestamp
    var version: Int
    var updated: Timestamp
    var updatedBy: String
    var labels: [String]
    var body: Body = .ofSite
    var message = ""
    var subtype: String?

    var id: Int64 { node.id }
}

struct AttachmentVersion: Sendable {
    enum Content: Sendable {
        case bytes([UInt8])
        case computed(GeneratedFile)
    }

    var number: Int
    var created: Timestamp
    var author: String
    var comment: String
    var content: Content

    var bytes: [UInt8] {
        switch content {
        case .bytes(let bytes): bytes
        case .computed(let file): file.bytes
        }
    }

    var size: Int {
        switch content {
        case .bytes(let bytes): bytes.count
        case .computed(let file): file.size
        }
    }
}

struct Attachment: Sendable {
    var id: Int64
    /// The page or blog post that it hangs on.
    var owner: Int64
    var status: ItemStatus
    var fileName: String
    var mediaType: String
    var created: Timestamp
    var latest: AttachmentVersion
    /// Older versions, the oldest first.
    var former: [AttachmentVersion] = []
    var labels: [String] = []

    var idText: String { "att\(id)" }

    /// Archived with what it hangs on. In the trash only by itself.
    func status(on owner: ItemStatus) -> ItemStatus { status == .current && owner == .archived ? .archived : status }

    func version(_ number: Int) -> AttachmentVersion? {
        number == latest.number ? latest : former.first { $0.number == number }
    }
}

struct Comment: Sendable {
    enum Place: String, Sendable, Codable {
        case footer
        case inline
    }

    var id: Int64
    var place: Place
    var owner: Int64
    var parent: Int64?
    var author: String
    var created: Timestamp
    var body: String
}
