internal import ContentTree

extension Walker {
    /// - Returns: false when the element is no block with a meaning of its own.
    func walkOtherBlock(_ node: Int32, _ name: ElementName) -> Bool {
        switch name {
        case .hr: flow.append(.rule)
        case .pre: walkPreformatted(node)
        case .blockquote:
            let blocks = collect { walkChildren(node) }
            if !blocks.isEmpty { flow.append(.quote(blocks)) }
        case .dl: walkBlock(node)
        case .dt:
            flow.endParagraph()
            with(.strong) { walkChildren(node) }
            flow.endParagraph()
        case .li, .task: walkStrayItem(node)
        case .taskList: walkTaskList(node)
        case .iframe, .embed, .object, .video, .audio: walkFrame(node)
        case .tr, .thead, .tbody, .tfoot, .td, .th: walkBlock(node)
        case .adfExtension: walkADFExtension(node)
        case .adfNode: walkADFNode(node)
        case .plainTextBody: walkBlock(node)
        default: return false
        }
        return true
    }

    /// Pieces of a heading; what follows them becomes paragraphs below it.
    private static let longestHeading = 10_000

    func walkHeading(_ node: Int32) {
        flow.endParagraph()
        let anchors = waitingAnchors.filter { $0.blocks == flow.blocks.count }.map(\.name)
        waitingAnchors = []
        let blocks = collect { walkChildren(node) }
        let inner = waitingAnchors.map(\.name)
        waitingAnchors = []
        var line: [Inline] = []
        var rest: [Block] = []
        for block in blocks {
            guard rest.isEmpty, line.count < Self.longestHeading, let inlines = block.paragraph else {
                rest.append(block)
                continue
            }
            if !line.isEmpty { line.append(Inline(.text(" "))) }
            line += inlines.map { $0.content == .lineBreak ? Inline(.text(" "), style: $0.style) : $0 }
        }
        if !line.isEmpty {
            flow.append(.heading(level: markup.name(node).headingLevel ?? 1, line))
            let text = line.plainText
            for anchor in anchors + inner { conversion.namedAnchors[anchor] = text }
        }
        for block in rest { flow.append(block) }
    }

    private func walkPreformatted(_ node: Int32) {
        var text: [UInt8] = []
        markup.visit(node) { child in
            switch markup.name(child) {
            case .text: text.append(contentsOf: markup.bytes[markup.textRange(child)])
            case .br: text.append(0x0A)
            case let name where name.isHidden: return false
            default: break
            }
            return true
        }
        emitCode(String(decoding: text, as: UTF8.self), language: nil)
    }

    /// Code in a fence; nothing when there is none.
    func emitCode(_ source: String, language: String?) {
        let text = CodeText.normalized(source)
        guard !text.isBlank else { return }
        if let language { conversion.note(language: language) }
        flow.append(.code(CodeBlock(language: language, text: text)))
    }

    private func walkFrame(_ node: Int32) {
        let source = markup.attribute(.src, of: node) ?? markup.attribute(.data, of: node)
        guard let source = source?.trimmed, !source.isEmpty, let target = webDestination(source) else {
            walkChildren(node)
            return
        }
        let title = markup.attribute(.title, of: node)?.singleSpaced ?? ""
        flow.endParagraph()
        appendLink(target, text: title.isEmpty ? source : title, kind: .web)
        flow.endParagraph()
    }
}

enum CodeText {
    /// LF line ends, no line end at the end.
    static func normalized(_ source: String) -> String {
        if !source.utf8.contains(0x0D) { return source.utf8.last == 0x0A ? String(source.dropLast()) : source }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.utf8.count)
        var isAfterReturn = false
        for byte in source.utf8 {
            if byte == 0x0A, isAfterReturn {
                isAfterReturn = false
                continue
            }
            isAfterReturn = byte == 0x0D
            bytes.append(byte == 0x0D ? 0x0A : byte)
        }
        if bytes.last == 0x0A { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    var isBlank: Bool {
        if utf8.contains(where: { $0 > 0x20 && $0 < 0x7F }) { return false }
        return unicodeScalars.allSatisfy { $0.properties.isWhitespace }
    }
}
