/// A parsed body: elements and texts in flat storage, so that neither reading nor releasing it can exhaust the stack.
struct Markup: Sendable {
    /// In document order: an element's children stand right behind it. 12 bytes, and a page may have millions.
    struct Node: Sendable {
        var name: ElementName
        /// Of an element.
        var attributeCount: UInt16 = 0
        /// Of a text: where it starts in `bytes`. Of an element: its first attribute in `attributes`.
        var start: Int32
        /// Of a text: where it ends in `bytes`. Of an element: the node behind everything in it.
        var end: Int32
    }

    struct Attribute: Sendable {
        var name: AttributeName
        var start: Int32
        var end: Int32
    }

    var nodes: [Node] = []
    var attributes: [Attribute] = []
    /// The source, and behind it those texts and values that are not what stands there. UTF-8.
    var bytes: [UInt8] = []

    static let root: Int32 = 0

    func name(_ node: Int32) -> ElementName { nodes[Int(node)].name }

    func children(_ node: Int32) -> Children { Children(markup: self, upcoming: node + 1, end: next(node)) }

    /// The node behind everything in `node`: its next sibling, or where its parent ends.
    func next(_ node: Int32) -> Int32 {
        let element = nodes[Int(node)]
        return element.name == .text ? node + 1 : element.end
    }

    func textRange(_ node: Int32) -> Range<Int> {
        Int(nodes[Int(node)].start)..<Int(nodes[Int(node)].end)
    }

    func attribute(_ name: AttributeName, of node: Int32) -> String? {
        let element = nodes[Int(node)]
        let first = Int(element.start)
        for index in first..<(first + Int(element.attributeCount)) where attributes[index].name == name {
            return String(decoding: bytes[Int(attributes[index].start)..<Int(attributes[index].end)], as: UTF8.self)
        }
        return nil
    }

    func firstChild(_ node: Int32, named name: ElementName) -> Int32? {
        children(node).first { self.name($0) == name }
    }

    struct Children: Sequence, IteratorProtocol {
        let markup: Markup
        var upcoming: Int32
        let end: Int32

        mutating func next() -> Int32? {
            guard upcoming < end else { return nil }
            defer { upcoming = markup.next(upcoming) }
            return upcoming
        }
    }
}
