internal import ContentTree

extension Walker {
    func walkHTMLImage(_ node: Int32) {
        let source = markup.attribute(.src, of: node)?.trimmed ?? ""
        let alt = firstFilled(markup.attribute(.alt, of: node), markup.attribute(.title, of: node)) ?? ""
        let isData = source.lowercased().hasPrefix("data:")
        if source.isEmpty || isData {
            guard !alt.isEmpty || isData else { return }
            emit(Image(destination: .address(""), alt: alt), node)
            return
        }
        emit(
            Image(destination: webDestination(source) ?? .address(""), alt: alt.isEmpty ? fileName(of: source) : alt),
            node)
    }

    func walkImage(_ node: Int32) {
        let given = firstFilled(markup.attribute(.acAlt, of: node), markup.attribute(.acTitle, of: node))
        var image: Image?
        eachChild(of: node) { child in
            guard image == nil else { return }
            switch markup.name(child) {
            case .attachment:
                let name = markup.attribute(.filename, of: child) ?? ""
                let target = attachmentDestination(child)
                image = Image(destination: target, alt: given ?? name.singleSpaced)
            case .url:
                let source = (markup.attribute(.value, of: child) ?? "").trimmed
                let isData = source.lowercased().hasPrefix("data:")
                let target: Destination = isData ? .address("") : webDestination(source) ?? .address("")
                image = Image(destination: target, alt: given ?? (isData ? "" : fileName(of: source)))
            default: break
            }
        }
        if image == nil, let given { image = Image(destination: .address(""), alt: given) }
        if let image { emit(image, node) }
        if let caption = markup.firstChild(node, named: .acCaption) { walkCaption(caption, of: node) }
    }

    private func walkCaption(_ caption: Int32, of image: Int32) {
        if standsAlone(image) {
            flow.endParagraph()
            with(.emphasis) { walkChildren(caption) }
            flow.endParagraph()
        } else {
            flow.space()
            with(.emphasis) { walkChildren(caption) }
        }
    }

    private func emit(_ image: Image, _ node: Int32) {
        let alone = standsAlone(node)
        if alone { flow.endParagraph() }
        flow.append(.image(image), style: style.subtracting(.code))
        if alone { flow.endParagraph() }
    }

    /// Whether an image is a block of its own: it stands between blocks, not in a line of text.
    private func standsAlone(_ node: Int32) -> Bool {
        switch markup.name(parent) {
        case .root, .layoutCell, .richTextBody, .body, .layoutSection: break
        default: return false
        }
        guard !flow.isInLink else { return false }
        let end = markup.next(parent)
        var next = markup.next(node)
        if next < end, markup.name(next) == .text, markup.lineText(next).isEmpty { next = markup.next(next) }
        return next >= end || !isPartOfLine(next)
    }

    private func isPartOfLine(_ node: Int32) -> Bool {
        switch markup.name(node) {
        case .text, .span, .strong, .b, .em, .i, .u, .code, .a, .acLink, .sub, .sup: true
        default: false
        }
    }

    func firstFilled(_ candidates: String?...) -> String? {
        for candidate in candidates {
            if let text = candidate?.singleSpaced, !text.isEmpty { return text }
        }
        return nil
    }

    /// Last part of the path of an address.
    func fileName(of address: String) -> String {
        let path = address.prefix { $0 != "?" && $0 != "#" }
        let last = path.split(separator: "/").last.map(String.init) ?? address
        return last.percentDecoded.singleSpaced
    }
}
