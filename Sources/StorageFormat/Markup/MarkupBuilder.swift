/// Takes starts, ends and texts in document order and makes a ``Markup`` of them.
///
/// Texts and values are ranges of the source as far as they stand there as they are meant; others are written behind it.
struct MarkupBuilder {
    private(set) var markup = Markup()
    /// Starts that were flattened because they lie too deep.
    private(set) var flattened = 0
    private(set) var clippedAttributes = 0

    private let depthLimit: Int
    private let attributeLimit: Int
    private var current = Markup.root
    /// Last child so far of each open element.
    private var lastChildren: [Int32] = [-1]
    /// Open elements beyond the limit, and at how many of them text became invisible (0: it is visible).
    private var overflow = 0
    private var hiddenSince = 0

    init(source: [UInt8], depthLimit: Int, attributeLimit: Int) {
        self.depthLimit = depthLimit
        self.attributeLimit = attributeLimit
        markup.bytes = source
        // Every node starts at a `<` or behind one. Room that is never used costs addresses and no memory.
        var tags = 0
        for byte in source { tags &+= byte == UInt8(ascii: "<") ? 1 : 0 }
        markup.nodes.reserveCapacity(min(2 * tags, source.count) + 2)
        markup.nodes.append(Markup.Node(name: .root, parent: -1, start: 0, end: 0))
    }

    /// - Returns: whether attributes may follow.
    mutating func start(_ name: ElementName) -> Bool {
        if overflow > 0 || lastChildren.count > depthLimit {
            overflow += 1
            flattened += 1
            if name.isHidden, hiddenSince == 0 { hiddenSince = overflow }
            return false
        }
        let attributes = Int32(truncatingIfNeeded: markup.attributes.count)
        current = append(Markup.Node(name: name, parent: current, start: attributes, end: attributes))
        lastChildren.append(-1)
        return true
    }

    /// An attribute of the element started last. The first of a name wins.
    mutating func attribute(_ name: AttributeName, value: Range<Int>) {
        let node = Int(current)
        let count = markup.nodes[node].end - markup.nodes[node].start
        guard count < attributeLimit else {
            clippedAttributes += 1
            return
        }
        for index in Int(markup.nodes[node].start)..<Int(markup.nodes[node].end)
        where markup.attributes[index].name == name { return }
        markup.attributes.append(
            Markup.Attribute(
                name: name, start: Int32(truncatingIfNeeded: value.lowerBound),
                end: Int32(truncatingIfNeeded: value.upperBound)))
        markup.nodes[node].end += 1
    }

    mutating func end() {
        if overflow > 0 {
            if hiddenSince == overflow { hiddenSince = 0 }
            overflow -= 1
            return
        }
        guard lastChildren.count > 1 else { return }
        lastChildren.removeLast()
        current = markup.nodes[Int(current)].parent
    }

    mutating func text(_ range: Range<Int>) {
        guard hiddenSince == 0, !range.isEmpty else { return }
        let start = Int32(truncatingIfNeeded: range.lowerBound)
        let end = Int32(truncatingIfNeeded: range.upperBound)
        let last = lastChildren[lastChildren.count - 1]
        if last >= 0, markup.nodes[Int(last)].name == .text, markup.nodes[Int(last)].end == start {
            markup.nodes[Int(last)].end = end
        } else {
            _ = append(Markup.Node(name: .text, parent: current, start: start, end: end))
        }
    }

    /// Where the text of `range` stands as it is meant: there, or rewritten behind the source.
    ///
    /// - Parameter references: whether `&` starts one.
    mutating func decoded(
        _ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, references: Bool = true
    ) -> Range<Int> {
        guard SourceText.needsDecoding(source, range, references: references) else { return range }
        let start = markup.bytes.count
        SourceText.decode(source, range, references: references, into: &markup.bytes)
        return start..<markup.bytes.count
    }

    private mutating func append(_ node: Markup.Node) -> Int32 {
        let id = Int32(truncatingIfNeeded: markup.nodes.count)
        markup.nodes.append(node)
        let last = lastChildren[lastChildren.count - 1]
        if last < 0 {
            markup.nodes[Int(current)].firstChild = id
        } else {
            markup.nodes[Int(last)].nextSibling = id
        }
        lastChildren[lastChildren.count - 1] = id
        return id
    }
}
