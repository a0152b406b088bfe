import Glibc

/// Why a file call failed, before it becomes a ``SinkError``.
enum FileError: Error {
    case system(errno: Int32, path: String)
    case refused(SinkError)

    /// The failure of the system call just made.
    static func last(_ path: String) -> FileError { .system(errno: errno, path: path) }

    /// A folder on the way was removed by somebody else in the meantime.
    var isGone: Bool {
        if case .system(ENOENT, _) = self { true } else { false }
    }

    var sinkError: SinkError {
        switch self {
        case .refused(let error): error
        case .system(let number, let path): Self.explain(number, path)
        }
    }

    private static func explain(_ number: Int32, _ path: String) -> SinkError {
        switch number {
        case ENOSPC, EDQUOT:
            SinkError(
                .noSpace, "no space left to write \(path): free some or raise the quota, then sync again", .stopRun)
        case EROFS:
            SinkError(
                .unwritable, "\(path) is on a read-only file system: make it writable or choose another folder",
                .stopRun)
        case EACCES, EPERM:
            SinkError(
                .unwritable,
                "no permission to write \(path): let user \(geteuid()) write there or choose another folder", .stopRun)
        case ENOTDIR, ELOOP, EISDIR:
            SinkError(
                .rejected, "\(path) is in the way: a folder of documents is needed there, move it elsewhere", .permanent
            )
        case ENAMETOOLONG, EINVAL, EILSEQ:
            SinkError(.rejected, "the file system does not take the name \(path)", .permanent)
        case let number:
            SinkError(.io, "\(path): \(String(cString: strerror(number)))", .retry)
        }
    }
}
