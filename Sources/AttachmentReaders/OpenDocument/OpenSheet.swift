internal import AttachmentModel
internal import ContentTree

/// One sheet of a spreadsheet. OpenDocument 1.3 part 3, 9.
struct OpenSheet {
    private let document: OpenDocument
    private let story: OpenStory
    private(set) var cellsLeft: Int
    private var grid = CellGrid()
    private var shapes: [Block] = []
    private var row = 0
    private var column = 0

    /// Everything up to the end of the table just started.
    /// - Returns: how many more cells may be written.
    static func read(_ xml: inout XMLPull<OpenTag>, of document: OpenDocument, cellsLeft: Int) -> Int {
        let isHidden = document.styles.isHidden(xml.attribute("table:style-name"))
        var flow = TextFlow()
        flow.append((xml.attribute("table:name") ?? "") + (isHidden ? " (hidden)" : ""))
        document.output.append(.heading(level: 2, flow.takeLine().line))
        var sheet = OpenSheet(document, cellsLeft: cellsLeft)
        sheet.readRows(&xml)
        if sheet.cellsLeft <= 0 { document.output.note(.cells) }
        document.output.append(sheet.grid.takeBlocks())
        document.output.flush()
        document.writeComments()
        document.output.append(sheet.shapes)
        return sheet.cellsLeft
    }

    private init(_ document: OpenDocument, cellsLeft: Int) {
        self.document = document
        self.cellsLeft = cellsLeft
        story = OpenStory(document)
    }

    private var isFull: Bool { cellsLeft <= 0 || grid.weight > document.limits.text }

    private mutating func readRows(_ xml: inout XMLPull<OpenTag>) {
        while let event = xml.event() {
            switch event {
            case .start(.row): if isFull { xml.skip() } else { readRow(&xml) }
            case .start(.title): shapes.append(.paragraph(xml.allText(limit: 4_096)))
            case .start(let tag?) where tag.isHidden: xml.skip()
            case .start(.shapes): shapes += story.inner { $0.readBlocks(&xml) }
            case .start: readRows(&xml)
            case .end: return
            case .text: break
            }
        }
    }

    private mutating func readRow(_ xml: inout XMLPull<OpenTag>) {
        let repeats = Self.count(xml.integer("table:number-rows-repeated"))
        let first = grid.cells.count
        column = 0
        readCells(&xml)
        let last = grid.cells.count
        for copy in 1..<max(2, min(repeats, document.limits.repeats)) where repeats > 1 {
            for index in first..<last where !isFull { cellsLeft -= grid.repeatCell(at: index, row: row + copy) }
        }
        row = min(row + repeats, 1 << 30)
    }

    private static func count(_ number: Int?) -> Int { max(1, min(number ?? 1, 1 << 24)) }

    private mutating func readCells(_ xml: inout XMLPull<OpenTag>) {
        while let event = xml.event() {
            switch event {
            case .start(.cell): readCell(&xml)
            case .start(.coveredCell):
                column += Self.count(xml.integer("table:number-columns-repeated"))
                xml.skip()
            case .start: readCells(&xml)
            case .end: return
            case .text: break
            }
        }
    }

    private mutating func readCell(_ xml: inout XMLPull<OpenTag>) {
        let repeats = Self.count(xml.integer("table:number-columns-repeated"))
        let value = OpenCellValue(xml)
        let height = Self.count(xml.integer("table:number-rows-spanned"))
        var text = ""
        var link: String?
        while let event = xml.event() {
            switch event {
            case .start(.annotation):
                story.readAnnotation(&xml, place: CellAddress.text(row: row, column: column))
            case .start(.paragraph):
                if !text.isEmpty { text += "\n" }
                let line = readLine(&xml)
                text += line.text
                link = link ?? line.link
            case .start(let tag?): shapes += story.inner { $0.readBlock(tag, &xml) }
            case .start(nil): xml.skip()
            case .end:
                add(value.shown(text), repeats: repeats, height: height, link: link)
                column = min(column + repeats, 1 << 30)
                return
            case .text: break
            }
        }
    }

    private mutating func readLine(_ xml: inout XMLPull<OpenTag>) -> (text: String, link: String?) {
        var inner = OpenStory(document)
        inner.readInlines(&xml)
        let line = inner.flow.takeLine().line
        shapes += inner.takeBlocks()
        var link: String?
        if line.count == 1, case .link(let only) = line[0].content, case .address(let address) = only.destination {
            link = address
        }
        return (String(line.plainText.prefix(document.limits.sharedString)), link)
    }

    private mutating func add(_ text: String, repeats: Int, height: Int, link: String?) {
        guard !text.isEmpty else { return }
        for copy in 0..<min(repeats, document.limits.repeats) where !isFull {
            let before = grid.cells.count
            grid.add(row: row, column: column + copy, text)
            cellsLeft -= grid.cells.count - before
        }
        if let link { grid.link(row: row, column: column, to: link) }
        if height > 1 { grid.merge(rows: row...(row + height - 1), column: column) }
    }
}
