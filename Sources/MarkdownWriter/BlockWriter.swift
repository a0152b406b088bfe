internal import ContentTree

/// Writes blocks below each other, each line behind the marks of the lists and quotes it stands in.
struct BlockWriter {
    let options: MarkdownOptions
    let anchors: AnchorIndex
    private(set) var output: [UInt8] = []
    private(set) var headings: [Markdown.Heading] = []

    private var slugs = HeadingSlugs()
    /// What every line starts with, and what the next line starts with instead.
    private var prefix: [UInt8] = []
    private var firstPrefix: [UInt8]?
    private var nesting = 0
    /// The next paragraph goes on from a line that is written already.
    private var continuesLine = false
    /// So many times the source, and 1 MiB, is the size from which on nothing is repeated or indented any more.
    private static let growth = 5
    private let budget: Int

    init(options: MarkdownOptions, anchors: AnchorIndex, sourceBytes: Int) {
        self.options = options
        self.anchors = anchors
        let (product, overflow) = sourceBytes.multipliedReportingOverflow(by: Self.growth)
        budget = sourceBytes == 0 || overflow ? Int.max : product + 1 << 20
    }

    var isOverBudget: Bool { output.count > budget }
    var remainingBudget: Int { max(0, budget - output.count) }

    mutating func writeFrontMatter() {
        guard !options.frontMatter.isEmpty else { return }
        line(Array("---".utf8))
        for entry in options.frontMatter {
            var quoted = ""
            for scalar in entry.value.unicodeScalars {
                switch scalar {
                case "\"", "\\": quoted += "\\\(scalar)"
                case "\n": quoted += "\\n"
                default: quoted.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
                }
            }
            line(Array("\(entry.key): \"\(quoted)\"".utf8))
        }
        line(Array("---".utf8))
    }

    // MARK: Lines

    mutating func line(_ bytes: some Collection<UInt8>) {
        startLine()
        output.append(contentsOf: bytes)
        output.append(0x0A)
    }

    mutating func startLine() {
        if let first = firstPrefix {
            output.append(contentsOf: first)
            firstPrefix = nil
        } else if !isOverBudget {
            output.append(contentsOf: prefix)
        }
    }

    mutating func append(_ byte: UInt8) { output.append(byte) }

    mutating func append(_ bytes: [UInt8]) { output.append(contentsOf: bytes) }

    mutating func appendCell(_ content: BlockContent, _ writer: CellWriter) { writer.append(content, to: &output) }

    /// Takes back what stands behind `count` bytes.
    mutating func cut(to count: Int) { output.removeLast(output.count - count) }

    mutating func blankLine() {
        guard firstPrefix == nil, !output.isEmpty else { return }
        var end = isOverBudget ? 0 : prefix.count
        while end > 0, prefix[end - 1] == 0x20 { end -= 1 }
        output.append(contentsOf: prefix[..<end])
        output.append(0x0A)
    }

    /// - Parameter rest: the mark of further lines; that of a list is as wide as `first`.
    mutating func nested(first: [UInt8], rest: [UInt8], _ body: (inout BlockWriter) -> Void) {
        guard nesting < options.nesting, !isOverBudget else {
            body(&self)
            return
        }
        let width = prefix.count
        firstPrefix = (firstPrefix ?? prefix) + first
        prefix += rest
        nesting += 1
        body(&self)
        nesting -= 1
        prefix.removeLast(prefix.count - width)
        firstPrefix = nil
    }

    // MARK: Blocks

    mutating func write(_ blocks: [Block], isItem: Bool = false, isTight: Bool = false) {
        var previous: ListMarker?
        for (index, block) in blocks.enumerated() {
            if index > 0, !(joinsPrevious(block, blocks[index - 1], isItem, isTight)) { blankLine() }
            var marker: ListMarker?
            if case .list(let list) = block {
                marker = ListMarker(for: list, after: previous)
            }
            write(block, isItem: isItem && index == 0, marker)
            previous = marker
        }
    }

    mutating func write(_ content: BlockContent, isItem: Bool, isTight: Bool) {
        switch content {
        case .line(let text): writeLine(text, isItem: isItem)
        case .blocks(let blocks): write(blocks, isItem: isItem, isTight: isTight)
        }
    }

    /// A nested list stands directly below its item's text, unless CommonMark would take it for more text.
    private func joinsPrevious(_ block: Block, _ previous: Block, _ isItem: Bool, _ isTight: Bool) -> Bool {
        guard isItem, case .list(let list) = block, list.start ?? 1 == 1 else { return false }
        return previous.isParagraph || isTight
    }

