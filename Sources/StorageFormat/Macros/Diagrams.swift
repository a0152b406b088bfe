internal import ContentTree

extension MacroBehaviour {
    static let plantUML = MacroBehaviour("plantuml", "plantumlrender", "plantumlcloud") { macro, walker in
        walker.titleLine(macro.text("title"))
        if let body = walker.plainText(of: macro), !body.isBlank {
            walker.emitCode(body, language: "plantuml")
        } else if let data = macro.text("data") {
            if let source = PackedDiagram.unpack(data) {
                walker.emitCode(source, language: "plantuml")
            } else {
                walker.conversion.warn(.undecodable, "\(macro.name): data")
                walker.attachedFile(macro.text("filename"))
            }
        } else {
            walker.attachedFile(macro.text("filename"))
        }
    }

    static let mermaid = MacroBehaviour("mermaid", "mermaid-cloud", "mermaid-macro", "mermaiddiagram") {
        macro, walker in
        walker.titleLine(macro.text("title"))
        let body = walker.plainText(of: macro)
        if let source = body.flatMap({ $0.isBlank ? nil : $0 }) ?? macro.text("code") {
            walker.emitCode(source, language: "mermaid")
        } else {
            walker.attachedFile(macro.text("filename"))
        }
    }

    static let graphviz = MacroBehaviour("graphviz", "flowchart", "digraph") { macro, walker in
        walker.titleLine(macro.text("title"))
        walker.emitCode(walker.plainText(of: macro) ?? "", language: "dot")
    }

    /// Diagrams drawn elsewhere: a picture among the attachments, or an address.
    static let diagram = MacroBehaviour(
        "drawio", "inc-drawio", "drawio-sketch", "gliffy", "lucidchart", "balsamiq", "draw.io-board", "miro", "figma",
        "invision",
        prefixes: ["lucidchart-", "miro-", "figma-", "balsamiq-"]
    ) { macro, walker in
        let name = macro.text("diagramname", "diagramdisplayname", "name", "filename", "displayname")
        let shown = macro.text("diagramdisplayname", "displayname", "title", "diagramname", "name", "filename") ?? ""
        let url = walker.address(in: macro)
        if let url, let target = walker.webDestination(url) {
            walker.linkParagraph(target, text: shown.isEmpty ? url : shown, kind: .web)
        } else if let name {
            let hasEnding = [".png", ".svg", ".jpg", ".gif"].contains { name.lowercased().hasSuffix($0) }
            let target = walker.address(ofAttachment: hasEnding ? name : name + ".png")
            walker.flow.endParagraph()
            walker.flow.append(.image(Image(destination: .address(target), alt: shown.singleSpaced)), style: .plain)
            walker.flow.endParagraph()
        } else {
            MacroBehaviour.unknown.expand(macro, walker)
        }
    }
}

extension Walker {
    func attachedFile(_ name: String?) {
        guard let name, !name.isEmpty else { return }
        linkParagraph(.address(address(ofAttachment: name)), text: name, kind: .attachment)
    }

    /// The address that a macro is given, as a resource or as text.
    func address(in macro: Macro) -> String? {
        if let node = resource(in: macro, .url), let value = markup.attribute(.value, of: node)?.trimmed, !value.isEmpty
        {
            return value
        }
        let given = macro.text("url", "src", "link", "href", "boardurl", "documenturl", "diagramurl", "uri", "")
        return given.flatMap { $0.contains("://") ? $0 : nil }
    }
}
