internal import ContentTree

extension Walker {
    func walkAnchor(_ node: Int32) {
        guard let href = markup.attribute(.href, of: node)?.trimmed, !href.isEmpty, !flow.isInLink else {
            walkChildren(node)
            return
        }
        guard let target = webDestination(href) else {
            walkChildren(node)
            return
        }
        var kind = DocumentMetadata.OutgoingLink.Kind.web
        if case .anchor = target { kind = .anchor }
        let tooltip = markup.attribute(.title, of: node)?.singleSpaced
        let isCard = markup.attribute(.dataCardAppearance, of: node) != nil
        if isCard, markup.lineText(node) == href, let title = resolver.smartLinkTitle(url: href) {
            appendLink(target, text: title, kind: kind)
            return
        }
        flow.openLink(target, title: tooltip, style: style)
        walkChildren(node)
        if !flow.closeLink() {
            appendLink(target, text: href, kind: kind)
        } else {
            note(target, markup.lineText(node), kind)
        }
    }

    func walkLink(_ node: Int32) {
        let anchor = markup.attribute(.acAnchor, of: node) ?? ""
        let resource = children(of: node).first { markup.name($0).isResource }
        let body = markup.firstChild(node, named: .linkBody) ?? markup.firstChild(node, named: .plainTextLinkBody)
        let named = ResourceName(resource: resource, anchor: anchor)
        let target = destination(of: named)
        guard let target, !flow.isInLink else {
            if body.map(hasContent) == true, let body {
                walkChildren(body)
            } else {
                flow.append(text(of: named), style: style)
            }
            return
        }
        let tooltip = markup.attribute(.acTooltip, of: node)?.singleSpaced
        if let body {
            flow.openLink(target, title: tooltip, style: style)
            walkChildren(body)
            if flow.closeLink() {
                note(target, markup.lineText(body), kind(of: named))
                return
            }
        }
        appendLink(target, text: text(of: named), title: tooltip, kind: kind(of: named))
    }

    /// Text or an image, as opposed to whitespace.
    private func hasContent(_ node: Int32) -> Bool {
        markup.first(below: node) { child in
            switch markup.name(child) {
            case .text: !markup.lineText(child).isEmpty
            case .image, .img, .emoticon: true
            default: false
            }
        } != nil
    }

    func appendLink(
        _ target: Destination, text: String, title: String? = nil, kind: DocumentMetadata.OutgoingLink.Kind
    ) {
        let text = text.singleSpaced
        guard !text.isEmpty else { return }
        guard !flow.isInLink else {
            flow.append(text, style: style)
            return
        }
        flow.openLink(target, title: title, style: style)
        flow.append(text, style: style.intersection(.code))
        _ = flow.closeLink()
        note(target, text, kind)
    }

    private func note(_ target: Destination, _ text: String, _ kind: DocumentMetadata.OutgoingLink.Kind) {
        let address: String
        switch target {
        case .address(let url): address = url
        case .anchor(let name): address = "#" + name
        }
        conversion.note(DocumentMetadata.OutgoingLink(kind: kind, target: address, text: text))
    }

    func children(of node: Int32) -> [Int32] {
        var found: [Int32] = []
        eachChild(of: node) { found.append($0) }
        return found
    }

    /// A resource that stands outside of a link, as in macro parameters of unusual make.
    func walkBareResource(_ node: Int32) {
        let named = ResourceName(resource: node, anchor: "")
        guard let target = destination(of: named) else {
            flow.append(text(of: named), style: style)
            return
        }
        appendLink(target, text: text(of: named), kind: kind(of: named))
    }

    func walkUser(_ node: Int32) { mention(userReference(node)) }

    func mention(_ user: UserReference) {
        conversion.note(user: user.identifier)
        let known = resolver.user(user)
        let shown = "@" + (known?.displayName ?? user.name ?? user.identifier)
        guard shown != "@" else { return }
        if let url = known?.profileURL, !flow.isInLink {
            appendLink(.address(url), text: shown, kind: .user)
        } else {
            flow.append(shown.singleSpaced, style: style)
        }
    }
}
