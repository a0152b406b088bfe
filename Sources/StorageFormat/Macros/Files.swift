internal import ContentTree

extension MacroBehaviour {
    static let file = MacroBehaviour(
        "view-file", "viewfile", "viewpdf", "viewdoc", "viewxls", "viewppt", "multimedia", "pdf", "pdf-viewer",
        "inc-drawio-file",
        prefixes: ["office", "view-"]
    ) { macro, walker in
        walker.titleLine(macro.text("title"))
        if let node = walker.resource(in: macro, .attachment) {
            walker.flow.endParagraph()
            walker.walkBareResource(node)
            walker.nameOwner(walker.resource(in: macro, .page))
            walker.flow.endParagraph()
        } else if let name = macro.text("name", "filename", "file", "attachment", "") {
            walker.fileLink(name, in: macro)
        }
        walker.walkBody(of: macro)
    }

    static let attachments = MacroBehaviour("attachments", "gallery") { macro, walker in
        walker.titleLine(macro.text("title"))
        let page = walker.resource(in: macro, .page).map { walker.pageReference($0) }
        if let known = walker.resolver.attachments(of: page), !known.isEmpty {
            walker.emitLinks(known, asImages: macro.name == "gallery")
        } else {
            walker.flow.endParagraph()
            walker.walkResources(of: macro.parameters)
            walker.flow.endParagraph()
        }
    }
}

extension Walker {
    /// Behind a file of another page, the page: readers know the file by it.
    fileprivate func nameOwner(_ node: Int32?) {
        guard let node else { return }
        let page = pageReference(node)
        guard !page.title.isEmpty, page.title != context.pageTitle else { return }
        flow.append(" (", style: style)
        walkBareResource(node)
        flow.append(")", style: style)
    }

    fileprivate func fileLink(_ name: String, in macro: Macro) {
        if name.contains("://"), let target = webDestination(name) {
            linkParagraph(target, text: name, kind: .web)
            return
        }
        let owner = resource(in: macro, .page).map { pageReference($0) }
        linkParagraph(.address(address(ofAttachment: name, owner: owner)), text: name, kind: .attachment)
    }

    func emitLinks(_ links: [ResolvedLink], asImages: Bool = false) {
        let items = links.map { link -> ListBlock.Item in
            let target = Destination.address(link.url)
            let inline: Inline.Content =
                asImages
                ? .image(Image(destination: target, alt: link.title.singleSpaced))
                : .link(Link(destination: target, content: [Inline(.text(link.title.singleSpaced))]))
            return ListBlock.Item(blocks: [.paragraph([Inline(inline)])])
        }
        if !items.isEmpty { flow.append(.list(ListBlock(items: items))) }
    }
}
