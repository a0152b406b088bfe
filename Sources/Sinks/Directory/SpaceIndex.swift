/// Writes the index of one space by walking its folders: the tree of pages, then the blog posts, newest first.
/// Memory holds the names of the folders on the way to the current one.
struct SpaceIndex {
    private let out: IndexFile
    private let space: Folder
    private var counts = SpaceCounts()
    /// Folders without a page of their own, named only when something below them is.
    private var unnamed: [(depth: Int, title: String)] = []

    /// Makes, replaces or removes the index of the space in `root`.
    static func update(_ space: String, in root: Folder, draft: Draft) throws(FileError) {
        let folder: Folder
        do throws(FileError) {
            folder = try root.folder(space)
        } catch  where error.isGone {
            return
        }
        let out = IndexFile(draft)
        out.begin(title: try name(of: folder, depth: 0) ?? space)
        var index = SpaceIndex(out: out, space: folder)
        try index.pages(folder, [])
        try index.blog()
        if index.counts.isEmpty {
            try IndexFile.remove(from: folder)
            _ = root.removeEmptyFolder(space)
            return
        }
        try out.line("")
        try out.line(index.counts.sentence)
        try out.finish(in: folder)
    }

    private init(out: IndexFile, space: Folder) {
        self.out = out
        self.space = space
    }

    /// The name of the space, from the first document that tells it.
    private static func name(of folder: Folder, depth: Int) throws(FileError) -> String? {
        let entries = try folder.entries().sorted { $0.name < $1.name }
        for entry in entries where !entry.isFolder {
            if let name = try folder.document(entry.name)?.spaceName { return name }
        }
        for entry in entries where entry.isFolder && depth < 100 {
            if let child = try? folder.folder(entry.name), let name = try name(of: child, depth: depth + 1) {
                return name
            }
        }
        return nil
    }

    private mutating func pages(_ folder: Folder, _ path: [String]) throws(FileError) {
        let listing = FolderListing(try folder.entries())
        if listing.folders.contains("_files") { try countAttachments(in: folder) }
        for stem in listing.stems where !(path.isEmpty && stem == "index") {
            var isNamed = false
            if listing.files.contains(stem), let head = try folder.document(stem + ".md") {
                try nameFolders()
                try out.line(indent(path.count) + "- " + MarkdownLink.to(path + [stem + ".md"], head.title ?? stem))
                counts.pages += 1
                isNamed = true
            }
            let isTree = stem != "_files" && !(path.isEmpty && stem == "blog") && path.count < 100
            guard isTree, listing.folders.contains(stem), let child = try? folder.folder(stem) else { continue }
            if !isNamed { unnamed.append((path.count, stem)) }
            try pages(child, path + [stem])
            if !isNamed, unnamed.last?.depth == path.count { unnamed.removeLast() }
        }
    }

    private mutating func nameFolders() throws(FileError) {
        for folder in unnamed { try out.line(indent(folder.depth) + "- " + MarkdownLink.text(folder.title)) }
        unnamed = []
    }

    private func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

    private mutating func countAttachments(in folder: Folder) throws(FileError) {
        guard let files = try? folder.folder("_files") else { return }
        counts.attachments += try files.entries().count { !$0.isFolder && $0.name.hasSuffix(".md") }
    }

    private mutating func blog() throws(FileError) {
        guard let blog = try? space.folder("blog") else { return }
        for year in try blog.entries().filter(\.isFolder).map(\.name).sorted(by: >) {
            guard let folder = try? blog.folder(year) else { continue }
            try posts(folder, ["blog", year], date: nil)
            for month in FolderListing(try folder.entries()).folders.sorted(by: >) {
                if month == "_files" { try countAttachments(in: folder) }
                guard month != "_files", let days = try? folder.folder(month) else { continue }
                try posts(days, ["blog", year, month], date: "\(year)-\(month)")
            }
        }
    }

    private mutating func posts(_ folder: Folder, _ path: [String], date: String?) throws(FileError) {
        for stem in FolderListing(try folder.entries()).files.sorted(by: >) {
            guard let head = try folder.document(stem + ".md") else { continue }
            if counts.posts == 0 {
                for line in ["", "## Blog posts", ""] { try out.line(line) }
            }
            let day = date.map { "\($0)-\(stem.prefix(2)) " } ?? ""
            try out.line("- " + day + MarkdownLink.to(path + [stem + ".md"], head.title ?? stem))
            counts.posts += 1
        }
    }
}
