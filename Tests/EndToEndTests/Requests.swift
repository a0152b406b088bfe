import ConfluenceSimulator
import Foundation
import Logging
import RedisClient
import TestSupport

/// Another service, which asks in the inbox and reads the replies. It knows stream names and fields, and nothing of ours.
final class Requests: Sendable {
    let redis: RedisClient

    static func with(_ url: String, _ body: (Requests) async throws -> Void) async throws {
        let redis = RedisClient(
            address: try RedisAddress(url: url), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await redis.connect()
        do {
            try await body(Requests(redis))
        } catch {
            await redis.close()
            throw error
        }
        await redis.close()
    }

    private init(_ redis: RedisClient) { self.redis = redis }

    func add(_ fields: [(String, String)]) async throws {
        _ = try await redis.send(
            ["XADD", "cc:inbox", "*"] + fields.flatMap { [RedisArgument($0.0), RedisArgument($0.1)] })
    }

    func ask(_ type: String, id: String, of connector: String = "confluence", _ more: [String: String] = [:])
        async throws
    {
        try await add(
            [("v", "1"), ("id", id), ("type", type), ("connector", connector)] + more.map { ($0.key, $0.value) })
    }

    /// All replies of one kind to one request so far.
    func replies(_ type: String, to id: String, in stream: String = "cc:replies") async throws -> [[String: String]] {
        try await entries(stream).filter { $0["type"] == type && $0["id"] == id }
    }

    @discardableResult
    func reply(
        _ type: String, to id: String, in stream: String = "cc:replies", within limit: Duration = .seconds(60)
    ) async throws -> [String: String] {
        var found: [String: String]?
        do {
            try await eventually("\(id) is answered \(type)", within: limit) {
                found = try await replies(type, to: id, in: stream).first
                return found != nil
            }
        } catch let error as SupportError {
            throw SupportError("\(error.description); \(try await entries(stream))")
        }
        return found ?? [:]
    }

    func entries(_ stream: String) async throws -> [[String: String]] {
        let reply = try await redis.send("XRANGE", RedisArgument(stream), "-", "+")
        return (reply.array ?? []).compactMap { $0.array?.last?.map?.compactMapValues(\.string) }
    }

    var waiting: Int {
        get async throws { try await redis.send("XLEN", "cc:inbox").int ?? -1 }
    }
}

extension Stage {
    /// One Redis for the processes of the test and for who asks them.
    static func withRequests(
        _ content: ConfluenceSimulator.Content, on deployment: SimulatorOptions.Deployment = .cloud,
        settings: [String: String] = [:], _ body: (Stage, Requests) async throws -> Void
    ) async throws {
        try await RedisServer.with { redis in
            let own = [
                "REDIS_URL": redis.url, "CONNECTOR_SECRET_KEY": "bXktdGVzdC1rZXktb2YtZXhhY3RseS0zMi1ieXRlcyE=",
            ]
            try await Stage.with(content, on: deployment, settings: own.merging(settings) { $1 }) { stage in
                try await Requests.with(redis.url) { try await body(stage, $0) }
            }
        }
    }

    func start(_ arguments: String..., with changes: [String: String] = [:]) throws -> ConnectorProcess {
        try ConnectorProcess(arguments, in: folder, environment: environment.merging(changes) { $1 })
    }

    func ask(_ arguments: String...) async throws -> ConnectorProcess.Ended {
        try await ConnectorProcess.run(arguments, in: folder, environment: environment)
    }

    func version(_ id: String, kind: String = "page") throws -> Int? {
        try documents["confluence:confluence:\(kind):\(id)"]?.integer("version")
    }
}
