internal import ContentTree

/// One slide, or one page of a drawing. OpenDocument 1.3 part 3, 10.2.4.
enum OpenSlides {
    /// Everything up to the end of the page just started.
    static func read(
        page number: Int, isSlide: Bool, _ xml: inout XMLPull<OpenTag>, of document: OpenDocument
    ) {
        let isHidden = document.styles.isHidden(xml.attribute("draw:style-name"))
        let name = xml.attribute("draw:name") ?? ""
        var story = OpenStory(document)
        story.isOnSlide = true
        var shapes: [OpenShape] = []
        var notes: [Block] = []
        while let event = xml.event() {
            switch event {
            case .start(.notes): notes = story.inner { readNotes(&xml, into: &$0) }
            case .start(.annotation): story.readAnnotation(&xml)
            case .start(let tag?) where tag.isShape: shapes.append(OpenShape.read(tag, &xml, in: story))
            case .start(let tag?) where tag.isHidden: xml.skip()
            case .start: shapes.append(OpenShape(blocks: story.inner { $0.readBlocks(&xml) }))
            case .end:
                write(shapes, notes, Title(number: number, isSlide: isSlide, name: name, isHidden: isHidden), document)
                return
            case .text: break
            }
        }
    }

    private struct Title {
        let number: Int
        let isSlide: Bool
        let name: String
        let isHidden: Bool

        /// - Parameter words: of the shape that holds the title.
        func heading(_ words: String) -> Block {
            var flow = TextFlow()
            // Programs name pages that have no name by their numbers.
            let isNamed = !isSlide && !name.isEmpty && !name.hasPrefix("page")
            let words = words.isEmpty && isNamed ? name : words
            flow.append("\(isSlide ? "Slide" : "Page") \(number)" + (words.isEmpty ? "" : ": \(words)"))
            if isHidden { flow.append(" (hidden)") }
            return .heading(level: 2, flow.takeLine().line)
        }
    }

    private static let edges: Set<String> = ["header", "footer", "date-time", "page-number", "page"]

    private static func readNotes(_ xml: inout XMLPull<OpenTag>, into story: inout OpenStory) {
        while let event = xml.event() {
            switch event {
            case .start(let tag?) where tag.isShape:
                let shape = OpenShape.read(tag, &xml, in: story)
                if !edges.contains(shape.role ?? "") { story.append(shape.allBlocks) }
            case .start: xml.skip()
            case .end: return
            case .text: break
            }
        }
    }

    private static func write(_ shapes: [OpenShape], _ notes: [Block], _ title: Title, _ document: OpenDocument) {
        var shapes = shapes.filter { !edges.contains($0.role ?? "") && !$0.allBlocks.isEmpty }
        var words = ""
        if let place = shapes.firstIndex(where: { $0.role == "title" }) {
            words = shapes.remove(at: place).allBlocks.plainText
        }
        document.output.append(title.heading(words))
        document.output.append(OpenShape.inReadingOrder(shapes))
        var notes = notes
        if !notes.isBlank {
            if case .paragraph(let inlines) = notes[0] {
                notes[0] = .paragraph([Inline(.text("Notes: "))] + inlines)
            } else {
                notes.insert(.paragraph("Notes:"), at: 0)
            }
            document.output.append(.quote(notes))
        }
        document.writeComments()
    }
}
