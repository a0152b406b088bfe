internal import ContentTree

/// What a link names: a resource element, an anchor, or both.
struct ResourceName {
    var resource: Int32?
    var anchor: String
}

extension ElementName {
    var isResource: Bool {
        switch self {
        case .page, .blogPost, .attachment, .contentEntity, .space, .user, .shortcut, .url: true
        default: false
        }
    }
}

extension Walker {
    func userReference(_ node: Int32) -> UserReference {
        UserReference(
            accountID: filled(.accountID, node), userKey: filled(.userKey, node), name: filled(.username, node))
    }

    func pageReference(_ node: Int32) -> PageReference {
        var space = filled(.spaceKey, node)
        if space == "currentSpace()" { space = nil }
        let reference = PageReference(
            spaceKey: space, title: markup.attribute(.contentTitle, of: node)?.singleSpaced ?? "",
            postingDay: filled(.postingDay, node), id: filled(.contentID, node))
        switch reference.title.lowercased() {
        case "@self": return PageReference(title: context.pageTitle ?? reference.title, id: context.pageID)
        case "@home": return resolver.homePage(spaceKey: space) ?? reference
        case "@parent": return resolver.parentPage() ?? reference
        default: return reference
        }
    }

    /// With the space that is meant where none is named: that of the body at hand, which may be an included one.
    func placed(_ page: PageReference) -> PageReference {
        var page = page
        page.spaceKey = page.spaceKey ?? context.spaceKey
        return page
    }

    private func filled(_ name: AttributeName, _ node: Int32) -> String? {
        markup.attribute(name, of: node).flatMap { $0.trimmed.isEmpty ? nil : $0.trimmed }
    }

    func owner(ofAttachment node: Int32) -> PageReference? {
        for child in children(of: node) {
            switch markup.name(child) {
            case .page, .blogPost, .contentEntity: return pageReference(child)
            default: break
            }
        }
        return nil
    }

    /// What to call a resource when the author gave no text.
    func text(of named: ResourceName) -> String {
        guard let node = named.resource else { return named.anchor }
        switch markup.name(node) {
        case .page, .blogPost:
            let title = pageReference(node).title
            return title.isEmpty ? named.anchor : title
        case .attachment: return markup.attribute(.filename, of: node) ?? ""
        case .space: return markup.attribute(.spaceKey, of: node) ?? ""
        case .shortcut: return markup.attribute(.shortcutParameter, of: node) ?? ""
        case .url: return markup.attribute(.value, of: node) ?? ""
        case .contentEntity: return named.anchor.isEmpty ? markup.attribute(.contentID, of: node) ?? "" : named.anchor
        case .user:
            let user = userReference(node)
            conversion.note(user: user.identifier)
            let name = resolver.user(user)?.displayName ?? user.name ?? user.identifier
            return name.isEmpty ? "" : "@" + name
        default: return named.anchor
        }
    }

    func kind(of named: ResourceName) -> DocumentMetadata.OutgoingLink.Kind {
        guard let node = named.resource else { return .anchor }
        switch markup.name(node) {
        case .page: return .page
        case .blogPost: return .blogPost
        case .attachment: return .attachment
        case .contentEntity: return .content
        case .space: return .space
        case .user: return .user
        case .shortcut: return .shortcut
        default: return .web
        }
    }
}
