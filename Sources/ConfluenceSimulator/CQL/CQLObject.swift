/// What a query finds: content as the search index knows it.
enum CQLObject: Sendable {
    case item(Item)
    case attachment(Attachment, owner: Item)
    case comment(Comment, owner: Item)

    /// The item, or what it hangs on: decides about space and visibility.
    var home: Item {
        switch self {
        case .item(let item): item
        case .attachment(_, let owner), .comment(_, let owner): owner
        }
    }

    var id: Int64 {
        switch self {
        case .item(let item): item.id
        case .attachment(let attachment, _): attachment.id
        case .comment(let comment, _): comment.id
        }
    }

    var type: String {
        switch self {
        case .item(let item): item.node.kind.rawValue
        case .attachment: "attachment"
        case .comment: "comment"
        }
    }

    var status: ItemStatus {
        switch self {
        case .item(let item): item.node.status
        case .attachment(let attachment, let owner): attachment.status(on: owner.node.status)
        case .comment: .current
        }
    }

    var title: String {
        switch self {
        case .item(let item): item.title
        case .attachment(let attachment, _): attachment.fileName
        case .comment(_, let owner): "Re: \(owner.title)"
        }
    }

    var labels: [String] {
        switch self {
        case .item(let item): item.labels
        case .attachment(let attachment, _): attachment.labels
        case .comment: []
        }
    }

    var created: Timestamp {
        switch self {
        case .item(let item): item.created
        case .attachment(let attachment, _): attachment.created
        case .comment(let comment, _): comment.created
        }
    }

    var modified: Timestamp {
        switch self {
        case .item(let item): item.updated
        case .attachment(let attachment, _): attachment.latest.created
        case .comment(let comment, _): comment.created
        }
    }

    var author: String {
        switch self {
        case .item(let item): item.author
        case .attachment(let attachment, _): attachment.latest.author
        case .comment(let comment, _): comment.author
        }
    }

    func key(_ order: Order) -> SortKey { sortKey(id, created: created, modified: modified, by: order) }

    static func find(_ id: Int64, in state: SiteState) -> CQLObject? {
        if let item = state.item(id) { return .item(item) }
        if let attachment = state.attachment(id), let owner = state.item(attachment.owner) {
            return .attachment(attachment, owner: owner)
        }
        if let comment = state.comment(id), let owner = state.item(comment.owner) {
            return .comment(comment, owner: owner)
        }
        return nil
    }
}
