extension Markup {
    /// All nodes below a node in document order, without recursion.
    ///
    /// - Parameter descend: whether to go on below this node.
    func visit(_ top: Int32, _ descend: (Int32) -> Bool) {
        var node = nodes[Int(top)].firstChild
        while node >= 0 {
            let first = descend(node) ? nodes[Int(node)].firstChild : -1
            if first >= 0 {
                node = first
                continue
            }
            while nodes[Int(node)].nextSibling < 0 {
                node = nodes[Int(node)].parent
                if node == top { return }
            }
            node = nodes[Int(node)].nextSibling
        }
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

    /// The nearest ancestor of that name.
    func ancestor(of node: Int32, named name: ElementName) -> Int32? {
        var node = nodes[Int(node)].parent
        while node >= 0 {
            if self.name(node) == name { return node }
            node = nodes[Int(node)].parent
        }
        return nil
    }
}
