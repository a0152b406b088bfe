internal import ContentTree

/// Plain text of a mail: paragraphs between blank lines, quotes behind `>`.
enum MailText {
    /// How a line hangs on the one before.
    private enum Join { case none, glued, spaced, broken }

    /// - Parameters:
    ///   - utf8: valid UTF-8.
    ///   - isFlowed: a blank at the end of a line joins it with the next (RFC 3676).
    ///   - dropsBlank: and that blank is not part of the text.
    static func blocks(_ utf8: [UInt8], isFlowed: Bool = false, dropsBlank: Bool = false) -> [Block] {
        var blocks: [Block] = []
        var flow = TextFlow()
        var depth = 0
        var join = Join.none
        func endPart() {
            var part = flow.takeBlocks()
            join = .none
            guard !part.isEmpty else { return }
            for _ in 0..<min(depth, 8) { part = [.quote(part)] }
            blocks += part
        }
        utf8.withUnsafeBytes { bytes in
            var lines = MailLines(bytes, in: 0..<bytes.count)
            while let range = lines.next() {
                var line = bytes[range]
                var quotes = 0
                while line.first == 0x3E || (quotes > 0 && line.starts(with: [0x20, 0x3E])) {
                    if line.first == 0x3E { quotes += 1 }
                    line = line.dropFirst()
                }
                if quotes != depth {
                    endPart()
                    depth = quotes
                }
                if line.allSatisfy({ $0 <= 0x20 }) {
                    flow.endParagraph()
                    join = .none
                    continue
                }
                // Programs break lines at about 72 characters; what is much shorter was broken by a person.
                switch join {
                case .none, .glued: break
                case .spaced where !startsItem(line): flow.append(" ")
                case .spaced, .broken: flow.lineBreak()
                }
                let goesOn = isFlowed && line.last == 0x20 && !line.elementsEqual("-- ".utf8)
                if goesOn, dropsBlank { line = line.dropLast() }
                line.withContiguousStorageIfAvailable { flow.append(utf8: $0) }
                join = goesOn ? (dropsBlank ? .glued : .spaced) : !isFlowed && line.count > 60 ? .spaced : .broken
            }
        }
        endPart()
        return blocks
    }

    private static func startsItem(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
        let start = line.drop { $0 == 0x20 || $0 == 0x09 }.prefix(2)
        return start.elementsEqual("- ".utf8) || start.elementsEqual("* ".utf8) || start.elementsEqual("+ ".utf8)
    }
}
