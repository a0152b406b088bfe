import Foundation

/// The files of a private server: `DIR/redis` with data, log and locks, and the socket there or, where its path would be
/// too long for `sun_path`, in a directory of ours under the temporary directory.
struct PrivateRedisFiles: Sendable {
    let directory: String
    let socket: String

    var log: String { directory + "/redis.log" }
    var pid: String { directory + "/redis.pid" }
    /// Held while somebody starts or stops the server.
    var door: String { directory + "/door.lock" }
    /// Shared by all who use the server.
    var users: String { directory + "/users.lock" }
    /// Held by the server process itself for as long as it lives.
    var alive: String { directory + "/alive.lock" }

    /// Makes the directories, readable by nobody else.
    init(in parent: String) throws(RedisError) {
        let parent = URL(fileURLWithPath: parent).standardizedFileURL.path
        directory = parent + "/redis"
        do {
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        } catch {
            throw .privateServer("cannot make the directory \(parent): \(error.localizedDescription)")
        }
        try Self.makePrivate(directory)
        let near = directory + "/redis.sock"
        guard near.utf8.count > 100 else {
            socket = near
            return
        }
        let name = SHA1.hex(of: Array(directory.utf8)).prefix(16)
        let temporary =
            ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.utf8.count < 50 ? $0 : nil } ?? "/tmp"
        let far = temporary + "/confluence-connector-\(name)"
        try Self.makePrivate(far)
        socket = far + "/redis.sock"
    }

    /// Anybody may make a directory of this name in `/tmp`, so an existing one must be ours and no link.
    private static func makePrivate(_ path: String) throws(RedisError) {
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw .privateServer("cannot make the directory \(path): \(String(cString: strerror(errno)))")
        }
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(),
            chmod(path, 0o700) == 0
        else { throw .privateServer("\(path) must be a directory of the user who runs this") }
    }

    /// What a dead server left behind; the data stays.
    func removeRemains() {
        unlink(socket)
        unlink(pid)
    }

    /// The end of the server's log, for an error message.
    func logTail(lines: Int = 8) -> String {
        guard let file = FileHandle(forReadingAtPath: log) else { return "no log" }
        defer { try? file.close() }
        let size = (try? file.seekToEnd()) ?? 0
        try? file.seek(toOffset: size > 4096 ? size - 4096 : 0)
        let text = String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
        return text.split(separator: "\n").suffix(lines).joined(separator: "\n")
    }
}
