internal import AttachmentModel
internal import ContentTree

/// Reads what `pdftotext` wrote: pages that end with form feeds, blocks divided by blank lines, lines as they were set.
package enum PDFTextReader: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        var text = PDFText(file.withBytes { String(decoding: $0, as: UTF8.self) })
        if text.pages.count > limits.pages {
            text.pages.removeLast(text.pages.count - limits.pages)
            output.note(.pages)
        }
        output.pages = text.pages.count
        if !text.title.isEmpty, !text.opensWithTitle {
            output.append(.heading(level: 2, [Inline(.text(text.title))]))
        }
        RunningLines.removeRepeats(in: &text.pages)
        let words = PDFWords(text.pages)
        for (index, page) in text.pages.enumerated() where !page.isEmpty && !output.isFull {
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
