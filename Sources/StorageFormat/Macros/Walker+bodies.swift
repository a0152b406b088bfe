internal import ContentTree

extension Walker {
    /// The macro's text as it stands, whichever body it came in.
    func plainText(of macro: Macro) -> String? {
        (macro.plainBody ?? macro.richBody).map { markup.rawText($0) }
    }

    /// The rich body in place; a plain one as a fence, or a paragraph when it is short prose.
    func walkBody(of macro: Macro) {
        if let body = macro.richBody {
            if macro.text("atlassian-macro-output-type")?.uppercased() == "INLINE", !holdsBlocks(body) {
                walkChildren(body)
            } else {
                walkBlock(body)
            }
        }
        if let body = macro.plainBody { walkPlain(markup.rawText(body)) }
    }

    private func holdsBlocks(_ node: Int32) -> Bool {
        markup.first(below: node) { $0 != node && self.isBlock($0) } != nil
    }

    private func isBlock(_ node: Int32) -> Bool {
        switch markup.name(node) {
        case .table, .ul, .ol, .h1, .h2, .h3, .h4, .h5, .h6, .pre, .blockquote, .taskList, .hr: true
        default: false
        }
    }

    func walkPlain(_ text: String) {
        let line = text.trimmed
        guard !line.isEmpty else { return }
        let isProse =
            line.utf8.count <= 200
            && !line.utf8.contains { $0 == 0x0A || $0 == 0x3C || $0 == 0x7B || $0 == 0x7D || $0 == 0x3B }
        if isProse {
            flow.endParagraph()
            flow.append(line, style: style)
            flow.endParagraph()
        } else {
            emitCode(text, language: nil)
        }
    }

    /// The body's blocks, gathered apart.
    func bodyBlocks(of macro: Macro) -> [Block] {
        collect { walkBody(of: macro) }
    }

    /// Resources that stand in parameters, as links in one line.
    func walkResources(of parameters: [Macro.Parameter]) {
        for parameter in parameters {
            markup.visit(parameter.node) { node in
                guard markup.name(node).isResource else { return true }
                flow.space()
                if markup.name(node) == .user { walkUser(node) } else { walkBareResource(node) }
                return false
            }
        }
    }

    func resource(in macro: Macro, _ name: ElementName) -> Int32? {
        for parameter in macro.parameters {
            if let found = markup.first(below: parameter.node, where: { markup.name($0) == name }) { return found }
        }
        return nil
    }

    /// A link that stands as a paragraph of its own.
    func linkParagraph(_ target: Destination, text: String, kind: DocumentMetadata.OutgoingLink.Kind) {
        flow.endParagraph()
        appendLink(target, text: text, kind: kind)
        flow.endParagraph()
    }
}
