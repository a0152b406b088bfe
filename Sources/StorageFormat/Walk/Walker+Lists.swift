internal import ContentTree

extension Walker {
    func walkList(_ node: Int32) {
        flow.endParagraph()
        var items: [ListBlock.Item] = []
        eachChild(of: node) { child in
            switch markup.name(child) {
            case .li:
                let blocks = collect { walkChildren(child) }
                if !blocks.isEmpty { items.append(ListBlock.Item(blocks: blocks)) }
            case .task:
                if let item = taskItem(child) { items.append(item) }
            default:
                add(collect { walk(child) }, to: &items)
            }
        }
        emitList(items, start: markup.name(node) == .ol ? start(of: node) : nil)
    }

    private func emitList(_ items: [ListBlock.Item], start: Int?) {
        if !items.isEmpty { flow.append(.list(ListBlock(start: start, items: items))) }
    }

    /// What stands between items, a nested list mostly, belongs to the item before it.
    private func add(_ blocks: [Block], to items: inout [ListBlock.Item]) {
        guard !blocks.isEmpty else { return }
        if items.isEmpty {
            items.append(ListBlock.Item(blocks: blocks))
        } else {
            items[items.count - 1].blocks += blocks
        }
    }

    private func start(of node: Int32) -> Int {
        guard let value = markup.attribute(.start, of: node), let number = Int(value.trimmed) else { return 1 }
        return (0...999_999_999).contains(number) ? number : 1
    }

    func eachChild(of node: Int32, _ body: (Int32) -> Void) {
        var child = markup.nodes[Int(node)].firstChild
        while child >= 0 {
            body(child)
            child = markup.nodes[Int(child)].nextSibling
        }
    }

    /// An `li` outside of a list; neighbours go into one list.
    func walkStrayItem(_ node: Int32) {
        let blocks = collect { walkChildren(node) }
        if !blocks.isEmpty { emitStray(ListBlock.Item(blocks: blocks), node) }
    }

    func walkStrayTask(_ node: Int32) {
        if let item = taskItem(node) { emitStray(item, node) }
    }

    private func emitStray(_ item: ListBlock.Item, _ node: Int32) {
        flow.endParagraph()
        let parent = markup.nodes[Int(node)].parent
        if let last = lastStrayItem, last.parent == parent, last.blocks == flow.blocks.count,
            case .list(var list)? = flow.blocks.last
        {
            list.items.append(item)
            flow.replaceLast(with: .list(list))
        } else {
            flow.append(.list(ListBlock(items: [item])))
        }
        lastStrayItem = (parent, flow.blocks.count)
    }

    // MARK: Tasks

    func walkTaskList(_ node: Int32) {
        flow.endParagraph()
        var items: [ListBlock.Item] = []
        eachChild(of: node) { child in
            switch markup.name(child) {
            case .task:
                if let item = taskItem(child) { items.append(item) }
            default:
                add(collect { walk(child) }, to: &items)
            }
        }
        emitList(items, start: nil)
    }

    private func taskItem(_ node: Int32) -> ListBlock.Item? {
        let status = markup.firstChild(node, named: .taskStatus).map { markup.lineText($0) }
        let blocks = collect { walkChildren(node) }
        guard !blocks.isEmpty else { return nil }
        let isDone = status == "complete"
        if isDone { conversion.metadata.doneTasks += 1 } else { conversion.metadata.openTasks += 1 }
        return ListBlock.Item(blocks: blocks, isDone: isDone)
    }
}
