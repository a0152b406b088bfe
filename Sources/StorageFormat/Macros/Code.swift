internal import ContentTree

extension MacroBehaviour {
    static let code = MacroBehaviour(
        "code", "code-block", "codeblock", "newcode", "paste-code-macro", "snippet"
    ) { macro, walker in
        walker.titleLine(macro.text("title"))
        let declared = macro.text("language", "lang", "")
        walker.emitCode(walker.plainText(of: macro) ?? "", language: declared.flatMap(CodeLanguage.named))
    }

    static let noformat = MacroBehaviour("noformat", "noformatblock") { macro, walker in
        walker.titleLine(macro.text("title"))
        walker.emitCode(walker.plainText(of: macro) ?? "", language: nil)
    }

    static let wikiMarkup = MacroBehaviour("unmigrated-wiki-markup", "unmigrated-inline-wiki-markup") { macro, walker in
        walker.emitCode(walker.plainText(of: macro) ?? "", language: "text")
    }

    /// Macros that run or lay out the text they hold.
    static let sourceInBody = MacroBehaviour(
        "sql", "sql-query", "csv", "groovy", "beanshell", "jython", "javascript", "velocity", "css", "json", "yaml",
        "xml",
        prefixes: ["json-from-"]
    ) { macro, walker in
        walker.titleLine(macro.text("title"))
        if macro.plainBody == nil {
            walker.walkBody(of: macro)
        } else {
            let language = macro.name.hasPrefix("json") ? "json" : macro.name == "sql-query" ? "sql" : macro.name
            walker.emitCode(walker.plainText(of: macro) ?? "", language: language)
        }
    }
}

enum CodeLanguage {
    private static let aliases: [String: String] = [
        "c#": "csharp", "c++": "cpp", "html/xml": "xml", "html and xml": "xml", "htmlxml": "xml", "js": "javascript",
        "javafx": "java", "ps": "powershell", "py": "python", "rb": "ruby", "sh": "bash", "shell": "bash",
        "vb": "vbnet",
        "yml": "yaml", "coldfusion": "cfml", "delphi": "pascal", "obj-c": "objectivec", "tex": "latex",
        "actionscript3": "actionscript",
    ]

    private static let none: Set<String> = ["none", "text", "plain", "plain text"]

    /// The name a fence carries; `nil` for plain text.
    static func named(_ declared: String) -> String? {
        let name = declared.singleSpaced.lowercased()
        if none.contains(name) { return nil }
        if let alias = aliases[name] { return alias }
        let first = name.prefix { $0 != " " }.filter { $0 != "`" && $0 != "~" }
        if none.contains(first) { return nil }
        return first.isEmpty ? nil : aliases[first] ?? first
    }
}
