internal import ContentTree

extension MacroBehaviour {
    /// Macros that show a list made by the site. Only what the author typed is text of the page.
    static let listing = MacroBehaviour(
        "children", "pagetree", "content-tree", "subspaces", "blog-posts", "recently-updated",
        "recently-updated-dashboard",
        "recently-used-labels", "popular-labels", "related-labels", "listlabels", "spaces", "spacedetails",
        "outgoing-links",
        "incoming-links", "change-history", "contributors", "contributors-summary", "index", "global-reports",
        "tasks-report-macro", "decisionreport", "content-report-table", "contentbylabel", "contentbyuser", "search",
        "detailssummary", "pagepropertiesreport", "content-by-label", "blog-post-list", "labels-list"
    ) { macro, walker in
        walker.note(labelsOf: macro)
        let parameters = Dictionary(
            macro.parameters.map { ($0.name, $0.text.trimmed) }, uniquingKeysWith: { first, _ in first })
        switch walker.resolver.listing(macro: macro.name, parameters: parameters) {
        case .links(let links): walker.emitLinks(links)
        case .table(let rows): walker.emitTable(rows)
        case nil: walker.placeholder(for: macro)
        }
        walker.walkBody(of: macro)
    }
}

extension Walker {
    private static let shownNames: [String: String] = [
        "contentbylabel": "Content by label", "content-by-label": "Content by label",
        "contentbyuser": "Content by user",
        "detailssummary": "Page properties report", "pagepropertiesreport": "Page properties report",
        "pagetree": "Page tree",
        "listlabels": "Labels", "tasks-report-macro": "Task report", "decisionreport": "Decision report",
        "content-report-table": "Content report", "blog-posts": "Blog posts", "spacedetails": "Space details",
    ]

    private static let wordNames: Set<String> = ["label", "labels", "cql", "jql", "query", "headings", "title"]

    fileprivate func note(labelsOf macro: Macro) {
        for label in (macro.text("labels", "label") ?? "").split(whereSeparator: { $0 == "," || $0 == " " }) {
            if conversion.isFirst("label", String(label)) { conversion.metadata.labels.append(String(label)) }
        }
    }

    fileprivate func placeholder(for macro: Macro) {
        let shown =
            Self.shownNames[macro.name] ?? macro.name.split(separator: "-").joined(separator: " ").capitalizedFirst
        let words = macro.parameters.filter { Self.wordNames.contains($0.name.lowercased()) && !$0.text.isBlank }
            .map(\.text.singleSpaced)
        let linked = macro.parameters.filter { parameter in
            markup.first(below: parameter.node) { isPageLike($0) } != nil
        }
        flow.endParagraph()
        let outer = style
        if !words.isEmpty || !linked.isEmpty {
            style.insert(.emphasis)
            flow.append(shown + ":", style: style)
            if !words.isEmpty {
                flow.space()
                flow.append(words.joined(separator: "; "), style: style)
            }
            walkResources(of: linked)
        } else if options.dynamicPlaceholders {
            flow.append("[\(macro.name)]", style: outer.union(.emphasis))
        }
        style = outer
        flow.endParagraph()
    }

    private func isPageLike(_ node: Int32) -> Bool {
        switch markup.name(node) {
        case .page: pageReference(node).title != context.pageTitle
        case .blogPost, .attachment, .contentEntity: true
        default: false
        }
    }

    fileprivate func emitTable(_ rows: [[String]]) {
        let laidOut = rows.enumerated().map { index, row in
            Table.Row(
                cells: row.map { text in
                    let words = text.singleSpaced
                    return Table.Cell(
                        blocks: words.isEmpty ? [] : [.line(words)], isHeader: index == 0)
                }, isHead: index == 0)
        }
        if laidOut.contains(where: { !$0.cells.isEmpty }) { flow.append(.table(Table(rows: laidOut))) }
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
