internal import ContentTree

extension Walker {
    /// - Returns: false when the element is no inline one with a meaning.
    func walkInline(_ node: Int32, _ name: ElementName) -> Bool {
        switch name {
        case .strong, .b: with(.strong) { walkChildren(node) }
        case .em, .i, .cite, .var, .dfn: with(.emphasis) { walkChildren(node) }
        case .del, .s, .strike: with(.strikethrough) { walkChildren(node) }
        case .code, .tt, .kbd, .samp: with(.code) { walkChildren(node) }
        case .span, .font: with(styles(of: node)) { walkChildren(node) }
        case .sup: walkSuperscript(node)
        case .q: walkQuotation(node)
        case .br: walkLineBreak()
        case .wbr: break
        case .graphicText, .title, .desc:
            flow.joint()
            walkChildren(node)
            flow.joint()
        case .time: walkTime(node)
        case .img: walkHTMLImage(node)
        case .image: walkImage(node)
        case .emoticon, .emoji: walkEmoticon(node)
        case .user: walkUser(node)
        case .placeholder:
            if options.placeholders { walkChildren(node) }
        case .templateVariable: flow.append(markup.attribute(.atName, of: node) ?? "", style: style)
        case .templateText: flow.append(markup.attribute(.atKey, of: node) ?? "", style: style)
        case .page, .blogPost, .attachment, .contentEntity, .space, .shortcut, .url: walkBareResource(node)
        default: return false
        }
        return true
    }

    private func walkLineBreak() {
        if style.contains(.code) { flow.space() } else { flow.lineBreak() }
    }

    private func walkQuotation(_ node: Int32) {
        flow.append("\"", style: style)
        walkChildren(node)
        flow.append("\"", style: style)
    }

    private func walkTime(_ node: Int32) {
        if let date = markup.attribute(.datetime, of: node)?.trimmed, !date.isEmpty {
            flow.joint()
            flow.append(date, style: style)
            flow.joint()
        } else {
            walkChildren(node)
        }
    }

    private func walkSuperscript(_ node: Int32) {
        let raised = markup.rawText(node).trimmed
        if !raised.isEmpty, let characters = Superscript.characters(for: raised) {
            flow.append(characters, style: style)
        } else {
            walkChildren(node)
        }
    }

    /// Styles that a `style` attribute gives to text.
    private func styles(of node: Int32) -> TextStyle {
        guard let source = markup.attribute(.style, of: node) else { return [] }
        var found: TextStyle = .plain
        for declaration in source.lowercased().split(separator: ";") {
            let halves = declaration.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
            guard halves.count == 2 else { continue }
            switch halves[0] {
            case "font-weight" where ["bold", "bolder", "600", "700", "800", "900"].contains(halves[1]):
                found.insert(.strong)
            case "font-style" where halves[1] == "italic": found.insert(.emphasis)
            case "text-decoration", "text-decoration-line":
                if halves[1].contains("line-through") { found.insert(.strikethrough) }
            default: break
            }
        }
        return found
    }
}

/// Raised characters that Unicode has.
enum Superscript {
    private static let table: [Character: Character] = [
        "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
        "+": "⁺", "-": "⁻", "=": "⁼", "(": "⁽", ")": "⁾", "n": "ⁿ", "i": "ⁱ",
    ]

    /// - Returns: `nil` when one of the characters has no raised form.
    static func characters(for text: String) -> String? {
        var raised = ""
        for character in text {
            guard let form = table[character] else { return nil }
            raised.append(form)
        }
        return raised
    }
}
