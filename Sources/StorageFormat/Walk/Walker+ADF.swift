internal import ContentTree

/// Elements of the new editor that storage format has no words for (Atlassian Document Format nodes).
extension Walker {
    func walkADFExtension(_ node: Int32) {
        let fallback = markup.firstChild(node, named: .adfFallback)
        if fallback == nil || carriesText(node) {
            eachChild(of: node) { child in
                if child != fallback { walk(child) }
            }
        } else if let fallback {
            walkBlock(fallback)
        }
    }

    /// Whether the nodes hold words of their own, so that the fallback only repeats them.
    private func carriesText(_ node: Int32) -> Bool {
        var found = false
        markup.visit(node) { child in
            let name = markup.name(child)
            if found || name == .adfFallback || name.isHidden { return false }
            switch name {
            case .text: found = !markup.lineText(child).isEmpty
            case .image, .img, .emoticon, .macro: found = true
            default: break
            }
            return !found
        }
        return found
    }

    func walkADFNode(_ node: Int32) {
        switch adfType(node) {
        case "panel": walkADFPanel(node)
        case "decision-list", "decisionlist": walkDecisionList(node)
        case "extension", "bodied-extension", "inline-extension", "bodiedextension", "inlineextension":
            walkADFMacro(node)
        default: walkBlock(node)
        }
    }

    private func adfType(_ node: Int32) -> String {
        (markup.attribute(.adfType, of: node) ?? markup.attribute(.acType, of: node) ?? "").lowercased()
    }

    private func adfAttribute(_ key: String, of node: Int32) -> String? {
        for child in children(of: node) where markup.name(child) == .adfAttribute {
            let name = markup.attribute(.adfKey, of: child) ?? markup.attribute(.acKey, of: child)
            if name?.lowercased() == key { return markup.lineText(child) }
        }
        return nil
    }

    private func walkADFPanel(_ node: Int32) {
        let blocks = collect { walkChildren(node) }
        guard !blocks.isEmpty else { return }
        switch adfAttribute("panel-type", of: node)?.lowercased() ?? "" {
        case "note": emitPanel(.important, title: nil, blocks: blocks)
        case "info": emitPanel(.note, title: nil, blocks: blocks)
        case "success", "tip": emitPanel(.tip, title: nil, blocks: blocks)
        case "warning": emitPanel(.warning, title: nil, blocks: blocks)
        case "error": emitPanel(.caution, title: nil, blocks: blocks)
        default:
            let icon = adfAttribute("panel-icon-text", of: node) ?? adfAttribute("panel-icon", of: node) ?? ""
            let isCharacter = icon.utf8.contains { $0 >= 0x80 }
            flow.append(.quote((isCharacter ? [.line(icon)] : []) + blocks))
        }
    }

    private func walkDecisionList(_ node: Int32) {
        var items: [ListBlock.Item] = []
        eachChild(of: node) { child in
            let isDecided = adfAttribute("state", of: child)?.uppercased() == "DECIDED"
            var blocks = collect { walk(child) }
            guard !blocks.isEmpty else { return }
            if isDecided {
                if let inlines = blocks[0].paragraph {
                    blocks[0] = .paragraph([Inline(.text("✓ "))] + inlines)
                } else {
                    blocks.insert(.line("✓"), at: 0)
                }
            }
            items.append(ListBlock.Item(blocks: blocks))
        }
        if !items.isEmpty { flow.append(.list(ListBlock(items: items))) }
    }

    /// An app's element: a macro by another name.
    private func walkADFMacro(_ node: Int32) {
        let key = adfAttribute("extension-key", of: node) ?? ""
        let name = key.split(whereSeparator: { $0 == ":" || $0 == "/" }).last.map(String.init) ?? key
        var parameters: [Macro.Parameter] = []
        markup.visit(node) { child in
            guard markup.name(child) == .adfParameter else { return markup.name(child) != .adfContent }
            let key = markup.attribute(.adfKey, of: child) ?? markup.attribute(.acKey, of: child) ?? ""
            let hasParts = markup.first(below: child) { markup.name($0) == .adfParameter } != nil
            if !hasParts { parameters.append(Macro.Parameter(name: key, text: markup.rawText(child), node: child)) }
            return true
        }
        if let label = adfAttribute("text", of: node), !label.isEmpty, macroLabel(parameters) == nil {
            parameters.append(Macro.Parameter(name: "label", text: label, node: node))
        }
        let body = markup.firstChild(node, named: .adfContent)
        expand(Macro(name: name.lowercased(), node: node, parameters: parameters, richBody: body, plainBody: nil))
    }

    private func macroLabel(_ parameters: [Macro.Parameter]) -> String? {
        parameters.first { $0.name == "label" || $0.name == "title" }?.text
    }
}
