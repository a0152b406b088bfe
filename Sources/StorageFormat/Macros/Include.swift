internal import ContentTree

extension MacroBehaviour {
    static let include = MacroBehaviour(
        "include", "excerpt-include", "multiexcerpt-include", "multiexcerpt-include-macro", prefixes: ["inc-"]
    ) { macro, walker in
        guard let page = walker.includedPage(macro) else {
            MacroBehaviour.unknown.expand(macro, walker)
            return
        }
        let isExcerpt = macro.name.contains("excerpt")
        if let blocks = walker.included(
            page, excerpt: isExcerpt ? macro.text("name", "multiexcerptname") : nil, isExcerpt)
        {
            if isExcerpt, !macro.isSet("nopanel") { walker.titleLine(page.title) }
            for block in blocks { walker.flow.append(block) }
        } else {
            walker.linkParagraph(
                .address(walker.address(of: page)), text: page.title.isEmpty ? page.id ?? "" : page.title,
                kind: page.postingDay == nil ? .page : .blogPost)
        }
    }
}

extension Walker {
    /// The page that a macro shows, given as a resource or as `KEY:Title`.
    func includedPage(_ macro: Macro) -> PageReference? {
        for name in [ElementName.page, .blogPost, .contentEntity] {
            if let node = resource(in: macro, name) {
                let page = pageReference(node)
                if !page.title.isEmpty || page.id != nil { return page }
            }
        }
        guard let title = macro.text("", "page", "pagetitle", "pagename")?.singleSpaced, !title.isEmpty else {
            return nil
        }
        let halves = title.split(separator: ":", maxSplits: 1)
        let isKeyed =
            halves.count == 2 && !halves[0].contains(" ")
            && halves[0].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "~") }
        return isKeyed
            ? PageReference(spaceKey: String(halves[0]), title: String(halves[1]).trimmed)
            : PageReference(spaceKey: macro.text("spacekey", "space"), title: title)
    }

    /// - Returns: `nil` when the page is unknown, may not be shown, or is one too many.
    fileprivate func included(_ page: PageReference, excerpt: String?, _ isExcerpt: Bool) -> [Block]? {
        let page = placed(page)
        guard let content = resolver.includedContent(page) else { return nil }
        let limits = options.limits
        guard conversion.inclusionPath.count < limits.includeDepth, !conversion.inclusionPath.contains(page),
            conversion.inclusions < limits.inclusions, conversion.inclusionBytes >= content.storage.utf8.count,
            !isBeingShown(content.context), remainingDepth > 8
        else {
            conversion.warn(.inclusionStopped, page.title)
            return nil
        }
        conversion.inclusions += 1
        conversion.inclusionBytes -= content.storage.utf8.count
        conversion.includedBytes += content.storage.utf8.count
        conversion.inclusionPath.append(page)
        conversion.shownIDs.append(content.context.pageID ?? "")
        defer {
            conversion.inclusionPath.removeLast()
            conversion.shownIDs.removeLast()
        }
        let parsed = Markup.parse(storage: Array(content.storage.utf8), limits: limits, depth: remainingDepth)
        let inner = Walker(markup: parsed.markup, conversion: conversion, context: content.context, depth: depth)
        guard isExcerpt else { return inner.blocks() }
        guard let body = parsed.markup.excerptBody(named: excerpt) else { return nil }
        return inner.collect { inner.walkChildren(body) }
    }

    /// However it is named: the page itself, or one that is being shown in it.
    private func isBeingShown(_ other: ConversionContext) -> Bool {
        other.pageID.map(conversion.shownIDs.contains) ?? false
    }
}

extension Markup {
    /// Body of the excerpt of that name, or of the first one.
    fileprivate func excerptBody(named name: String?) -> Int32? {
        var first: Int32?
        let named = self.first(below: Markup.root) { node in
            guard self.name(node) == .macro || self.name(node) == .oldMacro else { return false }
            let macro = (attribute(.acName, of: node) ?? attribute(.name, of: node) ?? "").lowercased()
            guard macro == "excerpt" || macro.hasPrefix("multiexcerpt"),
                let body = firstChild(node, named: .richTextBody)
            else { return false }
            first = first ?? body
            guard let name else { return true }
            return children(node).contains { child in
                self.name(child) == .parameter && lineText(child) == name
                    && ["name", "multiexcerptname"].contains(attribute(.acName, of: child)?.lowercased() ?? "")
            }
        }
        return named.flatMap { firstChild($0, named: .richTextBody) } ?? first
    }
}
