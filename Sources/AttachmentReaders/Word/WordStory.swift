internal import ContentTree

/// One run of text from its first to its last paragraph: the body, a header, a note, a comment.
struct WordStory {
    let document: WordDocument
    let part: String
    var flow = TextFlow()
    var lists = ListGatherer()
    /// Texts of boxes that hang on the paragraph being read.
    var boxes: [Block] = []
    var fields: [WordField] = []
    private var finished: [Block] = []
    private var output: DocumentOutput?

    init(_ document: WordDocument, part: String) {
        self.document = document
        self.part = part
    }

    // MARK: Whole stories

    /// Reads to the end of the element just started, or of the document.
    mutating func blocks(_ xml: inout XMLPull<WordTag>) -> [Block] {
        readBlocks(&xml)
        finish()
        defer { finished = [] }
        return finished
    }

    mutating func readBlocks(_ xml: inout XMLPull<WordTag>, handingTo output: DocumentOutput) {
        self.output = output
        readBlocks(&xml)
        finish()
        self.output = nil
    }

    /// Blocks of a part of this story that stands apart: a cell, a box.
    mutating func inner(_ body: (inout WordStory) -> Void) -> [Block] {
        var story = WordStory(document, part: part)
        body(&story)
        story.finish()
        return story.finished
    }

    /// Nobody wants more, or so much was read that what is written of it will be cut.
    var isFull: Bool { output?.isFull == true || document.textBytes > 2 * document.package.limits.text }

    private mutating func handOver() {
        guard let output, !finished.isEmpty else { return }
        output.append(finished)
        finished.removeAll()
    }

    // MARK: Blocks

    /// Everything up to the end of the element just started. Elements that are not known are passed through.
    mutating func readBlocks(_ xml: inout XMLPull<WordTag>) {
        while let event = xml.event() {
            switch event {
            case .start(let tag): readBlock(tag, &xml)
            case .end: return
            case .text: break
            }
            if isFull { return xml.stop() }
        }
    }

    mutating func readBlock(_ tag: WordTag?, _ xml: inout XMLPull<WordTag>) {
        switch tag {
        case .paragraph: readParagraph(&xml)
        case .table: readTable(&xml)
        case .sectionProperties: readSection(&xml)
        case .deleted, .movedFrom, .controlProperties, .controlEnd: xml.skip()
        case .alternatives: readAlternatives(&xml) { $0.readBlocks(&$1) }
        case .mathText, .text: readText(&xml)
        default: readBlocks(&xml)
        }
    }

    private mutating func readParagraph(_ xml: inout XMLPull<WordTag>) {
        var properties = WordParagraph()
        readInlines(&xml, &properties)
        // A paragraph whose end was deleted goes on in the next one.
        if properties.isEndDeleted { return }
        endParagraph(properties)
    }

    mutating func endParagraph(_ properties: WordParagraph) {
        closeFields()
        var lines = flow.takeBlocks()
        defer {
            if !boxes.isEmpty { append(boxes) }
            boxes = []
        }
        guard !lines.isEmpty else { return }
        if let outline = properties.outline ?? properties.style.flatMap({ document.styles.outline($0) }), outline < 9 {
            let line = Array(lines.map(\.inlines).joined(separator: [Inline(.text(" "))]))
            if let heading = Block.heading(outline: outline, line) { append([heading]) }
            return
        }
        if let mark = mark(of: properties) {
            lists.add(ListGatherer.Item(level: mark.level, number: mark.number, blocks: lines))
            return
        }
        if lines.count > 1 { lines = lines.filter { ![$0].isBlank } }
        append(lines)
    }

    private func mark(of properties: WordParagraph) -> WordNumbering.Mark? {
        if let list = properties.list {
            // 0 takes a paragraph out of the list of its style.
            guard list != 0 else { return nil }
            return document.numbering.mark(list: list, level: properties.level ?? 0, style: nil)
        }
        guard let style = properties.style, let numbering = document.styles.numbering(style), numbering.list != 0 else {
            return nil
        }
        return document.numbering.mark(list: numbering.list, level: properties.level ?? numbering.level, style: style)
    }

    mutating func append(_ blocks: [Block]) {
        finished += lists.take()
        finished += blocks
        handOver()
    }

    /// What the last paragraph left, where its end is missing or deleted.
    private mutating func finish() {
        append(flow.takeBlocks() + boxes)
        boxes = []
    }

    /// Headers and footers are named where a section ends.
    mutating func readSection(_ xml: inout XMLPull<WordTag>) {
        var depth = 1
        while depth > 0, let event = xml.event() {
            switch event {
            case .start(let tag):
                depth += 1
                guard tag == .headerReference || tag == .footerReference, let id = xml.attribute("r:id") else { break }
                if let target = document.package.relationships(of: part)[id], !target.isExternal {
                    document.addEdge(target.target)
                }
            case .end: depth -= 1
            case .text: break
            }
        }
    }
}

extension Block {
    fileprivate var inlines: [Inline] {
        if case .paragraph(let inlines) = self { inlines } else { [] }
    }
}
