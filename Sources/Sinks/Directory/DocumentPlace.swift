/// Where a document belongs below the root.
///
///     SPACE/Parent/Child.md            page
///     SPACE/blog/2024/05/17 Title.md   blog post
///     SPACE/Parent/Child/_files/a.pdf.md   attachment of the page Child
struct DocumentPlace: Equatable {
    let folders: [String]
    /// File names in the order of preference: a later one is used when the ones before belong to other documents.
    let names: [String]

    init(of document: SinkDocument) {
        let metadata = document.metadata
        let parts = document.externalID.split(separator: ":", omittingEmptySubsequences: false)
        let id = Component.id(String(parts.last ?? ""))
        let space = Component.space(metadata.string("space_key"))
        let component: Component
        switch metadata.string("content_type") {
        case "blogpost":
            let day = BlogDay(metadata.string("created_at"))
            folders = [space, "blog"] + day.folders
            component = Component(day.prefix + SafeName.clean(document.title), id: id)
        case "attachment":
            folders = Self.attachmentFolders(document, space)
            component = Component(SafeName.clean(metadata.string("file_name") ?? document.title), id: id)
        default:
            folders = Self.tree(space, metadata.strings("breadcrumbs"), metadata.strings("ancestor_ids"))
            component = Component(page: document.title, id: id, isTop: folders.count == 1)
        }
        let long = Component.id(parts.joined(separator: "-"))
        names = component.names(orByID: long).map { $0 + ".md" }
    }

    /// Whether the path is one of those that the document may have here.
    func mayBe(_ path: RelativePath) -> Bool { path.folders == folders && names.contains(path.name) }

    private static func attachmentFolders(_ document: SinkDocument, _ space: String) -> [String] {
        let breadcrumbs = document.metadata.strings("breadcrumbs")
        var ids = document.metadata.strings("ancestor_ids")
        let parent = document.parentExternalID?.split(separator: ":").suffix(2).map(String.init) ?? []
        if let id = parent.last, ids.count + 1 == breadcrumbs.count { ids.append(id) }
        // The day of the blog post itself is not known here.
        if parent.first == "blogpost", let title = breadcrumbs.last {
            let name = Component(SafeName.clean(title), id: parent.last.map { Component.id($0) }).preferred
            return [space, "blog", name, "_files"]
        }
        return tree(space, breadcrumbs, ids) + ["_files"]
    }

    /// The folder of the page at the end of `titles`. Beyond what programs can open, it goes on from `_deep`.
    private static func tree(_ space: String, _ titles: [String], _ ids: [String]) -> [String] {
        var folders = [space]
        var bytes = 0
        for (index, title) in titles.enumerated() {
            let id = ids.count == titles.count ? Component.id(ids[index]) : nil
            let name = Component(page: title, id: id, isTop: index == 0).preferred
            bytes += name.utf8.count + 1
            if bytes > 3000 || folders.count > 60 {
                folders = [space, "_deep"]
                bytes = name.utf8.count
            }
            folders.append(name)
        }
        return folders
    }
}
