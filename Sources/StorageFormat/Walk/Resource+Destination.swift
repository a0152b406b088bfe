internal import ContentTree

extension Walker {
    /// - Returns: `nil` when the text is to stand without a link.
    func destination(of named: ResourceName) -> Destination? {
        guard let node = named.resource else {
            return named.anchor.isEmpty ? nil : .anchor(named.anchor)
        }
        switch markup.name(node) {
        case .page, .blogPost:
            let page = pageReference(node)
            if page.title.isEmpty || isCurrent(page), !named.anchor.isEmpty { return .anchor(named.anchor) }
            return page.title.isEmpty ? nil : .address(address(of: page) + fragment(named.anchor))
        case .attachment: return attachmentDestination(node)
        case .contentEntity:
            let id = markup.attribute(.contentID, of: node) ?? ""
            return id.isEmpty ? nil : .address(address(ofContent: id) + fragment(named.anchor))
        case .space: return .address(address(ofSpace: markup.attribute(.spaceKey, of: node) ?? ""))
        case .user: return resolver.user(userReference(node))?.profileURL.map { .address($0) }
        case .shortcut:
            let key = markup.attribute(.shortcutKey, of: node) ?? ""
            let parameter = markup.attribute(.shortcutParameter, of: node) ?? ""
            let unresolved = "confluence:shortcut/\(key.pathEncoded)/\(parameter.pathEncoded)"
            return .address(resolver.shortcutURL(key: key, parameter: parameter) ?? unresolved)
        case .url: return webDestination((markup.attribute(.value, of: node) ?? "").trimmed)
        default: return nil
        }
    }

    private func isCurrent(_ page: PageReference) -> Bool {
        page.title == context.pageTitle && (page.spaceKey == nil || page.spaceKey == context.spaceKey)
            && page.postingDay == nil
    }

    private func fragment(_ anchor: String) -> String {
        anchor.isEmpty ? "" : "#" + anchor.pathEncoded
    }

    func address(of page: PageReference) -> String {
        if let id = page.id, page.title.isEmpty { return address(ofContent: id) }
        let space = page.spaceKey ?? context.spaceKey
        if let day = page.postingDay { return address(ofPost: page, space, day) }
        if let url = resolver.pageURL(spaceKey: space, title: page.title) { return url }
        if let base = context.baseURL, let space {
            return "\(base)/display/\(space.pathEncoded)/\(page.title.titleEncoded)"
        }
        return "confluence:page/" + (space.map { $0.pathEncoded + "/" } ?? "") + page.title.pathEncoded
    }

    private func address(ofPost page: PageReference, _ space: String?, _ day: String) -> String {
        if let url = resolver.blogPostURL(spaceKey: space, title: page.title, postingDay: day) { return url }
        let parts = day.split(whereSeparator: { $0 == "/" || $0 == "-" }).map(String.init)
        if let base = context.baseURL, let space {
            return "\(base)/display/\(space.pathEncoded)/\(parts.joined(separator: "/"))/\(page.title.titleEncoded)"
        }
        let key = space.map { $0.pathEncoded + "/" } ?? ""
        return "confluence:blog/\(key)\(parts.joined(separator: "-"))/\(page.title.pathEncoded)"
    }

    func address(ofContent id: String) -> String {
        if let url = resolver.contentURL(id: id) { return url }
        if let base = context.baseURL { return "\(base)/pages/viewpage.action?pageId=\(id.pathEncoded)" }
        return "confluence:content/\(id.pathEncoded)"
    }

    func address(ofSpace key: String) -> String {
        let key = key == "currentSpace()" ? context.spaceKey ?? key : key
        if let url = resolver.spaceURL(key: key) { return url }
        if let base = context.baseURL { return "\(base)/display/\(key.pathEncoded)" }
        return "confluence:space/\(key.pathEncoded)"
    }

    func attachmentDestination(_ node: Int32) -> Destination {
        .address(address(ofAttachment: markup.attribute(.filename, of: node) ?? "", owner: owner(ofAttachment: node)))
    }

    func address(ofAttachment name: String, owner: PageReference? = nil) -> String {
        conversion.note(attachment: name)
        if let url = resolver.attachmentURL(owner: owner.map(placed), fileName: name) { return url }
        if owner == nil, let base = context.baseURL, let id = context.pageID {
            return "\(base)/download/attachments/\(id.pathEncoded)/\(name.pathEncoded)"
        }
        let place = owner.map { ($0.title.isEmpty ? $0.id ?? "" : $0.title).pathEncoded + "/" } ?? ""
        return "confluence:attachment/\(place)\(name.pathEncoded)"
    }

    /// - Returns: `nil` for addresses that run code or carry their content.
    func webDestination(_ address: String) -> Destination? {
        if address.hasPrefix("https://") || address.hasPrefix("http://") { return .address(address) }
        if address.hasPrefix("#") {
            let name = String(address.dropFirst()).percentDecoded
            return name.isEmpty ? nil : .anchor(name)
        }
        let scheme = address.lowercased().unicodeScalars.filter { $0.value > 0x20 }.prefix(12)
        let start = String(String.UnicodeScalarView(scheme))
        if start.hasPrefix("javascript:") || start.hasPrefix("data:") || start.hasPrefix("vbscript:") { return nil }
        guard let base = context.baseURL else { return .address(address) }
        if address.hasPrefix("//") { return .address((base.hasPrefix("http:") ? "http:" : "https:") + address) }
        if address.hasPrefix("/") { return .address(origin(of: base, for: address) + address) }
        if address.hasPrefix("?") { return .address(base + "/" + address) }
        return .address(address)
    }

    /// The site's address without its context path when the path already has it, or starts from the server's root.
    private func origin(of base: String, for path: String) -> String {
        guard let scheme = base.firstRange(of: "://") else { return base }
        guard let slash = base[scheme.upperBound...].firstIndex(of: "/") else { return base }
        let context = String(base[slash...])
        return path == context || path.hasPrefix(context + "/") || path.hasPrefix(context + "?")
            ? String(base[..<slash]) : base
    }
}
