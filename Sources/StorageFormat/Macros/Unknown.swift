internal import ContentTree

extension MacroBehaviour {
    /// Title, then body, then whatever parameter might be worth finding.
    static let unknown = MacroBehaviour { macro, walker in
        walker.conversion.countUnknown(macro.name)
        let title = ["title", "label", "caption", "heading", "name"].lazy.compactMap { macro.text($0) }.first(
            where: \.isProse)
        if macro.richBody != nil || macro.plainBody != nil {
            walker.titleLine(title)
            walker.walkBody(of: macro)
            return
        }
        walker.walkParameters(of: macro)
    }
}

extension Conversion {
    func countUnknown(_ name: String) {
        guard metadata.unknownMacros[name] != nil || metadata.unknownMacros.count < 1_000 else { return }
        if metadata.unknownMacros[name] == nil { warn(.unknownMacro, name) }
        metadata.unknownMacros[name, default: 0] += 1
    }
}

extension Walker {
    fileprivate func walkParameters(of macro: Macro) {
        flow.endParagraph()
        var isFirst = true
        for parameter in macro.parameters {
            let holdsResource = markup.first(below: parameter.node) { markup.name($0).isResource } != nil
            guard holdsResource || IndexWorth.isWorthIndexing(parameter) else { continue }
            if !isFirst { flow.append(";", style: style) }
            isFirst = false
            if holdsResource {
                walkResources(of: [parameter])
            } else {
                flow.space()
                flow.append(parameter.text.singleSpaced, style: style)
            }
        }
        flow.endParagraph()
    }
}

extension String {
    /// Has a letter, and is no identifier.
    fileprivate var isProse: Bool { IndexWorth.isWorthIndexing(self) }
}
