import Glibc

/// An open file and its `flock`. The kernel lets go of the lock when the last holder of the descriptor is gone,
/// `kill -9` included, so a lock is proof of life where a pid in a file is not.
final class FileLock: Sendable {
    /// Closed on `exec`, but for children that are given it on purpose.
    let descriptor: Int32

    init(path: String) throws(RedisError) {
        descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .privateServer("cannot open \(path): \(String(cString: strerror(errno)))") }
    }

    deinit { Glibc.close(descriptor) }

    /// Several may share the lock; nobody shares an exclusive one. Does not wait.
    func take(exclusively: Bool) -> Bool { flock(descriptor, (exclusively ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 }

    func release() { _ = flock(descriptor, LOCK_UN) }
}

extension RedisError {
    static func privateServer(_ detail: String) -> RedisError { RedisError(.privateServer, detail) }
}
