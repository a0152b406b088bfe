internal import ContentTree

extension Walker {
    func walkList(_ node: Int32) {
        flow.endParagraph()
        var items: [ListBlock.Item] = []
        eachChild(of: node) { child in
            switch markup.name(child) {
            case .li:
                let content = collectContent { walkChildren(child) }
                if !content.isEmpty { items.append(ListBlock.Item(content: content)) }
            case .task:
                if let item = taskItem(child) { items.append(item) }
            default:
                add(strayBlocks(from: child) { $0 == .li || $0 == .task }, to: &items)
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
            items[items.count - 1].content.append(blocks)
        }
    }

    /// What stands between the parts of a list or table: siblings from `node` on to the next part, read together.
    func strayBlocks(from node: Int32, until isPart: (ElementName) -> Bool) -> [Block] {
        var next = node
        let end = markup.next(parent)
        let blocks = collect {
            while next < end, !isPart(markup.name(next)) {
                walk(next)
                next = max(markup.next(next), resumption)
            }
        }
        skip(to: next)
        return blocks
    }

    private func start(of node: Int32) -> Int {
        guard let value = markup.attribute(.start, of: node), let number = Int(value.trimmed) else { return 1 }
        return (0...999_999_999).contains(number) ? number : 1
    }

    /// An `li` or task outside of a list; those that follow go into one list with it.
    func walkStrayItem(_ node: Int32) {
        flow.endParagraph()
        var items: [ListBlock.Item] = []
        var next = node
        let end = markup.next(parent)
        while next < end, isStray(next) {
            if let item = strayItem(next) { items.append(item) }
            next = markup.next(next)
        }
        skip(to: next)
        emitList(items, start: nil)
    }

    private func isStray(_ node: Int32) -> Bool {
        switch markup.name(node) {
        case .li, .task: true
        case .text: markup.lineText(node).isEmpty
        default: false
        }
    }

    private func strayItem(_ node: Int32) -> ListBlock.Item? {
        switch markup.name(node) {
        case .task: return taskItem(node)
        case .li:
            let content = collectContent { walkChildren(node) }
            return content.isEmpty ? nil : ListBlock.Item(content: content)
        default: return nil
        }
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
                add(strayBlocks(from: child) { $0 == .task }, to: &items)
            }
        }
        emitList(items, start: nil)
    }

    private func taskItem(_ node: Int32) -> ListBlock.Item? {
        let status = markup.firstChild(node, named: .taskStatus).map { markup.lineText($0) }
        let content = collectContent { walkChildren(node) }
        guard !content.isEmpty else { return nil }
        let isDone = status == "complete"
        if isDone { conversion.metadata.doneTasks += 1 } else { conversion.metadata.openTasks += 1 }
        return ListBlock.Item(content: content, isDone: isDone)
    }
}
