/// Gathers texts, breaks and blocks in reading order into paragraphs and blocks. Whitespace collapses on the way in.
package struct TextFlow: Sendable {
    package private(set) var blocks: [Block] = []
    private var inlines: [Inline] = []
    private var run: [UInt8] = []
    private var runStyle: TextStyle = []
    private var lastStyle: TextStyle = []
    /// Styles of the whitespace that is held back until something follows it.
    private var space: TextStyle?
    private var lineBreaks = 0
    private var hasContent = false
    private var link: Destination?
    private var linkContent: [Inline] = []

    package init() {}

    package var isAtParagraphStart: Bool { !hasContent }
    package var isInLink: Bool { link != nil }

    /// Everything so far; the flow is empty afterwards.
    package mutating func takeBlocks() -> [Block] {
        endParagraph()
        defer { blocks = [] }
        return blocks
    }

    /// All of it on one line, if no blocks were put in; the flow is empty afterwards.
    package mutating func takeLine() -> (line: [Inline], rest: [Block]) {
        var line: [Inline] = []
        var rest: [Block] = []
        for block in takeBlocks() {
            guard rest.isEmpty, case .paragraph(let pieces) = block else {
                rest.append(block)
                continue
            }
            if !line.isEmpty { line.append(Inline(.text(" "))) }
            line += pieces.map { $0.content == .lineBreak ? Inline(.text(" "), style: $0.style) : $0 }
        }
        return (line, rest)
    }

    /// The text on one line, whitespace collapsed.
    package static func line(of text: String) -> String {
        var flow = TextFlow()
        flow.append(text)
        return flow.takeLine().line.plainText
    }

    package mutating func endParagraph() {
        endRun()
        endLinkPart()
        if !inlines.isEmpty { blocks.append(.paragraph(inlines)) }
        inlines = []
        hasContent = false
        space = nil
        lineBreaks = 0
    }

    package mutating func append(_ block: Block) {
        endParagraph()
        blocks.append(block)
    }

    package mutating func append(_ moreBlocks: [Block]) {
        guard !moreBlocks.isEmpty else { return }
        endParagraph()
        blocks += moreBlocks
    }

    package mutating func replaceLast(with block: Block) {
        guard !blocks.isEmpty else { return }
        blocks[blocks.count - 1] = block
    }

    /// One is a line break, several in a row end the paragraph.
    package mutating func lineBreak() { lineBreaks += 1 }

    package mutating func append(_ content: Inline.Content, style: TextStyle = []) {
        prepare(style)
        endRun()
        add(Inline(content, style: style))
    }

    package mutating func append(_ text: String, style: TextStyle = []) {
        var text = text
        text.withUTF8 { append(utf8: $0, style: style) }
    }

    /// - Parameter text: valid UTF-8 with nothing cut off.
    package mutating func append(utf8 text: UnsafeBufferPointer<UInt8>, style: TextStyle = []) {
        var index = 0
        while index < text.count {
            let blank = Self.blank(text, index)
            if blank.length > 0 {
                if blank.isSpace { space = (space ?? .all).intersection(style) }
                index += blank.length
                continue
            }
            let start = index
            index += 1
            while index < text.count, !Self.mayBeBlank(text[index]) || Self.blank(text, index).length == 0 {
                index += 1
            }
            add(UnsafeBufferPointer(rebasing: text[start..<index]), style)
        }
    }

    private mutating func add(_ word: UnsafeBufferPointer<UInt8>, _ style: TextStyle) {
        prepare(style)
        if runStyle != style { endRun() }
        runStyle = style
        run.append(contentsOf: word)
    }

    /// Writes the space or break that was held back.
    private mutating func prepare(_ style: TextStyle) {
        if hasContent {
            if lineBreaks > 1 {
                endParagraph()
            } else if lineBreaks == 1 {
                endRun()
                add(Inline(.lineBreak, style: lastStyle.intersection(style).subtracting(.code)))
            } else if let space {
                writeSpace(lastStyle.intersection(style).intersection(space))
            }
        }
        space = nil
        lineBreaks = 0
        hasContent = true
        lastStyle = style
    }

    private mutating func writeSpace(_ style: TextStyle) {
        if link != nil, linkContent.isEmpty, run.isEmpty {
            // A space before the first word of a link lies outside of it.
            inlines.append(Inline(.text(" "), style: style))
            return
        }
        if runStyle != style { endRun() }
        runStyle = style
        run.append(0x20)
    }

    private mutating func endRun() {
        if !run.isEmpty { add(Inline(.text(String(decoding: run, as: UTF8.self)), style: runStyle)) }
        run.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ inline: Inline) {
        if link == nil { inlines.append(inline) } else { linkContent.append(inline) }
    }

    /// What follows, to ``closeLink()``, leads there. Inside another link it does not.
    package mutating func openLink(_ destination: Destination) {
        guard link == nil else { return }
        endRun()
        link = destination
    }

    package mutating func closeLink() {
        endRun()
        endLinkPart()
        link = nil
    }

    private mutating func endLinkPart() {
        guard let link, !linkContent.isEmpty else { return }
        inlines.append(Inline(.link(Link(destination: link, content: linkContent))))
        linkContent = []
    }

    @inline(__always)
    private static func mayBeBlank(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0xC2 || byte == 0xE2 || byte == 0xEF || byte == 0x7F
    }

    /// Length of whitespace or of a character nobody sees at `index`, 0 for any other.
    private static func blank(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> (length: Int, isSpace: Bool) {
        let byte = text[index]
        if byte <= 0x20 || byte == 0x7F { return (1, true) }
        guard mayBeBlank(byte), index + 1 < text.count else { return (0, false) }
        let second = text[index + 1]
        if byte == 0xC2 { return second == 0xA0 ? (2, true) : second == 0xAD ? (2, false) : (0, false) }
        guard index + 2 < text.count else { return (0, false) }
        switch (byte, second, text[index + 2]) {
        case (0xE2, 0x80, 0xAF), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9): return (3, true)  // spaces, line ends
        case (0xE2, 0x80, 0x8B), (0xE2, 0x81, 0xA0), (0xEF, 0xBB, 0xBF), (0xEF, 0xBF, 0xBD): return (3, false)
        default: return (0, false)
        }
    }
}
