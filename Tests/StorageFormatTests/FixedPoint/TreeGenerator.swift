import ContentTree

/// Makes up pages out of everything that markdown might take for markup.
struct TreeGenerator {
    private var random: SplitMix
    private static let words = [
        "word", "two words", "snake_case", "*", "**", "***", "_", "__", "~", "~~", "`", "``", "[", "]", "[ ]", "](",
        "[a](b)", "![", "!", "<b>", "<!--", "<?", "< b", "<a@b.c>", "&amp;", "&#65;", "& co", "&", "\\", "\\*", "|",
        "a|b",
        "#", "##", "-", "+", "=", "===", "---", "***", "___", ">", ">>", "1.", "1)", "12.", "```", "~~~", ":", "::",
        "$x$",
        "(", ")", "\"q\"", "'", "{", "}", "http://a.example/b_c", "www.example.com", "a@b.example", "한국어", "(필수)",
        "日本語。",
        "«", "»", "…", "—", "é", "£", "€", "☃", "😀", "👩‍💻", "٣", "x*y", "x_y_", "_x", "*x", "x*", "**x", "a~b", "~x~",
        "[!NOTE]", "[^1]", "[a]:", "[a]: b", "| - |", "|---|", "- [ ]", "a\\", "http:", "`a`", "<", "~~a", "1", "#a",
        "+a", "-a",
    ]

    init(seed: UInt64) { random = SplitMix(state: seed) }

    mutating func tree() -> ContentTree { ContentTree(blocks: blocks(depth: 0, count: 1 + below(3))) }

    private mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

    private mutating func blocks(depth: Int, count: Int) -> [Block] { (0..<count).map { _ in block(depth: depth) } }

    private mutating func block(depth: Int) -> Block {
        switch below(depth > 3 ? 5 : 12) {
        case 0...2: return .paragraph(inlines())
        case 3: return .heading(level: 1 + below(6), inlines(isOneLine: true))
        case 4: return code()
        case 5: return .quote(blocks(depth: depth + 1, count: 1 + below(3)))
        case 6:
            let kinds: [Panel.Kind] = [.note, .tip, .important, .warning, .caution]
            let title = below(2) == 0 ? [] : inlines(isOneLine: true)
            return .panel(
                Panel(kind: kinds[below(5)], title: title, blocks: blocks(depth: depth + 1, count: 1 + below(2))))
        case 7: return .rule
        case 8: return table()
        default: return list(depth: depth)
        }
    }

    private mutating func code() -> Block {
        let lines = (0..<(1 + below(4))).map { _ in
            ["", "  indented", "```", "~~~~", "# no", "a\tb", "````x", "end "][below(8)]
        }
        let text = lines.joined(separator: "\n")
        return .code(CodeBlock(language: [nil, "swift", "c++"][below(3)], text: text + "|"))
    }

    private mutating func list(depth: Int) -> Block {
        let isTask = below(4) == 0
        let items = (0..<(1 + below(3))).map { _ in
            ListBlock.Item(blocks: blocks(depth: depth + 1, count: 1 + below(3)), isDone: isTask ? below(2) == 0 : nil)
        }
        return .list(ListBlock(start: isTask || below(2) == 0 ? nil : [0, 1, 1, 7, 99][below(5)], items: items))
    }

    private mutating func table() -> Block {
        let columns = 1 + below(3)
        let hasHead = below(2) == 0
        let rows = (0..<(1 + below(3))).map { row in
            Table.Row(
                cells: (0..<columns).map { _ in
                    let paragraphs = (0..<(1 + below(2))).map { _ in Block.paragraph(inlines()) }
                    return Table.Cell(blocks: paragraphs, isHeader: hasHead && row == 0)
                }, isHead: hasHead && row == 0)
        }
        return .table(Table(rows: rows))
    }

    // MARK: Lines

    /// As the reader of pages leaves them: no whitespace at the ends, one space between words, neighbours unlike.
    private mutating func inlines(isOneLine: Bool = false) -> [Inline] {
        var pieces: [Inline] = []
        var lastStyle: TextStyle?
        for index in 0..<(1 + below(5)) {
            var style = TextStyle(rawValue: UInt8(below(3) == 0 ? below(16) : 0))
            if style == lastStyle { style = style.isEmpty ? .strong : .plain }
            lastStyle = style
            // Styles change at a space or inside of a word.
            // Two spans of code are never neighbours.
            if index > 0, below(3) > 0 || (style.contains(.code) && pieces.last?.style.contains(.code) == true) {
                pieces.append(Inline(.text(" ")))
            }
            pieces.append(piece(style))
            if !isOneLine, below(12) == 0 {
                pieces.append(Inline(.lineBreak))
                pieces.append(Inline(.text(text())))
                lastStyle = .plain
            }
        }
        return merged(pieces)
    }

    private mutating func piece(_ style: TextStyle) -> Inline {
        switch below(10) {
        case 0:
            let target = Destination.address(
                ["https://a.example/b?c=d&e=f", "x y(z)", "#top", "confluence:page/A"][below(4)])
            return Inline(
                .link(Link(destination: target, title: below(3) == 0 ? text() : nil, content: [Inline(.text(text()))])),
                style: style.subtracting(.code))
        case 1:
            return Inline(.image(Image(destination: .address("i.png"), alt: text())), style: style.subtracting(.code))
        default: return Inline(.text(text()), style: style)
        }
    }

    private mutating func text() -> String {
        (0..<(1 + below(3))).map { _ in Self.words[below(Self.words.count)] + (below(4) == 0 ? "." : "") }
            .joined(separator: below(4) == 0 ? "" : " ")
    }

    private func merged(_ pieces: [Inline]) -> [Inline] {
        var result: [Inline] = []
        for piece in pieces {
            if case .text(let more) = piece.content, let last = result.last, last.style == piece.style,
                case .text(let text) = last.content
            {
                result[result.count - 1].content = .text(text + more)
            } else {
                result.append(piece)
            }
        }
        return result
    }
}

/// A random generator that gives the same numbers for the same start everywhere (Steele, Lea, Flood 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
