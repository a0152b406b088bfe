internal import AttachmentModel
internal import ContentTree

/// Reads what `catdoc` and `vsd2text` write: a paragraph a line, the cells of a table row divided by tabs.
package enum ParagraphLines: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        let text = file.withBytes { String(decoding: $0, as: UTF8.self) }
        for line in text.split(whereSeparator: { $0 == "\n" || $0 == "\u{C}" || $0 == "\u{B}" || $0 == "\r\n" }) {
            guard !output.isFull else { return }
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\u{7}" }
            guard !words.isEmpty else { continue }
            output.append(.paragraph([Inline(.text(words.joined(separator: " ")))]))
        }
    }
}
