import Glibc

extension Folder {
    /// What stands under a name.
    enum Occupant {
        case nobody
        /// A file without content, as a crash of the machine may leave it.
        case empty
        case document(StoredHead, FileIdentity)
        /// Something that no sink has written.
        case stranger
    }

    func occupant(_ name: String) throws(FileError) -> Occupant {
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if file < 0 {
            if errno == ENOENT { return .nobody }
            if [EMFILE, ENFILE, EIO, ESTALE, ENAMETOOLONG].contains(errno) { throw .last(path(of: name)) }
            return .stranger
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return .stranger }
        if status.st_size == 0 { return .empty }
        let head = StoredHead(try readHead(file, name))
        return head.externalID == nil ? .stranger : .document(head, FileIdentity(status))
    }

    /// The first bytes of a file, to the end of its front matter if it has one, at most a mebibyte.
    func readHead(_ file: Int32, _ name: String) throws(FileError) -> [UInt8] {
        var head = try read(file, name, upTo: 4096)
        while head.starts(with: FrontMatter.fence), FrontMatter.end(in: head) == nil, head.count < 1 << 20 {
            let more = try read(file, name, upTo: head.count * 3)
            if more.isEmpty { break }
            head += more
        }
        return head
    }

    /// All of a file, nil when it is not there or not a regular file.
    func contents(_ name: String) throws(FileError) -> [UInt8]? {
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if file < 0 {
            if errno == ENOENT || errno == ELOOP { return nil }
            throw .last(path(of: name))
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return try read(file, name, upTo: Int(status.st_size))
    }

    private func read(_ file: Int32, _ name: String, upTo limit: Int) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        var count = 0
        while count < limit {
            let got = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress! + count, limit - count) }
            if got < 0, errno == EINTR { continue }
            if got < 0 { throw .last(path(of: name)) }
            if got == 0 { break }
            count += got
        }
        bytes.removeLast(limit - count)
        return bytes
    }

    /// Makes a new file with these bytes; nothing is left behind when that fails.
    func create(_ name: String, _ bytes: [UInt8]) throws(FileError) {
        let file = openat(descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
        if file < 0 { throw .last(path(of: name)) }
        do throws(FileError) {
            try FileWriting.all(bytes, to: file, path: path(of: name))
            // Some network file systems report a full disk only here.
            if close(file) != 0, errno != EINTR { throw .last(path(of: name)) }
        } catch {
            unlinkat(descriptor, name, 0)
            throw error
        }
    }
}

/// Tells whether two names lead to one file.
struct FileIdentity: Equatable {
    private let device: UInt
    private let inode: UInt

    init(_ status: stat) {
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
    }
}
