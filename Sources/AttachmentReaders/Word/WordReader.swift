internal import AttachmentModel
internal import ContentTree

/// Word 2007 and later: docx, docm, dotx, dotm. ECMA-376 part 1, 17.
package enum WordReader: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        let document = try WordDocument(file, limits: limits)
        let package = document.package
        _ = package.read(document.mainPart, as: WordTag.self) { xml in
            var story = WordStory(document, part: document.mainPart)
            story.readBlocks(&xml, handingTo: output)
        }
        writeEdges(of: document, to: output)
        writeNotes(of: document, "footnotes", .footnote, to: output)
        writeNotes(of: document, "endnotes", .endnote, to: output)
        writeComments(of: document, to: output)
        try package.conclude(output)
    }

    /// Headers and footers, each text once.
    private static func writeEdges(of document: WordDocument, to output: DocumentOutput) {
        var written: Set<String> = []
        for part in document.edges where !output.isFull {
            let blocks = document.package.read(part, as: WordTag.self) { xml in
                var story = WordStory(document, part: part)
                return story.blocks(&xml)
            }
            for block in blocks ?? [] where [block].hasLetters && written.insert([block].plainText).inserted {
                output.append(block)
            }
        }
    }

    private static func writeNotes(
        of document: WordDocument, _ kind: String, _ tag: WordTag, to output: DocumentOutput
    ) {
        let numbers = tag == .endnote ? document.endnotes : document.footnotes
        guard !numbers.isEmpty, let part = document.package.relationships(of: document.mainPart).targets(kind).first
        else { return }
        _ = document.package.read(part, as: WordTag.self) { xml in
            while !output.isFull, let event = xml.event() {
                guard case .start(tag) = event, let number = xml.integer("w:id").flatMap({ numbers[$0] }) else {
                    continue
                }
                var story = WordStory(document, part: part)
                let blocks = story.blocks(&xml)
                output.append(.footnote(number: number, blocks.isEmpty ? [.paragraph([])] : blocks))
            }
        }
    }

    private static func writeComments(of document: WordDocument, to output: DocumentOutput) {
        guard let part = document.package.relationships(of: document.mainPart).targets("comments").first else { return }
        var comments = CommentList()
        _ = document.package.read(part, as: WordTag.self) { xml in
            while !output.isFull, let event = xml.event() {
                guard case .start(.comment) = event else { continue }
                let author = xml.attribute("w:author") ?? ""
                var story = WordStory(document, part: part)
                comments.add(author: author, story.blocks(&xml), to: output)
            }
        }
        comments.finish(output)
    }
}
