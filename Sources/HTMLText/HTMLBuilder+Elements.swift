internal import ContentTree

extension HTMLBuilder {
    func opened(_ element: HTMLElement, _ attributes: HTMLParser.Attributes) {
        guard preformatted == nil else {
            if element == .lineBreak { preformatted?.text.append(0x0A) }
            preformatted?.depth += 1
            return
        }
        switch element {
        case .title: openTitle()
        case .paragraph, .term: flow.endParagraph()
        case .heading, .quote: openFlow()
        case .lineBreak: flow.lineBreak()
        case .rule: flow.append(.rule)
        case .preformatted:
            flow.endParagraph()
            preformatted = ([], 0)
        case .bullets: openList(start: nil)
        case .numbers:
            openList(start: attributes["start"].flatMap { Int($0) }.map { max(0, min($0, 999_999_999)) } ?? 1)
        case .item: openItem()
        case .table: openTable(isLayout: ["presentation", "none"].contains(attributes["role"]))
        case .head, .body, .foot: setPart(element)
        case .row: flow.endParagraph()
        case .cell, .headerCell: openCell(isHeader: element == .headerCell, attributes)
        case .caption: flow.endParagraph()
        case .quotation: flow.append("\"", style: style)
        case .anchor: if let target = WebAddress.readable(attributes["href"]) { flow.openLink(.address(target)) }
        case .image: addImage(attributes)
        case .frame: addFrame(attributes)
        case .control: space()
        case .hidden, .transparent, .strong, .emphasis, .strikethrough, .code, .superscript: break
        }
    }

    func closed(_ element: HTMLElement) {
        if let depth = preformatted?.depth, depth > 0 {
            preformatted?.depth -= 1
            return
        }
        switch element {
        case .title: isInTitle = false
        case .paragraph, .term, .caption: flow.endParagraph()
        case .heading(let level): closeHeading(level)
        case .quote:
            let blocks = closeFlow()
            if !blocks.isEmpty { flow.append(.quote(blocks)) }
        case .preformatted: closePreformatted()
        case .bullets, .numbers: closeList()
        case .item: closeItem()
        case .table: closeTable()
        case .head, .body, .foot: setPart(.body)
        case .row: closeRow()
        case .cell, .headerCell: closeCell()
        case .quotation: flow.append("\"", style: style)
        case .anchor: flow.closeLink()
        case .frame: flow.endParagraph()
        case .control: space()
        case .lineBreak, .rule, .image, .hidden, .transparent, .strong, .emphasis, .strikethrough, .code, .superscript:
            break
        }
    }

    func openFlow() {
        flow.endParagraph()
        flows.append(TextFlow())
    }

    func closeFlow() -> [Block] {
        guard flows.count > 1, var last = flows.popLast() else { return flow.takeBlocks() }
        return last.takeBlocks()
    }

    private func openTitle() {
        // A drawing's parts have titles, too; the page's comes first.
        isInTitle = title == nil
        if isInTitle { title = [] }
    }

    private func closeHeading(_ level: Int) {
        guard flows.count > 1, var inner = flows.popLast() else { return }
        let (line, rest) = inner.takeLine()
        if !line.isEmpty { flow.append(.heading(level: level, line)) }
        flow.append(rest)
    }

    private func closePreformatted() {
        guard var text = preformatted?.text else { return }
        preformatted = nil
        if text.first == 0x0A { text.removeFirst() }
        text.removeAll { $0 == 0x0D }
        while text.last == 0x0A || text.last == 0x20 { text.removeLast() }
        guard text.contains(where: { $0 > 0x20 }) else { return }
        flow.append(.code(CodeBlock(text: String(decoding: text, as: UTF8.self))))
    }

    private func addImage(_ attributes: HTMLParser.Attributes) {
        let alt = TextFlow.line(of: attributes["alt"] ?? "")
        guard !alt.isEmpty else { return }
        flow.append(.image(Image(destination: .address(""), alt: alt)), style: style.subtracting(.code))
    }

    private func addFrame(_ attributes: HTMLParser.Attributes) {
        flow.endParagraph()
        guard let target = WebAddress.readable(attributes["src"] ?? attributes["data"]) else { return }
        let title = TextFlow.line(of: attributes["title"] ?? "")
        flow.openLink(.address(target))
        flow.append(title.isEmpty ? target : title)
        flow.closeLink()
        flow.endParagraph()
    }
}
