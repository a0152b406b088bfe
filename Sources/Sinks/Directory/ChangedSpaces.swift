import Glibc

/// Which spaces need a new index: a folder of empty files, one a space, that all processes share.
final class ChangedSpaces {
    private let folder: Folder
    private var noted: Set<String> = []

    init(_ folder: Folder) { self.folder = folder }

    func note(_ space: String, isVisible: Bool) {
        if isVisible { noted.insert(space) }
    }

    /// After the files themselves: an index made in between is made again.
    func record() throws(FileError) {
        for space in noted {
            do throws(FileError) { try folder.create(space, []) } catch .system(EEXIST, _) {}
        }
        noted = []
    }

    /// The spaces to look at; each is forgotten before it is read, so that later changes count again.
    func all() throws(FileError) -> [String] { try folder.entries().map(\.name).sorted() }

    func forget(_ space: String) throws(FileError) { try folder.remove(space) }
}
