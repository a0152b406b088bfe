internal import ContentTree

/// Builds blocks from the starts, ends and texts of a page. Keeps its own stack, so depth costs no machine stack.
final class HTMLBuilder {
    struct OpenElement {
        let element: HTMLElement
        let outerStyle: TextStyle
    }

    let depth: Int
    private var textLeft: Int
    /// Each costs some memory, even when there is nothing in it.
    private var elementsLeft = 1_000_000
    /// Elements open beyond the depth; they end before those that count.
    private var deeper = 0
    /// Elements open inside one that hides its content.
    private var hidden = 0
    private var open: [OpenElement] = []
    /// The innermost takes the text. Never empty.
    var flows = [TextFlow()]
    var lists: [OpenList] = []
    var tables: [OpenTable] = []
    var style: TextStyle = []
    var title: [UInt8]?
    var isInTitle = false
    /// Text of the `pre` that is open, and the elements open in it.
    var preformatted: (text: [UInt8], depth: Int)?
    private var isTooDeep = false
    /// Ends the parse at once and tells how many bytes it leaves.
    var stop: (() -> Int)?
    /// Bytes that the parser did not come to, of which only the words are wanted.
    private(set) var bytesLeft: Int?
    private(set) var isTooLong = false {
        didSet { if isTooLong, !oldValue { _ = stop?() } }
    }

    init(depth: Int, text: Int) {
        self.depth = depth
        textLeft = text
    }

    var flow: TextFlow {
        get { flows[flows.count - 1] }
        _modify { yield &flows[flows.count - 1] }
    }

    func document() -> HTMLDocument {
        while !open.isEmpty { end() }
        let title = TextFlow.line(of: String(decoding: title ?? [], as: UTF8.self))
        return HTMLDocument(blocks: flow.takeBlocks(), title: title, isTooDeep: isTooDeep, isTooLong: isTooLong)
    }

    /// What stands behind the place where the parser was stopped: text and nothing else.
    func rest(_ text: [UInt8]) {
        text.withUnsafeBufferPointer { self.text($0) }
    }

    // MARK: Calls of the parser

    func start(_ element: HTMLElement, _ attributes: HTMLParser.Attributes) {
        if hidden > 0 || element == .hidden {
            hidden += 1
        } else if deeper > 0 || open.count >= depth {
            deeper += 1
            isTooDeep = true
            // Each end tag would be looked for among all that is open.
            if deeper > 64, bytesLeft == nil { bytesLeft = stop?() }
            if element != .transparent, element.style == nil { space() }
        } else {
            elementsLeft -= 1
            if elementsLeft < 0 { isTooLong = true }
            open.append(OpenElement(element: element, outerStyle: style))
            if let added = element.style, !style.contains(.code) { style.formUnion(added) }
            opened(element, attributes)
        }
    }

    func end() {
        if hidden > 0 {
            hidden -= 1
        } else if deeper > 0 {
            deeper -= 1
        } else if let last = open.popLast() {
            closed(last.element)
            style = last.outerStyle
        }
    }

    func text(_ text: UnsafeBufferPointer<UInt8>) {
        guard hidden == 0, !isTooLong else { return }
        textLeft -= text.count
        if textLeft < 0 { isTooLong = true }
        if isInTitle {
            title?.append(contentsOf: text)
        } else if preformatted != nil {
            preformatted?.text.append(contentsOf: text)
        } else if open.last?.element == .superscript, let raised = Superscript.raised(text) {
            flow.append(raised, style: style)
        } else {
            flow.append(utf8: text, style: style)
        }
    }

    func space() {
        if preformatted == nil { flow.append(" ", style: style) } else { preformatted?.text.append(0x20) }
    }
}
