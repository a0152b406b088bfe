import Foundation
import Synchronization

/// A child process that a test starts and ends by its pid; killed when the test forgets it.
package final class ServerProcess: Sendable {
    private let running = Mutex<pid_t>(0)

    package init() {}

    deinit {
        let pid = running.withLock { $0 }
        guard pid > 0 else { return }
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
    }

    /// Zero when none runs.
    package var pid: Int32 { running.withLock { $0 } }

    /// Reaps the process when it has ended.
    package var isRunning: Bool {
        running.withLock { pid in
            if pid > 0, waitpid(pid, nil, WNOHANG) == pid { pid = 0 }
            return pid > 0
        }
    }

    /// - Parameter command: the program, searched in `PATH`, and its arguments; its output is dropped.
    package func start(_ command: [String]) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in Int32(0)...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        // Sockets of the test that would stay open in the server.
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for descriptor in open.compactMap({ Int32($0) })
        where descriptor > 2 && fcntl(descriptor, F_GETFD) & FD_CLOEXEC == 0 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        let words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid: pid_t = 0
        let failure = posix_spawnp(&pid, command[0], &actions, nil, words, environ)
        guard failure == 0 else {
            throw SupportError("\(command[0]) cannot be started: \(String(cString: strerror(failure)))")
        }
        running.withLock { [pid] in $0 = pid }
    }

    /// Sends the signal and waits for the end.
    package func end(with signal: Int32) async {
        guard isRunning else { return }
        kill(pid, signal)
        while isRunning { try? await Task.sleep(for: .milliseconds(2)) }
    }
}
