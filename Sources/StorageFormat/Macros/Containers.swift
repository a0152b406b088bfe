internal import ContentTree

extension MacroBehaviour {
    static let expand = MacroBehaviour(
        "expand", "ui-expand", "aura-expand", "accordion", "bootstrap-accordion-card", "aura-accordion", "ui-accordion"
    ) { macro, walker in
        walker.titleLine(macro.text("title", "label", ""))
        walker.walkBody(of: macro)
    }

    static let tabs = MacroBehaviour(
        "ui-tabs", "ui-tab", "auitabs", "auitabspage", "aura-tab-group", "aura-tab", "deck", "card", "localtabgroup",
        "localtab",
        "auihorizontalnav", "auihorizontalnavpage", "content-tabs", "content-tab"
    ) { macro, walker in
        walker.titleLine(macro.text("title", "label", ""))
        walker.walkBody(of: macro)
    }

    static let steps = MacroBehaviour("ui-steps", "ui-step") { macro, walker in
        if macro.name == "ui-step" {
            walker.titleLine(macro.text("title"))
            walker.walkBody(of: macro)
            return
        }
        var items: [ListBlock.Item] = []
        let rest = walker.collect {
            guard let body = macro.richBody else { return }
            walker.eachChild(of: body) { child in
                let isStep = walker.markup.name(child) == .macro || walker.markup.name(child) == .oldMacro
                let blocks = walker.collect { walker.walk(child) }
                if isStep, !blocks.isEmpty {
                    items.append(ListBlock.Item(blocks: blocks))
                } else {
                    for block in blocks { walker.flow.append(block) }
                }
            }
        }
        if !items.isEmpty { walker.flow.append(.list(ListBlock(start: 1, items: items))) }
        for block in rest { walker.flow.append(block) }
    }

    /// Layout, filters and conditions: the text counts, whoever may see it under whichever condition.
    static let container = MacroBehaviour(
        "section", "column", "div", "span", "center", "align", "indent", "rotate", "table-plus", "table-filter",
        "pivot-table",
        "table-chart", "table-joiner", "tableenhancer", "csv-table", "style", "content-layer", "content-block",
        "content-column", "scroll-landscape", "scroll-portrait", "scroll-tablelayout", "scroll-title",
        "scroll-content-block",
        "hideelements", "show-if", "hide-if", "visibility", "conditional-content", "numberedheadings", "table-excerpt",
        "multiexcerpt", "multiexcerpt-macro", "html-comment",
        prefixes: ["scroll-only", "scroll-ignore", "refined-", "rw-"]
    ) { macro, walker in
        guard macro.richBody != nil || macro.plainBody != nil else {
            if macro.name.hasPrefix("refined-") || macro.name.hasPrefix("rw-") {
                MacroBehaviour.unknown.expand(macro, walker)
            } else {
                walker.titleLine(macro.text("title"))
            }
            return
        }
        walker.titleLine(macro.text("title"))
        walker.walkBody(of: macro)
    }

    static let excerpt = MacroBehaviour("excerpt") { macro, walker in
        guard walker.options.hiddenExcerpts || !macro.isSet("hidden") else { return }
        walker.walkBody(of: macro)
    }

    static let chart = MacroBehaviour("chart") { macro, walker in
        walker.titleLine(macro.text("title"))
        walker.walkBody(of: macro)
    }

    static let contentTableZone = MacroBehaviour("toc-zone") { $1.walkBody(of: $0) }
}
