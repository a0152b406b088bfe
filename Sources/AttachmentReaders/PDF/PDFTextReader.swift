internal import AttachmentModel
internal import ContentTree

/// Reads what `pdftotext` wrote: pages that end with form feeds, blocks divided by blank lines, lines as they were set.
package enum PDFTextReader: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        let text = file.withBytes { String(decoding: $0, as: UTF8.self) }
        var pages = text.split(separator: "\u{C}", omittingEmptySubsequences: false).map { PDFPage($0) }
        // Each page ends with a form feed: what follows the last one is no page, unless the text was cut there.
        if pages.last?.isEmpty ?? false { pages.removeLast() }
        if pages.count > limits.pages {
            pages.removeLast(pages.count - limits.pages)
            output.note(.pages)
        }
        output.pages = pages.count
        RunningLines.removeRepeats(in: &pages)
        let words = PDFWords(pages)
        for (index, page) in pages.enumerated() where !page.isEmpty && !output.isFull {
            output.append(.markdown("<!-- page \(index + 1) -->"))
            output.append(PDFParagraphs(page, words: words).blocks)
        }
    }
}

/// The lines of one page; an empty one divides blocks.
struct PDFPage {
    var lines: [Substring]

    init(_ text: Substring) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
            let start = $0.drop { $0 == " " }
            return start.last == " " ? start.trimmingEnd() : start
        }
    }

    var isEmpty: Bool { lines.allSatisfy(\.isEmpty) }
}

extension Substring {
    fileprivate func trimmingEnd() -> Substring {
        guard let last = lastIndex(where: { $0 != " " }) else { return "" }
        return self[...last]
    }
}
