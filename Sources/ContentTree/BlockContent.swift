/// What a cell or an item holds. Most hold one line of plain text, and then take no storage of their own.
package enum BlockContent: Hashable, Sendable {
    case line(String)
    case blocks([Block])

    package init(_ blocks: [Block]) {
        if blocks.count == 1, case .line(let text) = blocks[0] {
            self = .line(text)
        } else {
            self = .blocks(blocks)
        }
    }

    package var blocks: [Block] {
        switch self {
        case .line(let text): [.line(text)]
        case .blocks(let blocks): blocks
        }
    }

    package mutating func append(_ more: [Block]) {
        var blocks = blocks
        // Let go of them, or each addition would copy them all.
        self = .blocks([])
        blocks += more
        self = BlockContent(blocks)
    }

    package var isEmpty: Bool {
        if case .blocks(let blocks) = self { blocks.isEmpty } else { false }
    }
}
