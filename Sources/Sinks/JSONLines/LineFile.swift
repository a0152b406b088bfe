import Glibc

/// A file of lines that several processes append to.
final class LineFile {
    private let descriptor: Int32
    private let path: String

    /// Opens the file, or makes it, with the folders above it. Locked until it is closed.
    init(_ path: String) throws(FileError) {
        descriptor = try Self.lockedDescriptor(path)
        self.path = path
    }

    /// Closing gives the lock back.
    deinit { close(descriptor) }

    private static func lockedDescriptor(_ path: String) throws(FileError) -> Int32 {
        try FolderPath.make(FolderPath.above(path))
        for _ in 0..<20 {
            let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
            if file < 0, errno == ENOTDIR { throw FolderPath.isFile(FolderPath.above(path)) }
            if file < 0 { throw .last(path) }
            do throws(FileError) {
                _ = try FileLock.take(file, path)
                if isStillThere(file, path) { return file }
            } catch {
                close(file)
                throw error
            }
            // Moved away by a log rotation while we waited.
            close(file)
        }
        throw .refused(SinkError(.io, "\(path) keeps being replaced by another program", .retry))
    }

    private static func isStillThere(_ file: Int32, _ path: String) -> Bool {
        var ours = stat()
        var there = stat()
        guard fstat(file, &ours) == 0, stat(path, &there) == 0 else { return false }
        return FileIdentity(ours) == FileIdentity(there)
    }

    /// Appends whole lines, all of them or none. A line that a crashed writer left unfinished is ended first.
    func append(_ lines: [UInt8]) throws(FileError) {
        var status = stat()
        if fstat(descriptor, &status) != 0 { throw .last(path) }
        let isRegular = status.st_mode & S_IFMT == S_IFREG
        let repair: [UInt8] = isRegular && endsInsideLine(status.st_size) ? [UInt8(ascii: "\n")] : []
        do throws(FileError) {
            try FileWriting.all(repair + lines, to: descriptor, path: path)
        } catch {
            if isRegular { ftruncate(descriptor, status.st_size) }
            throw error
        }
    }

    private func endsInsideLine(_ size: Int) -> Bool {
        var last: UInt8 = 0
        return size > 0 && pread(descriptor, &last, 1, size - 1) == 1 && last != UInt8(ascii: "\n")
    }

    func flush() throws(FileError) {
        if fsync(descriptor) != 0, errno != EINVAL, errno != EROFS { throw .last(path) }
    }
}
