internal import ContentTree

/// Gathers texts, images and blocks in document order into paragraphs and blocks.
///
/// Whitespace collapses on the way in. A space between two pieces gets only the styles both have, so it never lies
/// at the edge of a style; a style change alone never makes a space.
struct Flow {
    private struct OpenLink {
        let destination: Destination
        let title: String?
        let style: TextStyle
        var content: [Inline] = []
        var isStarted = false
        var wasFilled = false
    }

    /// Pieces behind which a line break ends the paragraph: endless ones take several times their memory to gather.
    private static let longestParagraph = 50_000

    private(set) var blocks: [Block] = []
    private var inlines: [Inline] = []
    private var run: [UInt8] = []
    private var runStyle: TextStyle = .plain
    private var lastStyle: TextStyle = .plain
    private var hasSpace = false
    /// Words on both sides are to be kept apart.
    private var hasJoint = false
    private var endsInWord = false
    /// Styles of the whitespace that is held back.
    private var spaceStyle = TextStyle.all
    private var lineBreaks = 0
    private var hasContent = false
    private var link: OpenLink?

    var isAtParagraphStart: Bool { !hasContent }
    var isInLink: Bool { link != nil }

    // MARK: Blocks

    mutating func endParagraph() {
        if let line = takeLine() {
            blocks.append(.line(line))
        } else {
            endPieces()
        }
        hasContent = false
        hasSpace = false
        hasJoint = false
        spaceStyle = .all
        lineBreaks = 0
    }

    /// Everything gathered. A single line of plain text, which most items and cells are, needs no array.
    mutating func content() -> BlockContent {
        if blocks.isEmpty, let line = takeLine() { return .line(line) }
        endParagraph()
        return BlockContent(blocks)
    }

    /// The paragraph, if it is nothing but plain text.
    private mutating func takeLine() -> String? {
        guard inlines.isEmpty, link == nil, runStyle.isEmpty, !run.isEmpty else { return nil }
        defer { run.removeAll(keepingCapacity: true) }
        return String(decoding: run, as: UTF8.self)
    }

    private mutating func endPieces() {
        endRun()
        if link != nil { endLinkPart() }
        if !inlines.isEmpty {
            blocks.append(.paragraph(inlines))
            inlines.removeAll()
        }
    }

    mutating func append(_ block: Block) {
        endParagraph()
        link?.wasFilled = true
        blocks.append(block)
    }

    /// Changes buffers with a flow that is to rest, so that each list item and cell need not get one of its own.
    mutating func takeBuffer(from other: inout Flow) {
        if run.isEmpty, other.run.isEmpty { swap(&run, &other.run) }
    }

    // MARK: Inlines

    mutating func space() { hasSpace = true }

    /// A space, but only where two words would run together.
    mutating func joint() { hasJoint = true }

    mutating func lineBreak() { lineBreaks += 1 }

    mutating func append(_ content: Inline.Content, style: TextStyle) {
        prepare(style, startsWithWord: true)
        endRun()
        add(Inline(content, style: style))
        lastStyle = style
        endsInWord = true
    }

    mutating func append(_ text: String, style: TextStyle) {
        var text = text
        text.withUTF8 { append($0, style: style) }
    }

    mutating func append(_ text: UnsafeBufferPointer<UInt8>, style: TextStyle) {
        let isCode = style.contains(.code)
        var index = 0
        var start = 0
        while index < text.count {
            let byte = text[index]
            guard FlowByte.isSpecial(byte) else {
                index += 1
                continue
            }
            // One space between words stays where it is.
            if byte == 0x20, index > start, index + 1 < text.count, !FlowByte.isSpecial(text[index + 1]) {
                index += 2
                continue
            }
            let (length, isSpace) = FlowByte.special(text, index)
            guard length > 0 else {
                index += 1
                continue
            }
            if start < index { add(text, start..<index, style) }
            if isSpace {
                if isCode, hasContent, runStyle == style, !run.isEmpty, !hasSpace, lineBreaks == 0 {
                    run.append(0x20)
                } else {
                    hasSpace = true
                    spaceStyle.formIntersection(style)
                }
            }
            index += length
            start = index
        }
        if start < text.count { add(text, start..<text.count, style) }
    }

    private mutating func add(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ style: TextStyle) {
        prepare(style, startsWithWord: FlowByte.isWord(text[range.lowerBound]))
        if runStyle != style {
            endRun()
            runStyle = style
        }
        run.append(contentsOf: UnsafeBufferPointer(rebasing: text[range]))
        lastStyle = style
        endsInWord = FlowByte.isWord(text[range.upperBound - 1])
    }

    /// Writes the space or break that was held back until something follows it.
    private mutating func prepare(_ style: TextStyle, startsWithWord: Bool) {
        let opensLink = link.map { !$0.isStarted } ?? false
        // The space at the end of a code span belongs in front of what follows it.
        if run.last == 0x20, runStyle.contains(.code), runStyle != style || opensLink { endRun() }
        if hasContent {
            if lineBreaks > 1 || (lineBreaks == 1 && inlines.count > Self.longestParagraph) {
                endParagraph()
            } else if lineBreaks == 1 {
                endRun()
                add(Inline(.lineBreak, style: lastStyle.intersection(style).subtracting(.code)))
            } else if hasSpace || (hasJoint && startsWithWord && endsInWord) {
                appendSpace(lastStyle.intersection(style).intersection(spaceStyle).subtracting(.code))
            }
        }
        hasSpace = false
        hasJoint = false
        spaceStyle = .all
        lineBreaks = 0
        hasContent = true
        if opensLink {
            endRun()
            link?.isStarted = true
        }
        link?.wasFilled = true
    }

    private mutating func appendSpace(_ style: TextStyle) {
        if runStyle != style {
            endRun()
            runStyle = style
        }
        run.append(0x20)
    }

    private mutating func endRun() {
        guard !run.isEmpty else { return }
        if runStyle.contains(.code), run.last == 0x20 {
            while run.last == 0x20 { run.removeLast() }
            hasSpace = true
        }
        if !run.isEmpty { add(Inline(.text(String(decoding: run, as: UTF8.self)), style: runStyle)) }
        run.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ inline: Inline) {
        if link?.isStarted == true {
            link?.content.append(inline)
        } else {
            inlines.append(inline)
        }
    }

    // MARK: Links

    mutating func openLink(_ destination: Destination, title: String?, style: TextStyle) {
        link = OpenLink(destination: destination, title: title, style: style)
    }

    /// - Returns: whether anything was put into the link.
    mutating func closeLink() -> Bool {
        endRun()
        let wasFilled = link?.wasFilled ?? false
        endLinkPart()
        link = nil
        return wasFilled
    }

    private mutating func endLinkPart() {
        guard var part = link, part.isStarted else { return }
        let text = part.content.plainText
        let title = part.title.flatMap { $0 == text || $0.isEmpty ? nil : $0 }
        if !part.content.isEmpty {
            let whole = Link(destination: part.destination, title: title, content: part.content)
            inlines.append(Inline(.link(whole), style: part.style))
            lastStyle = part.style
        }
        part.content = []
        part.isStarted = false
        link = part
    }
}
