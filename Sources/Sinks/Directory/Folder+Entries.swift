import Glibc

extension Folder {
    struct Entry {
        let name: String
        let isFolder: Bool
    }

    /// Files and folders, without those that start with a dot; in no order. Symbolic links and the like are left out.
    func entries(withHidden: Bool = false) throws(FileError) -> [Entry] {
        // A descriptor of its own: reading moves its position.
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { throw .last(path) }
        guard let stream = fdopendir(copy) else {
            defer { close(copy) }
            throw .last(path)
        }
        defer { closedir(stream) }
        var entries: [Entry] = []
        while true {
            errno = 0
            guard let item = readdir(stream) else { break }
            let name = withUnsafeBytes(of: &item.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." || (name.hasPrefix(".") && !withHidden) { continue }
            if let isFolder = isFolder(name, item.pointee.d_type) {
                entries.append(Entry(name: name, isFolder: isFolder))
            }
        }
        if errno != 0 { throw .last(path) }
        return entries
    }

    /// Nil for what is neither a file nor a folder.
    private func isFolder(_ name: String, _ type: UInt8) -> Bool? {
        switch Int(type) {
        case Int(DT_DIR): return true
        case Int(DT_REG): return false
        case Int(DT_UNKNOWN):
            var status = stat()
            guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
            return status.st_mode & S_IFMT == S_IFDIR ? true : status.st_mode & S_IFMT == S_IFREG ? false : nil
        default: return nil
        }
    }
}
