internal import ContentTree

/// The mark in front of list items. Two lists that follow each other differ, or they would become one.
struct ListMarker: Equatable {
    let isOrdered: Bool
    let isAlternate: Bool

    init(for list: ListBlock, after previous: ListMarker?) {
        isOrdered = list.start != nil
        isAlternate = previous.map { $0.isOrdered == (list.start != nil) && !$0.isAlternate } ?? false
    }

    func bytes(number: Int) -> [UInt8] {
        if isOrdered { return Array("\(number)\(isAlternate ? ")" : ".") ".utf8) }
        return [isAlternate ? UInt8(ascii: "*") : UInt8(ascii: "-"), 0x20]
    }
}

extension BlockWriter {
    mutating func writeList(_ list: ListBlock, _ marker: ListMarker) {
        let isTight = list.items.allSatisfy(\.isTight)
        var number = list.start ?? 1
        var isFirst = true
        for item in list.items where !item.content.isEmpty {
            if !isFirst, !isTight { blankLine() }
            isFirst = false
            let mark = marker.bytes(number: number)
            number = min(number + 1, 999_999_999)
            let box: [UInt8] = item.isDone.map { Array(($0 ? "[x] " : "[ ] ").utf8) } ?? []
            let indent = [UInt8](repeating: 0x20, count: mark.count)
            if item.isDone != nil, !item.startsWithText {
                nested(first: mark, rest: indent) { writer in
                    writer.line(box.dropLast())
                    if !item.startsWithSimpleList { writer.blankLine() }
                    writer.write(item.blocks)
                }
            } else {
                nested(first: mark + box, rest: indent) { $0.write(item.content, isItem: true, isTight: isTight) }
            }
        }
    }
}

extension ListBlock.Item {
    fileprivate var startsWithText: Bool {
        switch content {
        case .line: true
        case .blocks(let blocks): blocks.first?.isParagraph ?? false
        }
    }

    /// A list that may stand directly below a line of text.
    fileprivate var startsWithSimpleList: Bool {
        if case .list(let list)? = blocks.first { list.start ?? 1 == 1 } else { false }
    }

    /// One paragraph, and lists.
    fileprivate var isTight: Bool {
        guard case .blocks(let blocks) = content else { return true }
        for (index, block) in blocks.enumerated() {
            switch block {
            case .list: continue
            case .line where index == 0, .paragraph where index == 0: continue
            default: return false
            }
        }
        return true
    }
}
