/// The markdown files of a folder, by their names without the ending, and its folders.
struct FolderListing {
    let files: Set<String>
    let folders: Set<String>

    init(_ entries: [Folder.Entry]) {
        files = Set(
            entries.lazy.filter { !$0.isFolder && $0.name.hasSuffix(".md") }.map { String($0.name.dropLast(3)) })
        folders = Set(entries.lazy.filter(\.isFolder).map(\.name))
    }

    /// A page and the folder of its children have one name.
    var stems: [String] { files.union(folders).sorted() }
}
