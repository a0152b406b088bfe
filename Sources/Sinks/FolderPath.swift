import Glibc

/// Folders by their absolute path, before anything is opened.
enum FolderPath {
    static func above(_ path: String) -> String {
        let above = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
        return above.isEmpty ? "/" : String(above)
    }

    /// Makes the folder and those above it, as far as they are missing.
    static func make(_ path: String) throws(FileError) {
        if mkdir(path, 0o777) == 0 { return }
        var reason = errno
        if reason == ENOENT, path != "/" {
            try make(above(path))
            if mkdir(path, 0o777) == 0 { return }
            reason = errno
        }
        // Some places refuse to make even what is there already.
        if reason != EEXIST, access(path, F_OK) != 0 { throw .system(errno: reason, path: path) }
    }

    /// Whether files could be made in the folder, which may still be missing. Makes nothing.
    /// - Returns: whether the folder is there.
    static func check(_ path: String) throws(FileError) -> Bool {
        var status = stat()
        var found = path
        while stat(found, &status) != 0 {
            if errno == ENOTDIR { throw isFile("a part of \(found)") }
            if errno != ENOENT || found == "/" { throw .last(found) }
            found = above(found)
        }
        if status.st_mode & S_IFMT != S_IFDIR { throw isFile(found) }
        if access(found, W_OK | X_OK) != 0 { throw .last(found) }
        return found == path
    }

    static func isFile(_ what: String) -> FileError {
        let message = "\(what) is a file where a folder is needed: choose another place, or move the file elsewhere"
        return .refused(SinkError(.unwritable, message, .stopRun))
    }
}
