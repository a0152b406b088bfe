import Foundation

/// A real `redis-server` for one test: a Unix socket and a free loopback port in a directory of its own.
///
/// Data survives ``kill()`` and ``restart()`` (append-only file, `appendfsync always`), and is removed by ``stop()``.
package final class RedisServer: Sendable {
    /// Holds socket, data and log; removed by ``stop()``.
    package let directory: String
    package let port: Int
    package let password: String?
    private let program: String
    private let arguments: [String]
    private let process: ServerProcess

    package var socketPath: String { directory + "/redis.sock" }
    package var logPath: String { directory + "/redis.log" }
    /// `redis://127.0.0.1:PORT`, with the password if there is one.
    package var url: String { "redis://\(password.map { ":\($0)@" } ?? "")127.0.0.1:\(port)" }
    package var socketURL: String { "unix://\(socketPath)\(password.map { "?password=\($0)" } ?? "")" }
    package var pid: Int32 { process.pid }
    package var isRunning: Bool { process.isRunning }

    /// Starts a server and waits until it answers.
    /// - Parameters:
    ///   - arguments: further settings, `["--maxmemory", "1mb"]`.
    ///   - program: of another make that understands the same settings.
    ///   - port: for TLS tests, which put their own listener there; a free one when not given.
    package static func start(
        _ program: String = "redis-server", password: String? = nil, arguments: [String] = [], port: Int? = nil
    ) async throws -> RedisServer {
        // A port that was free a moment ago may be another test's by now.
        for _ in 0..<3 where port == nil {
            let server = try RedisServer(program, password: password, arguments: arguments, port: freePort())
            do {
                try await server.restart()
                return server
            } catch {
                await server.stop()
            }
        }
        let server = try RedisServer(program, password: password, arguments: arguments, port: port ?? freePort())
        try await server.restart()
        return server
    }

    /// Starts a server, hands it to `body` and stops it whatever happens.
    package static func with<Value>(
        _ program: String = "redis-server", password: String? = nil, arguments: [String] = [],
        _ body: (RedisServer) async throws -> Value
    ) async throws -> Value {
        let server = try await start(program, password: password, arguments: arguments)
        do {
            let value = try await body(server)
            await server.stop()
            return value
        } catch {
            await server.stop()
            throw error
        }
    }

    private init(_ program: String, password: String?, arguments: [String], port: Int) throws {
        self.program = program
        directory = try temporaryDirectory(prefix: "redis")
        self.port = port
        self.password = password
        self.arguments = arguments
        process = ServerProcess()
    }

    /// Starts it again on the same port with the same data.
    package func restart() async throws {
        var command = [
            program, "--port", "\(port)", "--bind", "127.0.0.1", "--unixsocket", socketPath, "--dir", directory,
            "--logfile", logPath, "--save", "", "--appendonly", "yes", "--appendfsync", "always",
            "--maxmemory-policy", "noeviction", "--databases", "16",
        ]
        if let password { command += ["--requirepass", password] }
        try process.start(command + arguments)
        try await eventually("redis-server answers on \(socketPath)") { [socketPath] in
            guard process.isRunning else { throw SupportError("redis-server ended:\n" + lastLog()) }
            guard let reply = askSocket(at: socketPath, "PING\r\n") else { return false }
            return reply.hasPrefix("+PONG") || reply.hasPrefix("-NOAUTH") || reply.hasPrefix("-NOPERM")
        }
    }

    /// `kill -9`, and waits until the process is gone.
    package func kill() async { await process.end(with: SIGKILL) }

    /// Stops the server and removes its directory.
    package func stop() async {
        await process.end(with: SIGKILL)
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Tells this very server something, past any client of ours: `CLUSTER MEET 127.0.0.1 7001`.
    /// - Returns: the beginning of its answer as it stands on the wire.
    @discardableResult
    package func ask(_ command: String) throws -> String {
        guard let answer = askSocket(at: socketPath, command + "\r\n", patience: 10) else {
            throw SupportError("\(command): no answer from port \(port)")
        }
        return answer
    }

    private func lastLog() -> String {
        (try? String(contentsOfFile: logPath, encoding: .utf8))?.split(separator: "\n").suffix(10)
            .joined(separator: "\n") ?? "no log"
    }
}
