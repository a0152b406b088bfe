import ConfluenceClient
import ConfluenceSimulator
import Foundation
import HTTPTransport
import JobQueue
import Logging
import RedisClient
import Sinks
import SyncEngine
import SyncState
import TestSupport

/// The whole engine in this process: a simulated site, a real Redis, documents as JSON lines or in a folder.
struct EngineBench: Sendable {
    let simulator: ConfluenceSimulator
    let state: SyncState
    let queue: JobQueue
    let redis: RedisClient
    /// Of what the sink writes.
    let path: String
    let sink: any Sink

    static func with(
        _ content: ConfluenceSimulator.Content, sink: (String) -> any Sink = { JSONLinesSink(path: $0) },
        _ body: (EngineBench) async throws -> Void
    ) async throws {
        let simulator = try await ConfluenceSimulator.start(site: content, options: SimulatorOptions())
        do {
            try await RedisServer.with { server in
                let redis = RedisClient(address: try RedisAddress(url: server.socketURL), logger: silent)
                try await redis.connect()
                let path = server.directory + "/out"
                try await body(
                    EngineBench(
                        simulator: simulator, state: try await SyncState.open(redis: redis, connector: "c"),
                        queue: JobQueue(redis: redis, connector: "c"), redis: redis,
                        path: path, sink: sink(path)))
                await redis.close()
            }
        } catch {
            await simulator.stop()
            throw error
        }
        await simulator.stop()
    }

    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    func site() throws -> ConfluenceSite { ConfluenceSite(try HTTPURL(simulator.baseURL), deployment: .cloud) }

    /// One run from its request to its end.
    func run(
        _ mode: RunMode, spaces: [String] = [], source: String = "", pipeline: Pipeline = .current
    ) async throws -> Run {
        let stations = Stations(
            connector: Connector(id: "c", attachments: nil),
            confluence: ConfluenceClient(
                site: try site(),
                credentials: .basic(user: "connector@example.com", secret: Secret("simulator-token")),
                transport: CurlTransport(CurlTransport.Settings())),
            queue: queue, state: state, sink: sink, sinkMeter: TransportMeter(),
            pipeline: pipeline, extractor: nil, logger: Self.silent)
        let name = UUID().uuidString
        let worker = Worker(
            id: name, stations: stations, registry: WorkerRegistry(redis: redis), concurrency: 2)
        let coordinator = Coordinator(stations: stations, leadership: LeaderLease(redis: redis, holder: name))
        let id = try await queue.createRun(
            RunRequest(mode: mode, runClass: .sweep, spaces: spaces, source: source)
        ).id
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await worker.run() }
            group.addTask { await coordinator.run() }
            try await eventually("the run ends", within: .seconds(120)) {
                try await queue.run(id)?.state.isActive == false
            }
            group.cancelAll()
            guard let run = try await queue.run(id) else { throw SupportError("the run is gone") }
            return run
        }
    }

    /// Every line that a sink of JSON lines wrote, oldest first.
    var lines: [[String: Any]] {
        get throws {
            try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap {
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
            }
        }
    }
}
