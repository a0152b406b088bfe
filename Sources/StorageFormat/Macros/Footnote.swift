internal import ContentTree

extension MacroBehaviour {
    /// Text that pops up at some words, put right behind them.
    static let footnote = MacroBehaviour(
        "footnote", "cfm-footnote", "tooltip", "cfm-tooltip", "scroll-bookmark"
    ) { macro, walker in
        let inner = macro.richBody
        let shown = macro.text("tooltip", "text", "footnote", "content", "bookmark", "")
        if let inner, shown != nil || !walker.markup.lineText(inner).isEmpty {
            if shown == nil {
                walker.flow.space()
                walker.flow.append("(" + walker.markup.lineText(inner) + ")", style: walker.style)
                return
            }
            walker.flow.joint()
            walker.walkInlineBody(inner)
        }
        guard let shown = shown?.singleSpaced, !shown.isEmpty else { return }
        walker.flow.space()
        walker.flow.append("(" + shown + ")", style: walker.style)
    }
}

extension Walker {
    /// A body in the line it is called from; its paragraphs lose their borders when there is but one.
    func walkInlineBody(_ body: Int32) {
        let blocks = collect { walkChildren(body) }
        if blocks.count == 1, let inlines = blocks[0].paragraph {
            for inline in inlines { append(inline) }
        } else {
            for block in blocks { flow.append(block) }
        }
    }
}
