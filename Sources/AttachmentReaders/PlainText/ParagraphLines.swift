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
            let words = Self.withoutFields(line).split { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\u{7}" }
            guard !words.isEmpty else { continue }
            output.append(.paragraph([Inline(.text(words.joined(separator: " ")))]))
        }
    }

    /// Of a field only its result is text; catdoc writes its code as well: `HYPERLINK "address" \\o "tip" result`.
    private static func withoutFields(_ line: Substring) -> Substring {
        var text = Substring()
        var rest = line
        while let field = rest.firstRange(of: "HYPERLINK ") {
            text += rest[..<field.lowerBound]
            let behind = afterCode(rest[field.upperBound...])
            if behind.startIndex == field.upperBound { text += rest[field] }
            rest = behind
        }
        return text + rest
    }

    /// - Returns: what stands behind quoted arguments and switches; all of it where there are none.
    private static func afterCode(_ text: Substring) -> Substring {
        var rest = text
        while true {
            let next = rest.drop { $0 == " " }
            if next.hasPrefix("\\"), next.dropFirst().first != nil {
                rest = next.dropFirst(2)
            } else if next.hasPrefix("\""), let close = next.dropFirst().firstIndex(of: "\"") {
                rest = next[next.index(after: close)...]
            } else {
                return rest
            }
        }
    }
}
