import Glibc

/// A file that is written but has no place yet. Removed when it never gets one.
final class Draft {
    private let folder: Folder
    private let place: String
    private let name = ".\(UInt64.random(in: 0 ... .max)).tmp"
    private var isThere = false

    /// - Parameter place: what messages name instead of the draft, which nobody knows.
    init(in folder: Folder, place: String) {
        self.folder = folder
        self.place = place
    }

    deinit { if isThere { unlinkat(folder.descriptor, name, 0) } }

    func write(_ bytes: [UInt8]) throws(FileError) {
        do throws(FileError) {
            try folder.create(name, bytes)
        } catch .system(let number, _) {
            throw .system(errno: number, path: place)
        }
        isThere = true
    }

    /// Adds to what was written.
    func append(_ bytes: [UInt8]) throws(FileError) {
        do throws(FileError) {
            try folder.append(name, bytes)
        } catch .system(let number, _) {
            throw .system(errno: number, path: place)
        }
    }

    /// Whether a file has the same bytes.
    func isSame(as other: String, in otherFolder: Folder) throws(FileError) -> Bool {
        guard let ours = try folder.opened(name) else { return false }
        defer { ours.close() }
        guard let theirs = try otherFolder.opened(other) else { return false }
        defer { theirs.close() }
        guard ours.size == theirs.size else { return false }
        for offset in stride(from: 0, to: ours.size, by: 1 << 16) {
            if try ours.read(upTo: 1 << 16, at: offset) != theirs.read(upTo: 1 << 16, at: offset) { return false }
        }
        return true
    }

    /// Takes the place of whatever stands there.
    func replace(_ target: String, in other: Folder) throws(FileError) {
        if renameat(folder.descriptor, name, other.descriptor, target) != 0 { throw .last(other.path(of: target)) }
        isThere = false
    }

    /// Takes a place that nobody has.
    /// - Returns: false when somebody has it after all.
    func occupy(_ target: String, in other: Folder) throws(FileError) -> Bool {
        if linkat(folder.descriptor, name, other.descriptor, target, 0) == 0 { return true }
        switch errno {
        case EEXIST: return false
        // File systems without hard links: an empty file holds the place until the draft replaces it.
        case EPERM, EOPNOTSUPP, ENOSYS, EMLINK:
            let file = openat(other.descriptor, target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
            if file < 0, errno == EEXIST { return false }
            if file < 0 { throw .last(other.path(of: target)) }
            close(file)
            try replace(target, in: other)
            return true
        default: throw .last(other.path(of: target))
        }
    }

    func identity() throws(FileError) -> FileIdentity {
        var status = stat()
        if fstatat(folder.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) != 0 { throw .last(folder.path(of: name)) }
        return FileIdentity(status)
    }
}
