internal import ContentTree

extension MacroBehaviour {
    static let info = MacroBehaviour("info") { $1.panel($0, .note) }
    static let tip = MacroBehaviour("tip") { $1.panel($0, .tip) }
    static let note = MacroBehaviour("note") { $1.panel($0, .warning) }
    static let warning = MacroBehaviour("warning") { $1.panel($0, .caution) }

    static let alert = MacroBehaviour("alert", "bootstrap-alert") { macro, walker in
        walker.panel(macro, PanelKind.named(macro.text("type", "style", "color", "") ?? "") ?? .note)
    }

    static let messageBox = MacroBehaviour("auimessage", "message-box", "aura-message") { macro, walker in
        walker.panel(macro, PanelKind.named(macro.text("type", "style", "") ?? "") ?? .note)
    }

    /// Boxes that only look different.
    static let panel = MacroBehaviour(
        "panel", "ui-text-box", "custom-panel", "aura-panel", "lozenge", "clickable", "bgcolor-panel", "ui-infobox"
    ) { macro, walker in
        if let kind = macro.text("type", "panel-type").flatMap(PanelKind.named) {
            walker.panel(macro, kind)
            return
        }
        let blocks = walker.collect {
            let icon = macro.text("panelicontext") ?? macro.text("panelicon") ?? ""
            if icon.utf8.contains(where: { $0 >= 0x80 }) {
                walker.flow.append(icon, style: .plain)
                walker.flow.endParagraph()
            }
            let decorations = walker.flow.blocks.count
            walker.titleLine(macro.text("title"))
            walker.walkBody(of: macro)
            walker.flow.endParagraph()
            if walker.flow.blocks.count == decorations { walker.flow = Flow() }
        }
        if !blocks.isEmpty { walker.flow.append(.quote(blocks)) }
    }
}

enum PanelKind {
    /// The words that the various boxes have for their kinds.
    static func named(_ type: String) -> Panel.Kind? {
        switch type.lowercased() {
        case "success", "tip", "green", "confirmation": .tip
        case "warning", "yellow", "hint": .warning
        case "error", "danger", "caution", "red", "problem": .caution
        case "note", "purple": .important
        case "info", "primary", "generic", "blue", "information": .note
        default: nil
        }
    }
}

extension Walker {
    func panel(_ macro: Macro, _ kind: Panel.Kind) {
        emitPanel(kind, title: macro.text("title"), blocks: bodyBlocks(of: macro))
    }

    func emitPanel(_ kind: Panel.Kind, title: String?, blocks: [Block]) {
        let words = title?.singleSpaced ?? ""
        guard !blocks.isEmpty || !words.isEmpty else { return }
        let line = words.isEmpty ? [] : [Inline(.text(words), style: .strong)]
        flow.append(.panel(Panel(kind: kind, title: line, blocks: blocks)))
    }
}
