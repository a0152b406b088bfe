import Glibc

extension JSONLinesSink {
    package func check() async throws(SinkError) {
        let path = path
        let result = await FileThreads.run { Result { () throws(FileError) in try Self.check(path) } }
        try result.mapError(\.sinkError).get()
    }

    private static func check(_ path: String) throws(FileError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            _ = try FolderPath.check(FolderPath.above(path))
            return
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            let message = "\(path) is a folder: choose a file for the JSON lines"
            throw .refused(SinkError(.unwritable, message, .stopRun))
        }
        if access(path, W_OK) != 0 { throw .last(path) }
    }
}
