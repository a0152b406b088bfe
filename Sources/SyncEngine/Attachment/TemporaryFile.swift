internal import Glibc

/// A file without a name, readable by this process alone, gone when it is closed.
struct TemporaryFile: ~Copyable {
    let descriptor: Int32

    /// - Throws: ``TemporaryFileError``.
    init() throws {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/confluence-connector-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw TemporaryFileError(message: "\(folder): \(String(cString: strerror(errno)))")
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
    }

    deinit { close(descriptor) }
}

/// No room, or no right, to put a downloaded file down for a moment.
struct TemporaryFileError: Error {
    let message: String
}
