/// Where content stands in listings: one shelf a space and sort of content.
struct Shelf: Hashable, Sendable {
    enum Kind: Sendable {
        case pages
        case blogposts
        case attachments
        case footerComments
        case inlineComments
    }

    var space: Int64
    var kind: Kind
}

enum Order: String, Sendable {
    case id
    case created
    case modified
}

/// Where one object stands in an order; the id decides between equal values.
struct SortKey: Hashable, Comparable, Sendable {
    var value: Int64
    var id: Int64

    static func < (left: SortKey, right: SortKey) -> Bool {
        left.value == right.value ? left.id < right.id : left.value < right.value
    }
}

/// The content of a Confluence before any edit. Every answer costs the object asked for, not the size of the site.
protocol Site: Sendable {
    var name: String { get }
    var spaces: [Space] { get }
    var people: [Person] { get }
    var groups: [PeopleGroup] { get }
    /// The newest moment anywhere in the site: edits come after it.
    var newest: Timestamp { get }
    /// A number above every id in use.
    var firstFreeID: Int64 { get }

    func count(_ shelf: Shelf) -> Int
    /// The key at a place of the shelf sorted upwards, `0..<count`.
    func key(at position: Int, of shelf: Shelf, by order: Order) -> SortKey

    func node(_ id: Int64) -> Node?
    func item(_ id: Int64) -> Item?
    /// Direct children of an item, in their order.
    func children(of id: Int64) -> [Int64]
    /// Storage format.
    func body(of item: Item) -> String

    func attachment(_ id: Int64) -> Attachment?
    func attachments(of owner: Int64) -> [Attachment]

    func comment(_ id: Int64) -> Comment?
    /// Root comments with `parent` nil and replies, oldest first.
    func comments(of owner: Int64) -> [Comment]
}

extension Site {
    /// How many keys of the shelf come before `key` (or at it, when `including`).
    func rank(of key: SortKey, in shelf: Shelf, by order: Order, including: Bool) -> Int {
        var low = 0
        var high = count(shelf)
        while low < high {
            let middle = (low + high) / 2
            let candidate = self.key(at: middle, of: shelf, by: order)
            if candidate < key || (including && candidate == key) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
