internal import ContentTree

/// A list whose end has not come yet.
struct OpenList {
    let start: Int?
    var items: [ListBlock.Item] = []
    /// Items open in it.
    var depth = 0
}

extension HTMLBuilder {
    func openList(start: Int?) {
        openFlow()
        lists.append(OpenList(start: start))
    }

    func openItem() {
        if flows.count > 1, lists.last?.depth == 0 { keepStray() }
        if let last = lists.indices.last { lists[last].depth += 1 }
        openFlow()
    }

    func closeItem() {
        let blocks = closeFlow()
        guard let last = lists.indices.last, lists[last].depth > 0 else {
            addStrayItem(blocks)
            return
        }
        lists[last].depth -= 1
        guard !blocks.isEmpty else { return }
        lists[last].items.append(ListBlock.Item(blocks: blocks))
    }

    func closeList() {
        keepStray()
        _ = closeFlow()
        guard let list = lists.popLast(), !list.items.isEmpty else { return }
        flow.append(.list(ListBlock(start: list.start, items: list.items)))
    }

    /// What stands in a list but in no item belongs to the item before.
    private func keepStray() {
        let blocks = flow.takeBlocks()
        guard !blocks.isEmpty, let last = lists.indices.last else { return }
        if lists[last].items.isEmpty {
            lists[last].items.append(ListBlock.Item(blocks: blocks))
        } else {
            lists[last].items[lists[last].items.count - 1].blocks += blocks
        }
    }

    private func addStrayItem(_ blocks: [Block]) {
        guard !blocks.isEmpty else { return }
        let item = ListBlock.Item(blocks: blocks)
        flow.endParagraph()
        if case .list(var list) = flow.blocks.last, list.start == nil {
            list.items.append(item)
            flow.replaceLast(with: .list(list))
        } else {
            flow.append(.list(ListBlock(items: [item])))
        }
    }
}
