internal import AttachmentModel
internal import ContentTree

/// PowerPoint 97 to 2003: ppt, pps.
package enum Slides97Reader: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        let container = try CompoundFile(file)
        if let refusal = SlidesStart.refusal(container) { throw refusal }
        guard let entry = container.entry("PowerPoint Document") else {
            throw ReadingError(.corrupt, "ppt without a document")
        }
        let stream = container.bytes(of: entry)
        let document = try PPTDocument(stream, currentUser: container.stream("Current User", limit: 64) ?? [])
        for (index, slide) in document.slides.enumerated() where !output.isFull {
            write(slide, number: index + 1, of: document, to: output)
        }
        if stream.count < entry.size {
            output.note(.fault)
            throw ReadingError(.corrupt, "ppt ends in the middle")
        }
    }

    private static func write(
        _ slide: PPTDocument.Slide, number: Int, of document: PPTDocument, to output: DocumentOutput
    ) {
        let bytes = document.bytes
        guard let data = slide.data else {
            output.append(heading(number, [], isHidden: false))
            for text in slide.outline { output.append(text.blocks()) }
            return
        }
        let drawing = PPTShapes(data, bytes, outline: slide.outline)
        var isHidden = false
        var notes: Range<Int>?
        for record in PPTRecords(bytes, in: data) {
            let start = record.data.lowerBound
            if record.kind == .showInfo { isHidden = bytes.uint16(at: start + 10) & 4 != 0 }
            if record.kind == .slideAtom { notes = document.notes[bytes.uint32(at: start + 16)] }
        }
        output.append(heading(number, drawing.title, isHidden: isHidden))
        for shape in SlideShape.inReadingOrder(drawing.shapes) { output.append(shape.blocks) }
        if let notes { writeNotes(PPTShapes(notes, bytes, outline: []), to: output) }
        PPTComments.write(ofSlide: data, bytes, to: output)
    }

    private static func heading(_ number: Int, _ title: [Block], isHidden: Bool) -> Block {
        var flow = TextFlow()
        let title = TextFlow.line(of: title.plainText)
        flow.append("Slide \(number)" + (title.isEmpty ? "" : ": \(title)") + (isHidden ? " (hidden)" : ""))
        return .heading(level: 2, flow.takeLine().line)
    }

    private static func writeNotes(_ drawing: PPTShapes, to output: DocumentOutput) {
        var blocks = drawing.shapes.flatMap(\.blocks)
        guard !blocks.isBlank else { return }
        if case .paragraph(let inlines) = blocks[0] {
            blocks[0] = .paragraph([Inline(.text("Notes: "))] + inlines)
        } else {
            blocks.insert(.paragraph("Notes:"), at: 0)
        }
        output.append(.quote(blocks))
    }
}

/// Comments on a slide, which stand in tags of the program ("[MS-PPT]", §2.5.23, Comment10Container).
enum PPTComments {
    static func write(ofSlide slide: Range<Int>, _ bytes: [UInt8], to output: DocumentOutput) {
        var comments = CommentList()
        for tags in PPTRecords(bytes, in: slide) where tags.kind == .programTags {
            for tag in PPTRecords(bytes, in: tags.data) where tag.kind == .programTag {
                for data in PPTRecords(bytes, in: tag.data) where data.kind == .tagData {
                    for comment in PPTRecords(bytes, in: data.data) where comment.kind == .comment {
                        add(comment.data, bytes, to: &comments, output)
                    }
                }
            }
        }
        comments.finish(output)
    }

    private static func add(
        _ comment: Range<Int>, _ bytes: [UInt8], to comments: inout CommentList, _ output: DocumentOutput
    ) {
        var author = ""
        var flow = TextFlow()
        for text in PPTRecords(bytes, in: comment) where text.kind == .string {
            let words = bytes.utf16(at: text.data.lowerBound, units: text.data.count / 2)
            if text.instance == 0 { author = TextFlow.line(of: words) }
            guard text.instance == 1 else { continue }
            for line in words.split(whereSeparator: \.isNewline) {
                flow.append(String(line))
                flow.endParagraph()
            }
        }
        comments.add(author: author, flow.takeBlocks(), to: output)
    }
}
