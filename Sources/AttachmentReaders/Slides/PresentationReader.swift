internal import AttachmentModel
internal import ContentTree

/// PowerPoint 2007 and later: pptx, pptm, ppsx, potx.
package enum PresentationReader: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        let presentation = try Presentation(file, limits: limits)
        for (index, part) in presentation.slides.enumerated() where !output.isFull {
            guard let part else { continue }
            write(slide: index + 1, part, of: presentation, to: output)
        }
        try presentation.package.conclude(output)
    }

    private static func write(
        slide number: Int, _ part: String, of presentation: Presentation, to output: DocumentOutput
    ) {
        let (shapes, isHidden) = read(
            part, of: presentation, layout: presentation.layout(ofSlide: part))
        let title = shapes.firstIndex { $0.placeholder?.role == .title && !$0.blocks.isBlank }
        var flow = TextFlow()
        flow.append("Slide \(number)" + (title == nil ? "" : ": "))
        for inline in title.map({ line(of: shapes[$0].blocks) }) ?? [] { flow.append(inline.content) }
        if isHidden { flow.append(" (hidden)") }
        output.append(.heading(level: 2, flow.takeLine().line))
        var rest = shapes
        if let title { rest.remove(at: title) }
        for shape in SlideShape.inReadingOrder(rest) { output.append(shape.blocks) }
        writeNotes(ofSlide: part, of: presentation, to: output)
        SlideComments.write(ofSlide: part, of: presentation, to: output)
    }

    private static func read(
        _ part: String, of presentation: Presentation, layout: SlideLayout?
    ) -> ([SlideShape], isHidden: Bool) {
        let package = presentation.package
        let reader = SlideShapes(
            package: package, relationships: package.relationships(of: part), layout: layout)
        var isHidden = false
        let shapes = package.read(part, as: SlideTag.self) { xml in
            var shapes: [SlideShape] = []
            while let event = xml.event() {
                if case .start(.slide) = event { isHidden = xml.flag("show") == false }
                if case .start(.tree) = event { shapes += reader.read(&xml) }
            }
            return shapes
        }
        let isContent = { (shape: SlideShape) in
            shape.placeholder?.role != .edge && shape.placeholder?.role != .slideImage && !shape.blocks.isEmpty
        }
        return ((shapes ?? []).filter(isContent), isHidden)
    }

    /// On one line, with spaces between its paragraphs.
    private static func line(of blocks: [Block]) -> [Inline] {
        var line: [Inline] = []
        for block in blocks {
            if !line.isEmpty { line.append(Inline(.text(" "))) }
            switch block {
            case .paragraph(let inlines):
                line += inlines.map { $0.content == .lineBreak ? Inline(.text(" ")) : $0 }
            default: line.append(Inline(.text([block].plainText)))
            }
        }
        return line
    }

    private static func writeNotes(ofSlide part: String, of presentation: Presentation, to output: DocumentOutput) {
        guard let notes = presentation.package.relationships(of: part).targets("notesSlide").first else { return }
        var blocks = read(notes, of: presentation, layout: nil).0.flatMap(\.blocks)
        guard !blocks.isBlank else { return }
        let lead = [Inline(.text("Notes: "))]
        if case .paragraph(let inlines) = blocks[0] {
            blocks[0] = .paragraph(lead + inlines)
        } else {
            blocks.insert(.paragraph([Inline(.text("Notes:"))]), at: 0)
        }
        output.append(.quote(blocks))
    }
}
