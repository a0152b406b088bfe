internal import AttachmentModel
internal import CharacterSets
internal import ContentTree
internal import HTMLText

/// Reads a web page that somebody attached, under whatever name.
package enum HTMLFileReader: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        var reader = HTMLReader()
        reader.depth = limits.depth
        reader.text = 2 * limits.text
        let page = file.withBytes { reader.read($0) }
        if page.isTooDeep { output.note(.depth) }
        if page.isTooLong { output.note(.text) }
        if !page.title.isEmpty, !page.blocks.startWith(page.title) {
            output.append(.heading(level: 2, [Inline(.text(page.title))]))
        }
        output.append(page.blocks.belowFirstLevel)
    }
}

extension [Block] {
    /// Headings as they are, or one level deeper each where one is of the first level, which is the document's own.
    var belowFirstLevel: [Block] {
        let hasFirst = contains { if case .heading(1, _) = $0 { true } else { false } }
        guard hasFirst else { return self }
        return map { block in
            guard case .heading(let level, let line) = block else { return block }
            return .heading(level: Swift.min(6, level + 1), line)
        }
    }

    fileprivate func startWith(_ title: String) -> Bool {
        switch first {
        case .heading(_, let line), .paragraph(let line): line.plainText == title
        default: false
        }
    }
}