    private mutating func write(_ block: Block, isItem: Bool, _ marker: ListMarker?) {
        switch block {
        case .line(let text): writeLine(text, isItem: isItem)
        case .paragraph(let inlines):
            writeText(isItem: isItem) { InlineWriter.append(inlines, in: .paragraph, anchors: $0, to: &$1) }
        case .heading(let level, let inlines): writeHeading(level, inlines)
        case .code(let code): writeFence(code)
        case .quote(let blocks):
            let mark = Array("> ".utf8)
            nested(first: mark, rest: mark) { $0.write(blocks) }
        case .panel(let panel): writePanel(panel)
        case .list(let list): writeList(list, marker ?? ListMarker(for: list, after: nil))
        case .table(let table): writeTable(table)
        case .rule: writeRule(isItem: isItem)
        case .footnote(let number, let blocks):
            nested(first: Array("[^\(number)]: ".utf8), rest: Array("    ".utf8)) { $0.write(blocks) }
        case .markdown(let text): writeLines(of: text)
        }
    }

    private mutating func writeRule(isItem: Bool) {
        // At the very top `---` would open front matter; behind a list's `-` or `*` it would swallow the mark.
        line(Array((isItem ? "___" : output.isEmpty ? "***" : "---").utf8))
    }

    private mutating func writeLine(_ text: String, isItem: Bool) {
        writeText(isItem: isItem) { InlineWriter.append(text, in: .paragraph, to: &$1) }
    }

    private mutating func writeText(isItem: Bool, _ append: (AnchorIndex, inout [UInt8]) -> Void) {
        let (before, first) = (output.count, firstPrefix)
        let isContinued = continuesLine
        continuesLine = false
        startLine()
        let start = output.count
        append(anchors, &output)
        if output.count > start, !LineStart.needsCare(output[start...]) {
            output.append(0x0A)
            return
        }
        let safe = LineStart.protect(Array(output[start...]), isItem: isItem, isContinued: isContinued)
        output.removeLast(output.count - before)
        firstPrefix = first
        for piece in safe.split(separator: 0x0A) { line(piece) }
    }

    private mutating func writeHeading(_ level: Int, _ inlines: [Inline]) {
        let bytes = InlineWriter.bytes(of: inlines, in: .heading, anchors: anchors)
        guard !bytes.isEmpty else { return }
        if headings.count < HeadingSlugs.limit {
            let text = inlines.plainText
            headings.append(
                Markdown.Heading(level: level, text: text, slug: slugs.next(for: text), offset: output.count))
        }
        startLine()
        for _ in 0..<min(6, max(1, level)) { output.append(UInt8(ascii: "#")) }
        output.append(0x20)
        output.append(contentsOf: HeadingEnd.protect(bytes))
        output.append(0x0A)
    }

    private mutating func writeFence(_ code: CodeBlock) {
        var text = code.text
        let run = text.withUTF8 { CodeSpan.longestRun($0) }
        let fence = [UInt8](repeating: UInt8(ascii: "`"), count: max(3, run + 1))
        line(fence + Array((code.language ?? "").utf8))
        writeLines(of: text)
        line(fence)
    }

    private mutating func writeLines(of text: String) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            while start <= bytes.count {
                let rest = UnsafeBufferPointer(rebasing: bytes[start...])
                let length = rest.firstIndex(of: 0x0A) ?? rest.count
                if length == 0 { blankLine() } else { line(UnsafeBufferPointer(rebasing: rest[..<length])) }
                start += length + 1
            }
        }
    }

    private mutating func writePanel(_ panel: Panel) {
        let mark = Array("> ".utf8)
        nested(first: mark, rest: mark) { writer in
            writer.line(Array("[!\(panel.kind.rawValue.uppercased())]".utf8))
            let title: [Block] = panel.title.isEmpty ? [] : [.paragraph(panel.title)]
            let blocks = title + panel.blocks
            if let first = blocks.first {
                if first.isParagraph { writer.continuesLine = true } else { writer.blankLine() }
            }
            writer.write(blocks)
        }
    }
}

enum HeadingEnd {
    /// A run of `#` at the end would be taken for a closing mark.
    static func protect(_ bytes: [UInt8]) -> [UInt8] {
        var start = bytes.count
        while start > 0, bytes[start - 1] == UInt8(ascii: "#") { start -= 1 }
        guard start < bytes.count, start == 0 || bytes[start - 1] == 0x20 else { return bytes }
        return Array(bytes[..<start]) + [UInt8(ascii: "\\")] + bytes[start...]
    }
}
