import Glibc

/// An advisory lock on an open file or folder, held against other writers in this process and in others.
enum FileLock {
    /// Runs `work` while nobody else works in the folder.
    static func held<Value>(_ folder: Folder, _ work: () throws(FileError) -> Value) throws(FileError) -> Value {
        let isLocked = try take(folder.descriptor, folder.path)
        defer { if isLocked { flock(folder.descriptor, LOCK_UN) } }
        return try work()
    }

    /// Polls, since a writer that was stopped in the middle must not stop the others for ever.
    /// - Returns: false where the file system has no such locks.
    /// - Throws: `retry` when another writer has held it for ten seconds.
    static func take(_ descriptor: Int32, _ path: String) throws(FileError) -> Bool {
        var pause: UInt32 = 50
        var waited: UInt32 = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            if errno != EWOULDBLOCK { return false }
            if waited > 10_000_000 { throw .refused(SinkError(.io, "\(path) is locked by another writer", .retry)) }
            usleep(pause)
            waited += pause
            pause = min(pause * 2, 5_000)
        }
        return true
    }
}
