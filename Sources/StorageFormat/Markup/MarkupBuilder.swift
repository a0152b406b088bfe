/// Takes starts, ends and texts in document order and makes a ``Markup`` of them.
///
/// Texts and values are ranges of the source as far as they stand there as they are meant; others are written behind it.
struct MarkupBuilder {
    private var markup = Markup()
    /// Starts that were flattened because they lie too deep or are too many.
    private(set) var flattened = 0
    private(set) var clippedAttributes = 0

    private let limits: ConversionLimits
    private let depthLimit: Int
    /// Elements and attributes that may still come.
    private var elementsLeft: Int
    /// Open elements, the root first.
    private var open: [Int32] = [Markup.root]
    /// Whether the node added last is a text that goes on.
    private var endsInText = false
    /// Open elements beyond the limits: whether each divides words. At how many of them text became invisible (0: it is
    /// visible).
    private var overflow: [Bool] = []
    private var hiddenSince = 0
    /// A border of such an element divides what follows from what stands before.
    private var hasGap = false

    init(source: [UInt8], limits: ConversionLimits, depth: Int? = nil) {
        self.limits = limits
        depthLimit = depth ?? limits.elementDepth
        elementsLeft = limits.elements(in: source.count)
        markup.bytes = source
        // More than pages have. Room that is never used costs addresses and no memory.
        markup.nodes.reserveCapacity(source.count / 8 + 2)
        markup.nodes.append(Markup.Node(name: .root, start: 0, end: 0))
    }

    /// What was built. Elements that are still open end here.
    consuming func finish() -> Markup {
        let end = Int32(truncatingIfNeeded: markup.nodes.count)
        for node in open { markup.nodes[Int(node)].end = end }
        return markup
    }

    /// - Returns: whether attributes may follow.
    mutating func start(_ name: ElementName) -> Bool {
        if !overflow.isEmpty || open.count > depthLimit || elementsLeft == 0 {
            flatten(name)
            return false
        }
        elementsLeft -= 1
        open.append(Int32(truncatingIfNeeded: markup.nodes.count))
        let attributes = Int32(truncatingIfNeeded: markup.attributes.count)
        markup.nodes.append(Markup.Node(name: name, start: attributes, end: 0))
        endsInText = false
        return true
    }

    private mutating func flatten(_ name: ElementName) {
        overflow.append(!name.isPartOfWord)
        flattened += 1
        if name.isHidden, hiddenSince == 0 { hiddenSince = overflow.count }
        if !name.isPartOfWord { hasGap = true }
    }

    /// An attribute of the element started last. The first of a name wins.
    mutating func attribute(_ name: AttributeName, value: Range<Int>) {
        let node = Int(open[open.count - 1])
        let count = Int(markup.nodes[node].attributeCount)
        guard count < min(limits.attributesPerElement, Int(UInt16.max)) else {
            clippedAttributes += 1
            return
        }
        let first = Int(markup.nodes[node].start)
        for index in first..<(first + count) where markup.attributes[index].name == name { return }
        markup.attributes.append(
            Markup.Attribute(
                name: name, start: Int32(truncatingIfNeeded: value.lowerBound),
                end: Int32(truncatingIfNeeded: value.upperBound)))
        markup.nodes[node].attributeCount += 1
        elementsLeft = max(0, elementsLeft - 1)
    }

    mutating func end() {
        if let divides = overflow.popLast() {
            if hiddenSince > overflow.count { hiddenSince = 0 }
            if divides { hasGap = true }
            return
        }
        guard open.count > 1, let node = open.popLast() else { return }
        markup.nodes[Int(node)].end = Int32(truncatingIfNeeded: markup.nodes.count)
        endsInText = false
    }

    mutating func text(_ range: Range<Int>) {
        guard hiddenSince == 0, !range.isEmpty else { return }
        let range = flattened > 0 ? moved(range) : range
        let start = Int32(truncatingIfNeeded: range.lowerBound)
        let end = Int32(truncatingIfNeeded: range.upperBound)
        let last = markup.nodes.count - 1
        if endsInText, markup.nodes[last].end == start {
            markup.nodes[last].end = end
        } else {
            markup.nodes.append(Markup.Node(name: .text, start: start, end: end))
            endsInText = true
        }
    }

    /// What is left of flattened elements goes together behind the source, so that it becomes one text.
    private mutating func moved(_ range: Range<Int>) -> Range<Int> {
        let text = Array(markup.bytes[range])
        let start = markup.bytes.count
        if hasGap { markup.bytes.append(0x20) }
        hasGap = false
        markup.bytes.append(contentsOf: text)
        return start..<markup.bytes.count
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
}
