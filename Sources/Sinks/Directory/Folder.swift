import Glibc

/// An open folder. Everything below the root is reached from one of these, a name at a time, and symbolic links are
/// not followed: no title and no receipt can lead out of the root. Used by one thread at a time.
final class Folder {
    let descriptor: Int32
    /// For messages only.
    let path: String

    private init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// The folder at the top, which may be a symbolic link.
    init(root path: String) throws(FileError) {
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        self.path = path
        if descriptor < 0 { throw .last(path) }
    }

    func path(of name: String) -> String { path + "/" + name }

    /// - Throws: `ENOENT` when it is not there, `ENOTDIR` or `ELOOP` when it is something else.
    func folder(_ name: String) throws(FileError) -> Folder {
        let child = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        if child < 0 { throw .last(path(of: name)) }
        return Folder(descriptor: child, path: path(of: name))
    }

    /// The folder of that name, made if it is not there.
    func madeFolder(_ name: String) throws(FileError) -> Folder {
        do {
            return try folder(name)
        } catch  where error.isGone {
            if mkdirat(descriptor, name, 0o777) != 0, errno != EEXIST { throw .last(path(of: name)) }
            return try folder(name)
        }
    }

    func madeFolder(_ names: [String]) throws(FileError) -> Folder {
        var folder = self
        for name in names { folder = try folder.madeFolder(name) }
        return folder
    }

    func folder(_ names: some Sequence<String>) throws(FileError) -> Folder {
        var folder = self
        for name in names { folder = try folder.folder(name) }
        return folder
    }

    /// Removes a file; one that is not there is fine.
    func remove(_ name: String) throws(FileError) {
        if unlinkat(descriptor, name, 0) != 0, errno != ENOENT { throw .last(path(of: name)) }
    }

    /// Removes a folder if it is empty.
    /// - Returns: whether it is gone.
    func removeEmptyFolder(_ name: String) -> Bool {
        unlinkat(descriptor, name, AT_REMOVEDIR) == 0 || errno == ENOENT
    }
}
