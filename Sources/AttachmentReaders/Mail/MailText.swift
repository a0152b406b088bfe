internal import ContentTree

/// Plain text of a mail: paragraphs between blank lines, quotes behind `>`, items behind `-`.
struct MailText {
    /// How a line hangs on the one before.
    private enum Join {
        case none
        /// Not even by a space.
        case glued
        case spaced
        case broken
    }

    private let isFlowed: Bool
    private let dropsBlank: Bool
    private var gathering = Gathering()
    private var flow = TextFlow()
    private var join = Join.none
    private var quotes = 0
    private var isItem = false
    private var blocks: [Block] = []
    private var linesLeft = 500_000

    /// - Parameters:
    ///   - utf8: valid UTF-8.
    ///   - isFlowed: a blank at the end of a line joins it with the next (RFC 3676).
    ///   - dropsBlank: and that blank is not part of the text.
    static func blocks(_ utf8: [UInt8], isFlowed: Bool = false, dropsBlank: Bool = false) -> [Block] {
        var text = MailText(isFlowed: isFlowed, dropsBlank: dropsBlank)
        utf8.withUnsafeBytes { bytes in
            var lines = MailLines(bytes, in: 0..<bytes.count)
            while text.linesLeft > 0, let range = lines.next() { text.read(bytes[range]) }
        }
        text.endQuote()
        return text.blocks
    }

    private init(isFlowed: Bool, dropsBlank: Bool) {
        self.isFlowed = isFlowed
        self.dropsBlank = dropsBlank
    }

    private mutating func read(_ line: Slice<UnsafeRawBufferPointer>) {
        linesLeft -= 1
        var line = line
        var depth = 0
        while line.first == 0x3E || (depth > 0 && line.starts(with: [0x20, 0x3E])) {
            if line.first == 0x3E { depth += 1 }
            line = line.dropFirst()
        }
        if depth != quotes { endQuote() }
        quotes = depth
        guard !line.allSatisfy({ $0 <= 0x20 }) else { return endParagraph() }
        let isSignature = line.elementsEqual("-- ".utf8)
        if let words = item(line), !isSignature {
            endParagraph()
            isItem = true
            line = words
        }
        switch join {
        case .none, .glued: break
        case .spaced: flow.append(" ")
        case .broken: flow.lineBreak()
        }
        let goesOn = isFlowed && line.last == 0x20 && !isSignature
        if goesOn, dropsBlank { line = line.dropLast() }
        line.withContiguousStorageIfAvailable { flow.append(utf8: $0) }
        // Programs break lines at about 72 characters; what is much shorter was broken by a person.
        join = goesOn ? (dropsBlank ? .glued : .spaced) : !isFlowed && line.count > 60 ? .spaced : .broken
    }

    /// What stands behind the mark of an item.
    private func item(_ line: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer>? {
        let text = line.drop { $0 == 0x20 || $0 == 0x09 }
        let isMarked = ["- ", "* ", "+ "].contains { text.starts(with: $0.utf8) }
        return isMarked && text.dropFirst().contains { $0 > 0x20 } ? text.dropFirst(2) : nil
    }

    private mutating func endParagraph() {
        let paragraphs = flow.takeBlocks()
        if isItem, !paragraphs.isEmpty {
            gathering.append(ListGatherer.Item(level: 0, number: nil, blocks: paragraphs))
        } else {
            for block in paragraphs { gathering.append(block) }
        }
        isItem = false
        join = .none
    }

    private mutating func endQuote() {
        endParagraph()
        var part = gathering.take()
        guard !part.isEmpty else { return }
        for _ in 0..<min(quotes, 8) { part = [.quote(part)] }
        blocks += part
    }
}
