import Foundation

/// A real `redis-server` for one test: a Unix socket and a free loopback port in a directory of its own.
///
/// Data survives ``kill()`` and ``restart()`` (append-only file, `appendfsync always`), and is removed by ``stop()``.
package final class RedisServer: Sendable {
    /// Holds socket, data and log; removed by ``stop()``.
    package let directory: String
    package let port: Int
    package let password: String?
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
    ///   - port: for TLS tests, which put their own listener there; a free one when not given.
    package static func start(
        password: String? = nil, arguments: [String] = [], port: Int? = nil
    ) async throws -> RedisServer {
        // A port that was free a moment ago may be another test's by now.
        for _ in 0..<3 where port == nil {
            let server = try RedisServer(password: password, arguments: arguments, port: freePort())
            do {
                try await server.restart()
                return server
            } catch {
                await server.stop()
            }
        }
        let server = try RedisServer(password: password, arguments: arguments, port: port ?? freePort())
        try await server.restart()
        return server
    }

    /// Starts a server, hands it to `body` and stops it whatever happens.
    package static func with<Value>(
        password: String? = nil, arguments: [String] = [], _ body: (RedisServer) async throws -> Value
    ) async throws -> Value {
        let server = try await start(password: password, arguments: arguments)
        do {
            let value = try await body(server)
            await server.stop()
            return value
        } catch {
            await server.stop()
            throw error
        }
    }

    private init(password: String?, arguments: [String], port: Int) throws {
        directory = try temporaryDirectory(prefix: "redis")
        self.port = port
        self.password = password
        self.arguments = arguments
        process = ServerProcess()
    }

    /// Starts it again on the same port with the same data.
    package func restart() async throws {
        var command = [
            "redis-server", "--port", "\(port)", "--bind", "127.0.0.1", "--unixsocket", socketPath, "--dir", directory,
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

    private func lastLog() -> String {
        (try? String(contentsOfFile: logPath, encoding: .utf8))?.split(separator: "\n").suffix(10)
            .joined(separator: "\n") ?? "no log"
    }
}
