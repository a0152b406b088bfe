internal import ContentTree

/// One run of text: a document, a box, a cell, a note.
struct OpenStory {
    let document: OpenDocument
    var flow = TextFlow()
    var lists = ListGatherer()
    /// Texts of what hangs on the paragraph being read.
    var boxes: [Block] = []
    /// Style and numbers of the list gathered last.
    var listStyle: String?
    var numbers: [Int: Int] = [:]
    /// Fields with the number of a page are left out.
    var isOnSlide = false
    /// Hands on whole blocks as they are found.
    var isStreaming = false
    private var finished: [Block] = []

    init(_ document: OpenDocument) {
        self.document = document
    }

    /// Everything up to the end of the element just started.
    mutating func blocks(_ xml: inout XMLPull<OpenTag>) -> [Block] {
        readBlocks(&xml)
        return takeBlocks()
    }

    mutating func takeBlocks() -> [Block] {
        append(flow.takeBlocks() + boxes)
        boxes = []
        defer { finished = [] }
        return finished
    }

    /// A part of this story that stands apart.
    func inner(_ body: (inout OpenStory) -> Void) -> [Block] {
        var story = OpenStory(document)
        story.isOnSlide = isOnSlide
        body(&story)
        return story.takeBlocks()
    }

    mutating func append(_ blocks: [Block]) {
        finished += lists.take()
        finished += blocks
        guard isStreaming else { return }
        document.output.append(finished)
        finished.removeAll()
    }

    mutating func readBlocks(_ xml: inout XMLPull<OpenTag>) {
        while let event = xml.event() {
            switch event {
            case .start(let tag?): readBlock(tag, &xml)
            case .start(nil): readBlocks(&xml)
            case .end: return
            case .text: break
            }
            if isStreaming, document.output.isFull { return xml.stop() }
        }
    }

    mutating func readBlock(_ tag: OpenTag, _ xml: inout XMLPull<OpenTag>) {
        switch tag {
        case .paragraph, .heading:
            let outline = Self.outline(tag, xml, document.styles)
            readInlines(&xml)
            endParagraph(outline: outline)
        case .list: readList(&xml, level: 0, style: nil)
        case .table:
            append([])
            append(OpenTable.read(&xml, in: self))
        case .annotation: readAnnotation(&xml)
        case .style, .listStyle: document.styles.read(tag, &xml)
        case .chartTitle, .chartSubtitle: readBlocks(&xml)
        case let tag where tag.isHidden: xml.skip()
        case let tag where tag.isShape:
            append(OpenShape.read(tag, &xml, in: self).blocks)
        default: readBlocks(&xml)
        }
    }

    static func outline(_ tag: OpenTag, _ xml: XMLPull<OpenTag>, _ styles: OpenStyles) -> Int? {
        if tag == .heading { return (xml.integer("text:outline-level") ?? 1).clamped - 1 }
        return styles.outline(ofParagraph: xml.attribute("text:style-name"))
    }

    private mutating func endParagraph(outline: Int?) {
        let lines = flow.takeBlocks()
        if !lines.isEmpty {
            if let outline, let heading = Block.heading(outline: outline, Self.line(of: lines)) {
                append([heading])
            } else {
                append(lines)
            }
        }
        if !boxes.isEmpty { append(boxes) }
        boxes = []
    }

    private static func line(of lines: [Block]) -> [Inline] {
        Array(
            lines.map { block -> [Inline] in if case .paragraph(let line) = block { line } else { [] } }
                .joined(separator: [Inline(.text(" "))]))
    }

    // MARK: Lists

    /// - Parameter level: from 0.
    private mutating func readList(_ xml: inout XMLPull<OpenTag>, level: Int, style: String?) {
        let style = xml.attribute("text:style-name") ?? style
        if level == 0, style != listStyle {
            append([])
            listStyle = style
            numbers = [:]
        }
        if xml.attribute("text:continue-numbering") != "true", level > 0 { numbers[level] = nil }
        while let event = xml.event() {
            switch event {
            case .start(.listItem), .start(.listHeader): readItem(&xml, level: level, style: style)
            case .start: xml.skip()
            case .end: return
            case .text: break
            }
        }
    }

    private mutating func readItem(_ xml: inout XMLPull<OpenTag>, level: Int, style: String?) {
        let isNumbered = document.styles.isNumbered(style, level: level)
        if let start = xml.integer("text:start-value") { numbers[level] = start.clamped - 1 }
        var isStarted = false
        while let event = xml.event() {
            switch event {
            case .start(.list): readList(&xml, level: min(level + 1, 100), style: style)
            case .start(let tag?) where tag == .paragraph || tag == .heading:
                let outline = tag == .heading ? Self.outline(tag, xml, document.styles) : nil
                readInlines(&xml)
                if outline != nil {
                    // Programs put headings with numbers into lists.
                    endParagraph(outline: outline)
                    continue
                }
                let lines = flow.takeBlocks() + boxes
                boxes = []
                if lines.isEmpty { continue }
                if isStarted { lists.addToLast(lines) }
                if !isStarted {
                    let number = (numbers[level] ?? 0) + 1
                    numbers[level] = number
                    lists.add(.init(level: level, number: isNumbered ? number : nil, blocks: lines))
                }
                isStarted = true
            case .start(let tag?): lists.addToLast(inner { $0.readBlock(tag, &xml) })
            case .start(nil): readBlocks(&xml)
            case .end: return
            case .text: break
            }
        }
    }
}

extension Int {
    /// Numbers of lists and levels from a file.
    fileprivate var clamped: Int { Swift.max(0, Swift.min(self, 999_999_999)) }
}
