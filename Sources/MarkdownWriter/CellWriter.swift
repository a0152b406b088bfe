internal import ContentTree

/// Writes blocks as one line, as table cells need it.
struct CellWriter {
    let anchors: AnchorIndex
    let isHeader: Bool
    /// A heading cell outside of the header row.
    let isBold: Bool
    /// Whether a bracket on one line could pair with something on another.
    var hasLinkTails = false

    func append(_ content: BlockContent, to output: inout [UInt8]) {
        switch content {
        case .line(let text):
            InlineWriter.append(
                text, in: isHeader ? .headerCell : .cell, adding: isBold ? .strong : .plain, anchors: anchors,
                to: &output)
        case .blocks(let blocks): append(blocks, to: &output)
        }
    }

    private func append(_ blocks: [Block], to output: inout [UInt8]) {
        if blocks.count == 1, case .paragraph(let inlines) = blocks[0] {
            InlineWriter.append(
                inlines, in: isHeader ? .headerCell : .cell, adding: isBold ? .strong : .plain, anchors: anchors,
                to: &output)
            return
        }
        let writer = CellWriter(
            anchors: anchors, isHeader: isHeader, isBold: isBold, hasLinkTails: Self.hasLinkTails(blocks.plainText))
        var isFirst = true
        for block in blocks {
            for line in writer.lines(of: block, bold: isBold, level: 1) {
                if !isFirst { output.append(contentsOf: "<br>".utf8) }
                isFirst = false
                output.append(contentsOf: line)
            }
        }
    }

    private static func hasLinkTails(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { Escaper.lastLinkTail($0, endsOpen: .edge) >= 0 }
    }

    private func inline(_ inlines: [Inline], bold: Bool) -> [UInt8] {
        InlineWriter.bytes(
            of: inlines, in: .cellLine(isHeader: isHeader, hasLinkTails: hasLinkTails), adding: bold ? .strong : .plain,
            anchors: anchors)
    }

    private func lines(of blocks: [Block], bold: Bool, level: Int) -> [[UInt8]] {
        blocks.flatMap { lines(of: $0, bold: bold, level: level) }
    }

    /// None of them empty.
    private func lines(of block: Block, bold: Bool, level: Int) -> [[UInt8]] {
        let lines =
            switch block {
            case .line(let text): [inline([Inline(.text(text))], bold: bold)]
            case .paragraph(let inlines): [inline(inlines, bold: bold)]
            case .heading(_, let inlines): [inline(inlines, bold: !isHeader)]
            case .code(let code): codeLines(code.text)
            case .quote(let inner), .footnote(_, let inner): self.lines(of: inner, bold: bold, level: level)
            case .panel(let panel): panelLines(panel, bold: bold, level: level)
            case .list(let list): listLines(list, bold: bold, level: level)
            case .table(let table): tableLines(table, bold: bold)
            case .markdown(let text): markdownLines(text)
            case .rule: [[UInt8]]()
            }
        return lines.filter { !$0.isEmpty }
    }

    private func codeLines(_ text: String) -> [[UInt8]] {
        text.utf8.split(separator: 0x0A).compactMap { line in
            let code = String(decoding: line, as: UTF8.self)
            guard !code.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return nil }
            var bytes: [UInt8] = []
            CodeSpan.append(code, isInTable: true, to: &bytes)
            return bytes
        }
    }

    private func panelLines(_ panel: Panel, bold: Bool, level: Int) -> [[UInt8]] {
        var lines = panel.title.isEmpty ? [] : [inline(panel.title, bold: bold)]
        lines += self.lines(of: panel.blocks, bold: bold, level: level)
        let mark = Array("**\(panel.kind.rawValue.prefix(1).uppercased())\(panel.kind.rawValue.dropFirst()):** ".utf8)
        if lines.isEmpty { return [] }
        lines[0] = mark + lines[0]
        return lines
    }

    private func listLines(_ list: ListBlock, bold: Bool, level: Int) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var number = list.start ?? 1
        for item in list.items {
            var own = self.lines(of: item.blocks, bold: bold, level: level + 1)
            guard !own.isEmpty else { continue }
            if case .list? = item.blocks.first {} else { own[0] = mark(list, item, number, level) + own[0] }
            lines += own
            number = min(number + 1, 999_999_999)
        }
        return lines
    }

    private func mark(_ list: ListBlock, _ item: ListBlock.Item, _ number: Int, _ level: Int) -> [UInt8] {
        if let isDone = item.isDone {
            return Array((String(repeating: "-", count: min(level, 100) - 1) + (isDone ? "[x] " : "[ ] ")).utf8)
        }
        if list.start != nil { return Array((String(repeating: "-", count: min(level, 100) - 1) + "\(number). ").utf8) }
        return Array((String(repeating: "-", count: min(level, 100)) + " ").utf8)
    }

    /// A table inside a cell: a line for each row.
    private func tableLines(_ table: Table, bold: Bool) -> [[UInt8]] {
        table.rows.map { row in
            let cells = row.cells.map { cell in
                Array(lines(of: cell.blocks, bold: bold, level: 1).joined(separator: [0x20]))
            }
            return Array(cells.filter { !$0.isEmpty }.joined(separator: " / ".utf8))
        }
    }

    private func markdownLines(_ text: String) -> [[UInt8]] {
        text.utf8.split(separator: 0x0A).map { line in
            line.reduce(into: []) { bytes, byte in
                if byte == UInt8(ascii: "|") { bytes.append(UInt8(ascii: "\\")) }
                bytes.append(byte)
            }
        }
    }
}
