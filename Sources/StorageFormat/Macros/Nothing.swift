extension MacroBehaviour {
    /// Made from the page's own headings.
    static let tableOfContents = MacroBehaviour("toc") { _, _ in }

    static let anchor = MacroBehaviour("anchor") { macro, walker in
        if let name = macro.text("", "name", "anchor") {
            walker.waitingAnchors.append((name, walker.flow.blocks.count))
        }
        if let body = macro.richBody { walker.walkChildren(body) }
    }

    /// Machinery without text of the page.
    static let nothing = MacroBehaviour(
        "scroll-pagebreak", "scroll-exportbutton", "scroll-document-location", "space-jump", "favpage", "navitabs",
        "livesearch",
        "pagetreesearch", "like", "rate", "userlister", "network", "loremipsum", "css-import"
    ) { macro, walker in
        walker.walkBody(of: macro)
    }

    static let redirect = MacroBehaviour("redirect", "viewport-redirect", "viewport-url-redirect") { macro, walker in
        walker.flow.endParagraph()
        walker.walkResources(of: macro.parameters)
        walker.flow.endParagraph()
        if walker.resource(in: macro, .url) == nil, let url = walker.address(in: macro),
            let target = walker.webDestination(url)
        {
            walker.linkParagraph(target, text: url, kind: .web)
        }
    }

    static let pageButton = MacroBehaviour("create-from-template", "create-space-button") { macro, walker in
        guard let label = macro.text("buttonlabel", "createbuttonlabel") else { return }
        walker.flow.endParagraph()
        walker.flow.append(label, style: walker.style)
        walker.flow.endParagraph()
    }
}
