/// What a group of macros becomes.
struct MacroBehaviour: Sendable {
    let names: [String]
    /// Beginnings of further names.
    let prefixes: [String]
    let expand: @Sendable (Macro, Walker) -> Void

    init(_ names: String..., prefixes: [String] = [], expand: @escaping @Sendable (Macro, Walker) -> Void) {
        self.names = names
        self.prefixes = prefixes
        self.expand = expand
    }
}

/// Which macro behaves how.
enum MacroTable {
    private static let behaviours: [MacroBehaviour] = [
        .code, .noformat, .wikiMarkup, .sourceInBody, .plantUML, .mermaid, .graphviz, .mathBlock, .mathInline, .html,
        .markdown,
        .openAPI,
        .info, .tip, .note, .warning, .alert, .messageBox, .panel, .expand, .tabs, .steps, .container, .translation,
        .excerpt,
        .details, .chart, .footnote, .tableOfContents, .contentTableZone, .anchor, .nothing, .redirect, .pageButton,
        .include, .jira, .file, .attachments, .diagram, .frame, .profile, .listing, .roadmap, .button, .status, .feed,
        .authorWords,
    ]

    private static let byName: [String: MacroBehaviour] = {
        var table: [String: MacroBehaviour] = [:]
        for behaviour in behaviours {
            for name in behaviour.names { table[name] = behaviour }
        }
        return table
    }()

    private static let byPrefix: [(String, MacroBehaviour)] = behaviours.flatMap { behaviour in
        behaviour.prefixes.map { ($0, behaviour) }
    }

    static var names: [String] { behaviours.flatMap { $0.names + $0.prefixes.map { $0 + "…" } } }

    static func behaviour(of name: String) -> MacroBehaviour {
        if let known = byName[name] { return known }
        return byPrefix.first { name.hasPrefix($0.0) }?.1 ?? .unknown
    }
}

extension StorageFormatReader {
    /// Macros that have a rule of their own: their names, and beginnings of names with a `…` behind.
    package static var knownMacros: [String] { MacroTable.names }
}
