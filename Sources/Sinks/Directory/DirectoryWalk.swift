import Glibc

/// Goes through all documents below the root, a folder at a time, so that memory holds one folder.
///
/// `@unchecked Sendable`: calls of ``next()`` follow each other, on whatever thread.
final class DirectoryWalk: @unchecked Sendable {
    struct File: Sendable {
        /// Relative to the root.
        let path: String
        let head: StoredHead
    }

    private let root: Folder
    private var pending: [[String]] = [[]]

    init(root path: String) throws(FileError) { root = try Folder(root: path) }

    /// The documents of the next folder, in the order of their names; nil at the end.
    func next() throws(FileError) -> [File]? {
        guard let names = pending.popLast() else { return nil }
        guard let folder = try? root.folder(names) else { return [] }
        var files: [File] = []
        for entry in try folder.entries().sorted(by: { $0.name < $1.name }) {
            if entry.isFolder {
                // Deeper than any tree of this sink.
                if names.count < 100 { pending.append(names + [entry.name]) }
            } else if entry.name.hasSuffix(".md"), case .document(let head, _) = try folder.occupant(entry.name) {
                files.append(File(path: (names + [entry.name]).joined(separator: "/"), head: head))
            }
        }
        return files
    }
}
