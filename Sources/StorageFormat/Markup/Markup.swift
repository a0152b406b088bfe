/// A parsed body: elements and texts in flat storage, so that neither reading nor releasing it can exhaust the stack.
struct Markup: Sendable {
    struct Node: Sendable {
        var name: ElementName
        var parent: Int32
        var firstChild: Int32 = -1
        var nextSibling: Int32 = -1
        /// Of a text: range in `bytes`. Of an element: range in `attributes`.
        var start: Int32
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

    func children(_ node: Int32) -> Children { Children(markup: self, upcoming: nodes[Int(node)].firstChild) }

    func textRange(_ node: Int32) -> Range<Int> {
        Int(nodes[Int(node)].start)..<Int(nodes[Int(node)].end)
    }

    func attribute(_ name: AttributeName, of node: Int32) -> String? {
        let element = nodes[Int(node)]
        guard element.name != .text else { return nil }
        for index in Int(element.start)..<Int(element.end) where attributes[index].name == name {
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

        mutating func next() -> Int32? {
            guard upcoming >= 0 else { return nil }
            defer { upcoming = markup.nodes[Int(upcoming)].nextSibling }
            return upcoming
        }
    }
}
