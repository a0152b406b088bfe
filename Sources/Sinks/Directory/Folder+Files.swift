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
        guard let file = try opened(name) else {
            var status = stat()
            return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? .stranger : .nobody
        }
        defer { file.close() }
        if file.size == 0 { return .empty }
        let head = StoredHead(try file.head())
        return head.externalID == nil ? .stranger : .document(head, FileIdentity(file.status))
    }

    /// The head of a document, nil for everything else.
    func document(_ name: String) throws(FileError) -> StoredHead? {
        guard case .document(let head, _) = try occupant(name) else { return nil }
        return head
    }

    /// Nil when it is not there, not ours to read, or not a regular file.
    func opened(_ name: String) throws(FileError) -> OpenFile? {
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if file < 0 {
            if [ENOENT, ELOOP, EACCES, EPERM, ENXIO, ENODEV].contains(errno) { return nil }
            throw .last(path(of: name))
        }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(file)
            return nil
        }
        return OpenFile(descriptor: file, status: status, path: path(of: name))
    }

    /// All of a file, nil where ``opened(_:)`` says so.
    func contents(_ name: String) throws(FileError) -> [UInt8]? {
        guard let file = try opened(name) else { return nil }
        defer { file.close() }
        return try file.read(upTo: file.size, at: 0)
    }

    /// The last line of a file, of which at most 500 bytes are read.
    func lastLine(of name: String) throws(FileError) -> String {
        guard let file = try opened(name) else { return "" }
        defer { file.close() }
        let tail = try file.read(upTo: min(500, file.size), at: max(0, file.size - 500))
        return tail.split(separator: UInt8(ascii: "\n")).last.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Makes a new file with these bytes; nothing is left behind when that fails.
    func create(_ name: String, _ bytes: [UInt8]) throws(FileError) {
        try write(name, bytes, O_CREAT | O_EXCL)
    }

    /// Adds to a file that is there.
    func append(_ name: String, _ bytes: [UInt8]) throws(FileError) {
        try write(name, bytes, O_APPEND)
    }

    private func write(_ name: String, _ bytes: [UInt8], _ flags: Int32) throws(FileError) {
        let file = openat(descriptor, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | flags, 0o666)
        if file < 0 { throw .last(path(of: name)) }
        do throws(FileError) {
            try FileWriting.all(bytes, to: file, path: path(of: name))
        } catch {
            close(file)
            if flags & O_CREAT != 0 { unlinkat(descriptor, name, 0) }
            throw error
        }
        // Some network file systems report a full disk only here.
        if close(file) != 0, errno != EINTR { throw .last(path(of: name)) }
    }
}
