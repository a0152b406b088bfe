internal import ContentTree

/// Goes through the markup of one body and builds blocks. Recursion is bounded by the depth limit of the parse.
final class Walker {
    let markup: Markup
    let conversion: Conversion
    let context: ConversionContext
    // One walk belongs to one thread and never hands these out, so the checks at run time find nothing.
    @exclusivity(unchecked) var flow = Flow()
    @exclusivity(unchecked) var style: TextStyle = .plain
    /// Elements that this walk stands below, those of including pages counted too.
    @exclusivity(unchecked) private(set) var depth: Int
    /// The element whose children are being walked.
    @exclusivity(unchecked) private(set) var parent = Markup.root
    /// Anchors met, waiting for the heading they belong to, with the number of blocks before them.
    var waitingAnchors: [(name: String, blocks: Int)] = []
    /// Siblings before this one are done with.
    private(set) var resumption = Markup.root

    init(markup: Markup, conversion: Conversion, context: ConversionContext, depth: Int = 0) {
        self.markup = markup
        self.conversion = conversion
        self.context = context
        self.depth = depth
    }

    var resolver: any ContentResolver { conversion.resolver }
    var options: ConversionOptions { conversion.options }
    /// Nesting that is left for markup found inside this one.
    var remainingDepth: Int { max(8, options.limits.elementDepth - depth) }

    func blocks() -> [Block] {
        collect { walkChildren(Markup.root) }
    }

    /// What `body` puts into the flow, as blocks of its own.
    func collect(_ body: () -> Void) -> [Block] {
        var outer = Flow()
        swap(&outer, &flow)
        flow.takeBuffer(from: &outer)
        body()
        flow.endParagraph()
        outer.takeBuffer(from: &flow)
        swap(&outer, &flow)
        return outer.blocks
    }

    /// What `body` puts into the flow, for a cell or an item.
    func collectContent(_ body: () -> Void) -> BlockContent {
        var outer = Flow()
        swap(&outer, &flow)
        flow.takeBuffer(from: &outer)
        body()
        let content = flow.content()
        outer.takeBuffer(from: &flow)
        swap(&outer, &flow)
        return content
    }

    func walkChildren(_ node: Int32) {
        depth += 1
        eachChild(of: node, walk)
        depth -= 1
    }

    func eachChild(of node: Int32, _ body: (Int32) -> Void) {
        let outer = (parent, resumption)
        // What was skipped to elsewhere is nothing to these children, which may be gone through a second time.
        (parent, resumption) = (node, Markup.root)
        var child = node + 1
        let end = markup.next(node)
        while child < end {
            body(child)
            child = max(markup.next(child), resumption)
        }
        (parent, resumption) = outer
    }

    /// Goes on at a later sibling of the node being walked.
    func skip(to sibling: Int32) { resumption = sibling }

    func with(_ added: TextStyle, _ body: () -> Void) {
        let outer = style
        if !style.contains(.code) { style.formUnion(added) }
        body()
        style = outer
    }

    func walk(_ node: Int32) {
        let name = markup.name(node)
        switch name {
        case .text: walkText(node)
        case .p: walkBlock(node)
        case .macro, .oldMacro: walkMacro(node)
        case .ul, .ol: walkList(node)
        case .table: walkTable(node)
        case .a: walkAnchor(node)
        case .acLink: walkLink(node)
        case .h1, .h2, .h3, .h4, .h5, .h6: walkHeading(node)
        case _ where name.isHidden: break
        case _ where name.isPlainBlock: walkBlock(node)
        default:
            if !walkInline(node, name), !walkOtherBlock(node, name) { walkChildren(node) }
        }
    }

    private func walkText(_ node: Int32) {
        let range = markup.textRange(node)
        markup.bytes.withUnsafeBufferPointer { bytes in
            flow.append(UnsafeBufferPointer(rebasing: bytes[range]), style: style)
        }
    }

    func walkBlock(_ node: Int32) {
        flow.endParagraph()
        walkChildren(node)
        flow.endParagraph()
    }

    /// A piece that was put together elsewhere.
    func append(_ inline: Inline) {
        switch inline.content {
        case .text(let text): flow.append(text, style: inline.style)
        case .lineBreak: flow.lineBreak()
        case .link(let link) where flow.isInLink:
            for piece in link.content { append(piece) }
        default: flow.append(inline.content, style: inline.style)
        }
    }

    func titleLine(_ title: String?) {
        guard let title = title?.singleSpaced, !title.isEmpty else { return }
        flow.endParagraph()
        flow.append(title, style: .strong)
        flow.endParagraph()
    }
}
