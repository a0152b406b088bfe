extension StorageBody {
    /// What the body names, found without converting it.
    package func references(in context: ConversionContext = ConversionContext()) -> StorageReferences {
        var references = StorageReferences()
        let conversion = Conversion(resolver: NoResolver(), options: ConversionOptions(), inputBytes: 0)
        let walker = Walker(markup: parsed.markup, conversion: conversion, context: context)
        parsed.markup.visit(Markup.root) { node in
            references.add(node, walker)
            return true
        }
        return references
    }
}

extension StorageReferences {
    /// Of a body that is not to be converted. Nothing where it is too large.
    package init(
        in storage: String, context: ConversionContext = ConversionContext(),
        limits: ConversionLimits = ConversionLimits()
    ) {
        self = (try? StorageBody(storage, limits: limits))?.references(in: context) ?? StorageReferences()
    }

    fileprivate mutating func add(_ node: Int32, _ walker: Walker) {
        let markup = walker.markup
        switch markup.name(node) {
        case .user: users.insert(walker.userReference(node))
        case .page, .blogPost:
            let page = walker.pageReference(node)
            if !page.title.isEmpty { pages.insert(page) }
        case .attachment:
            attachments.insert(
                AttachmentReference(
                    owner: walker.owner(ofAttachment: node), fileName: markup.attribute(.filename, of: node) ?? ""))
        case .contentEntity:
            if let id = markup.attribute(.contentID, of: node) { contentIDs.insert(id) }
        case .space:
            if let key = markup.attribute(.spaceKey, of: node) { spaceKeys.insert(key) }
        case .a:
            if markup.attribute(.dataCardAppearance, of: node) != nil, let url = markup.attribute(.href, of: node) {
                smartLinks.insert(url.trimmed)
            }
        case .macro, .oldMacro: add(macro: node, walker)
        default: break
        }
    }

    private mutating func add(macro node: Int32, _ walker: Walker) {
        let macro = walker.macro(node)
        macros.insert(macro.name)
        switch macro.name {
        case "jira", "jiraissues":
            if let key = macro.text("key", "issuekey") { jiraKeys.insert(key) }
        case "profile", "profile-picture", "mention":
            if let name = macro.text("user", "username"), walker.resource(in: macro, .user) == nil {
                users.insert(UserReference(name: name))
            }
        case "include", "excerpt-include", "multiexcerpt-include", "multiexcerpt-include-macro":
            if let page = walker.includedPage(macro) { includedPages.insert(page) }
        default: break
        }
    }
}
