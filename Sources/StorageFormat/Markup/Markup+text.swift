extension Markup {
    /// All nodes below a node in document order, without recursion.
    ///
    /// - Parameter descend: whether to go on below this node.
    func visit(_ top: Int32, _ descend: (Int32) -> Bool) {
        var node = top + 1
        let end = next(top)
        while node < end { node = descend(node) && name(node) != .text ? node + 1 : next(node) }
    }

    /// Every text at or below a node, unchanged.
    func rawText(_ top: Int32) -> String {
        if name(top) == .text { return String(decoding: bytes[textRange(top)], as: UTF8.self) }
        var text: [UInt8] = []
        visit(top) { node in
            if name(node) == .text { text.append(contentsOf: bytes[textRange(node)]) }
            return true
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The text of one line: ends trimmed, whitespace collapsed.
    func lineText(_ top: Int32) -> String { rawText(top).singleSpaced }

    func first(below top: Int32, where matches: (Int32) -> Bool) -> Int32? {
        var found: Int32?
        visit(top) { node in
            if found != nil { return false }
            if matches(node) { found = node }
            return found == nil
        }
        return found
    }
}
