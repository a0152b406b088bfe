import Foundation

/// Starts `redis-server` detached: in a session of its own, so that Ctrl-C in the terminal does not reach it, and with
/// the descriptor of its proof of life.
enum PrivateRedisProcess {
    /// - Throws: ``RedisError`` naming the package to install when there is no server program.
    static func program() throws(RedisError) -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        for name in ["redis-server", "valkey-server"] {
            for directory in path.split(separator: ":") where access("\(directory)/\(name)", X_OK) == 0 {
                return "\(directory)/\(name)"
            }
        }
        throw .privateServer(
            "there is no redis-server in PATH; install it (apt-get install redis-server) or set REDIS_URL to a running Redis"
        )
    }

    /// - Returns: the pid; this process has to reap it.
    static func start(_ program: String, files: PrivateRedisFiles, alive: FileLock) throws(RedisError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // First, as the descriptor is below 3 in a process that was started without standard streams.
        posix_spawn_file_actions_adddup2(&actions, alive.descriptor, 3)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        // Redis writes complaints about its settings here, before it has opened its log.
        posix_spawn_file_actions_addopen(&actions, 1, files.log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        for descriptor in inheritable() { posix_spawn_file_actions_addclose(&actions, descriptor) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(0x80 | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let words: [UnsafeMutablePointer<CChar>?] = ([program] + settings(files)).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, program, &actions, &attributes, words, environ)
        guard failure == 0 else {
            throw .privateServer("\(program) cannot be started: \(String(cString: strerror(failure)))")
        }
        return pid
    }

    /// Descriptors that would outlive us in the server, such as the pipe of whoever waits for our output to end.
    private static func inheritable() -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.compactMap { Int32($0) }.filter { $0 > 3 && fcntl($0, F_GETFD) & FD_CLOEXEC == 0 }
    }

    private static func settings(_ files: PrivateRedisFiles) -> [String] {
        [
            "--port", "0", "--unixsocket", files.socket, "--unixsocketperm", "700", "--dir", files.directory,
            "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction",
            "--logfile", files.log, "--pidfile", files.pid, "--daemonize", "no",
        ]
    }
}
