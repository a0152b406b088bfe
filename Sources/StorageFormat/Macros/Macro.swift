/// A macro as the page calls it.
struct Macro {
    struct Parameter {
        /// As written; empty for the default parameter.
        let name: String
        let text: String
        /// The element it came from, for parameters that hold resources.
        let node: Int32
    }

    /// Lower case.
    let name: String
    let node: Int32
    let parameters: [Parameter]
    let richBody: Int32?
    let plainBody: Int32?

    /// The first of these parameters that says anything.
    func text(_ names: String...) -> String? {
        for name in names {
            if let parameter = parameter(name), !parameter.text.isBlank { return parameter.text.trimmed }
        }
        return nil
    }

    func parameter(_ name: String) -> Parameter? {
        parameters.first { $0.name.lowercased() == name }
    }

    func isSet(_ name: String) -> Bool { text(name)?.lowercased() == "true" }
}

extension Walker {
    func walkMacro(_ node: Int32) { expand(macro(node)) }

    func macro(_ node: Int32) -> Macro {
        let name = (markup.attribute(.acName, of: node) ?? markup.attribute(.name, of: node) ?? "").trimmed.lowercased()
        var parameters: [Macro.Parameter] = []
        var rich: Int32?
        var plain: Int32?
        eachChild(of: node) { child in
            switch markup.name(child) {
            case .parameter, .defaultParameter:
                let name = markup.attribute(.acName, of: child) ?? markup.attribute(.name, of: child) ?? ""
                parameters.append(Macro.Parameter(name: name.trimmed, text: markup.rawText(child), node: child))
            case .richTextBody: rich = rich ?? child
            case .plainTextBody: plain = plain ?? child
            default: break
            }
        }
        return Macro(name: name, node: node, parameters: parameters, richBody: rich, plainBody: plain)
    }

    func expand(_ macro: Macro) {
        MacroTable.behaviour(of: macro.name).expand(macro, self)
        // Whatever stands in a macro besides its parameters and bodies is text like any other.
        eachChild(of: macro.node) { child in
            let name = markup.name(child)
            if name == .richTextBody, child != macro.richBody { walkBlock(child) }
            if name == .plainTextBody, child != macro.plainBody { walkPlain(markup.rawText(child)) }
            if name == .text ? !markup.lineText(child).isEmpty : !name.isMacroPart { walk(child) }
        }
    }
}

extension ElementName {
    fileprivate var isMacroPart: Bool {
        switch self {
        case .parameter, .defaultParameter, .richTextBody, .plainTextBody: true
        default: isHidden || isADF
        }
    }

    private var isADF: Bool { self == .adfContent || self == .adfNode || self == .adfFallback }
}
