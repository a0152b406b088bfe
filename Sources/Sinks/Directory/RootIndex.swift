/// Writes the index of all spaces, from the indexes of the spaces.
enum RootIndex {
    static func update(_ root: Folder, draft: Draft) throws(FileError) {
        let out = IndexFile(draft)
        out.begin(title: "Spaces")
        var isEmpty = true
        for name in FolderListing(try root.entries()).folders.sorted() {
            guard let space = try? root.folder(name), case .ours(let title) = try IndexFile.state(in: space) else {
                continue
            }
            let counts = try space.lastLine(of: IndexFile.name)
            try out.line(
                "- \(MarkdownLink.to([name, IndexFile.name], title ?? name)) (\(MarkdownLink.text(name))): \(counts)")
            isEmpty = false
        }
        if isEmpty { try out.line("No documents yet.") }
        try out.finish(in: root)
    }
}
