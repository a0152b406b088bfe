internal import ContentTree

/// Puts items that know only their level into lists within lists.
struct ListGatherer {
    struct Item {
        /// From 0.
        let level: Int
        /// `nil`: a bullet.
        let number: Int?
        var blocks: [Block]
    }

    private var items: [Item] = []

    var isEmpty: Bool { items.isEmpty }

    mutating func add(_ item: Item) { items.append(item) }

    /// Blocks that stand below the last item and belong to it.
    mutating func addToLast(_ blocks: [Block]) {
        guard !items.isEmpty else { return }
        items[items.count - 1].blocks += blocks
    }

    /// The lists gathered so far; none are left afterwards.
    mutating func take() -> [Block] {
        defer { items.removeAll() }
        return items.isEmpty ? [] : Self.lists(items[...])
    }

    /// Levels are few: no format has more than the depth of its markup.
    private static func lists(_ items: ArraySlice<Item>) -> [Block] {
        var lists: [ListBlock] = []
        var index = items.startIndex
        var level = items.first?.level ?? 0
        while index < items.endIndex {
            let item = items[index]
            level = min(level, item.level)
            var end = index + 1
            while end < items.endIndex, items[end].level > level { end += 1 }
            let inner = end > index + 1 ? Self.lists(items[(index + 1)..<end]) : []
            let entry = ListBlock.Item(blocks: item.blocks + inner)
            if let last = lists.last, (last.start == nil) == (item.number == nil) {
                lists[lists.count - 1].items.append(entry)
            } else {
                lists.append(ListBlock(start: item.number.map { min(max(0, $0), 999_999_999) }, items: [entry]))
            }
            index = end
        }
        return lists.map { .list($0) }
    }
}
