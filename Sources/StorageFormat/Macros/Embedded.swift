internal import ContentTree

extension MacroBehaviour {
    /// HTML typed into a macro, read by the same rules as the page.
    static let html = MacroBehaviour("html", "html-wrap", "html-bobswift", "html-macro", "xslt") { macro, walker in
        guard let body = macro.plainBody else {
            walker.walkBody(of: macro)
            return
        }
        let parsed = Markup.parse(
            html: walker.markup.rawText(body), limits: walker.options.limits, depth: walker.remainingDepth)
        let inner = Walker(
            markup: parsed.markup, conversion: walker.conversion, context: walker.context, depth: walker.depth)
        for block in inner.blocks() { walker.flow.append(block) }
    }

    static let markdown = MacroBehaviour(
        "markdown", "mohamicorp-markdown", prefixes: ["markdown-from-"]
    ) { macro, walker in
        let text = CodeText.normalized(walker.plainText(of: macro) ?? "")
        if !text.isBlank { walker.flow.append(.markdown(text)) }
    }

    static let openAPI = MacroBehaviour("swagger-open-api", "openapi", "swagger-integration") { macro, walker in
        guard let text = walker.plainText(of: macro), !text.isBlank else {
            MacroBehaviour.unknown.expand(macro, walker)
            return
        }
        let isJSON = text.trimmed.hasPrefix("{") || text.trimmed.hasPrefix("[")
        walker.emitCode(text, language: isJSON ? "json" : "yaml")
    }
}
