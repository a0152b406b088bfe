/// Cuts a markdown text into pieces of about equal size.
enum MarkdownCut {
    /// Before a heading or after an empty line where there is one near, else after a line, else between characters.
    /// Code blocks are kept whole where they can be.
    static func pieces(_ text: String, count: Int) -> [String] {
        var pieces: [String] = []
        var rest = Substring(text)
        for left in stride(from: count, to: 1, by: -1) {
            let cut = place(in: rest, near: rest.utf8.count / left)
            pieces.append(String(rest[..<cut]))
            rest = rest[cut...]
        }
        return pieces + [String(rest)]
    }

    /// The last good place before `bytes`, but not in the first half of the piece.
    private static func place(in text: Substring, near bytes: Int) -> Substring.Index {
        let utf8 = text.utf8
        var limit = utf8.index(utf8.startIndex, offsetBy: bytes, limitedBy: utf8.endIndex) ?? utf8.endIndex
        while limit > text.startIndex, limit < text.endIndex, utf8[limit] & 0xC0 == 0x80 {
            limit = utf8.index(before: limit)
        }
        var afterLine: Substring.Index?
        var betweenBlocks: Substring.Index?
        var isFenced = false
        var offset = 0
        for line in text[..<limit].split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("```") || line.hasPrefix("~~~") { isFenced.toggle() }
            offset += line.utf8.count + 1
            guard offset * 2 > bytes else { continue }
            let end = text.index(after: line.endIndex)
            afterLine = end
            if !isFenced, line.allSatisfy(\.isWhitespace) { betweenBlocks = end }
        }
        return betweenBlocks ?? afterLine ?? limit
    }
}
