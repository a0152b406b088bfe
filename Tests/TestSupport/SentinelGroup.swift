import Foundation

/// A primary, a replica in step with it, and three sentinels that watch them under the name `main`.
package final class SentinelGroup: Sendable {
    package let servers: [RedisServer]
    package let ports: [Int]
    private let directory: String
    private let processes: [ServerProcess]

    /// `redis-sentinel://…/main`.
    package var url: String { "redis-sentinel://" + ports.map { "127.0.0.1:\($0)" }.joined(separator: ",") + "/main" }

    package static func with<Value>(_ body: (SentinelGroup) async throws -> Value) async throws -> Value {
        let quick = ["--repl-diskless-sync-delay", "0"]
        return try await RedisServer.with(arguments: quick) { primary in
            let follows = ["--replicaof", "127.0.0.1", "\(primary.port)"]
            return try await RedisServer.with(arguments: quick + follows) { replica in
                try await eventually("the replica is in step") {
                    try replica.ask("INFO replication").contains("master_link_status:up")
                }
                let group = try SentinelGroup(watching: primary, and: replica)
                do {
                    try await group.start()
                    let value = try await body(group)
                    await group.stop()
                    return value
                } catch {
                    await group.stop()
                    throw error
                }
            }
        }
    }

    private init(watching primary: RedisServer, and replica: RedisServer) throws {
        servers = [primary, replica]
        directory = try temporaryDirectory(prefix: "sentinel")
        ports = try (0..<3).map { _ in try freePort() }
        processes = ports.map { _ in ServerProcess() }
    }

    private func socket(_ index: Int) -> String { "\(directory)/\(index).sock" }

    private func start() async throws {
        for (index, port) in ports.enumerated() {
            let settings = """
                port \(port)
                bind 127.0.0.1
                unixsocket \(socket(index))
                dir \(directory)
                logfile \(directory)/\(index).log
                sentinel monitor main 127.0.0.1 \(servers[0].port) 2
                sentinel down-after-milliseconds main 1000
                sentinel failover-timeout main 5000
                """
            let file = "\(directory)/\(index).conf"
            try settings.write(toFile: file, atomically: true, encoding: .utf8)
            try processes[index].start(["redis-server", file, "--sentinel"])
        }
        for index in ports.indices {
            try await eventually("sentinel \(index) knows the others and the replica", within: .seconds(60)) {
                askSocket(at: socket(index), "SENTINEL CKQUORUM main\r\n")?.hasPrefix("+OK 3") == true
                    && askSocket(at: socket(index), "SENTINEL REPLICAS main\r\n")?.hasPrefix("*1") == true
            }
        }
    }

    /// Makes the replica primary, and the primary, which lives on, its replica.
    package func swap() async throws {
        try await eventually("a sentinel starts a failover", within: .seconds(60)) {
            askSocket(at: socket(0), "SENTINEL FAILOVER main\r\n")?.hasPrefix("+OK") == true
        }
    }

    /// The server on this port.
    package func server(at port: Int) -> RedisServer? { servers.first { $0.port == port } }

    private func stop() async {
        for process in processes { await process.end(with: SIGKILL) }
        try? FileManager.default.removeItem(atPath: directory)
    }
}
