/// Cuts a markdown text into pieces of about equal size.
enum MarkdownCut {
    /// After an empty line outside code blocks where there is one near, else after a line, else between characters.
    static func pieces(_ text: String, count: Int) -> [String] {
        if count == 1 { return [text] }
        var pieces: [String] = []
        var rest = Array(text.utf8)[...]
        for left in stride(from: count, to: 1, by: -1) {
            let cut = place(in: rest, limit: rest.startIndex + rest.count / left)
            pieces.append(String(decoding: rest[..<cut], as: UTF8.self))
            rest = rest[cut...]
        }
        return pieces + [String(decoding: rest, as: UTF8.self)]
    }

    /// The last good place before `limit`, but not in the first half of the piece.
    private static func place(in text: ArraySlice<UInt8>, limit: Int) -> Int {
        var afterLine: Int?
        var betweenBlocks: Int?
        var isFenced = false
        var start = text.startIndex
        while let end = text[start..<limit].firstIndex(of: UInt8(ascii: "\n")) {
            let line = text[start..<end]
            if line.starts(with: "```".utf8) || line.starts(with: "~~~".utf8) { isFenced.toggle() }
            start = end + 1
            guard start - text.startIndex > limit - start else { continue }
            afterLine = start
            if !isFenced, line.isEmpty { betweenBlocks = start }
        }
        if let place = betweenBlocks ?? afterLine { return place }
        // A byte 10xxxxxx continues a character (RFC 3629).
        var cut = limit
        while cut > text.startIndex, cut < text.endIndex, text[cut] & 0xC0 == 0x80 { cut -= 1 }
        return cut
    }
}
