import ConfluenceSimulator
import Foundation
import TestSupport
import Testing

@Suite("The cluster", .serialized)
struct ClusterTests {
    private static let key = "bXktdGVzdC1rZXktb2YtZXhhY3RseS0zMi1ieXRlcyE="

    @Test("two of three workers and the coordinator killed in mid-run: finished, every page once, newest version")
    func killedInMidRun() async throws {
        try await RedisServer.with { redis in
            let settings = [
                "REDIS_URL": redis.url, "CONNECTOR_SECRET_KEY": Self.key, "WORKER_CONCURRENCY": "1",
                "CONFLUENCE_MAX_RPS": "12",
            ]
            try await Stage.with(.generated(pages: 3000, spaces: 4), settings: settings) { stage in
                let cluster = try (0..<3).map { _ in
                    try ConnectorProcess(["worker"], in: stage.folder, environment: stage.environment)
                }
                let coordinator = try ConnectorProcess(
                    ["coordinator"], in: stage.folder, environment: stage.environment)
                let sync = try ConnectorProcess(["sync", "--json"], in: stage.folder, environment: stage.environment)

                try await eventually("the run is under way", within: .seconds(60)) { try stage.documents.count > 200 }
                let edited = try #require(
                    stage.simulator.pages.first { $0.isVisible && !$0.isRestricted && $0.status == "current" })
                try stage.simulator.edit(.body(edited.id))
                for process in cluster.prefix(2) + [coordinator] { process.signal(SIGKILL) }

                let ended = try await sync.ended()
                #expect(ended.status == 0, "\(ended.errors)")
                #expect(try ended.count("dead") == 0)
                let pages = stage.simulator.pages.filter {
                    $0.isVisible && $0.status == "current" && $0.spaceStatus == "current"
                }.count
                let files = stage.simulator.attachments.filter { $0.isVisible && $0.containerStatus == "current" }.count
                #expect(try ended.count("enumerated") == pages + files)

                cluster[2].signal(SIGTERM)
                #expect(try await cluster[2].ended(within: .seconds(10)).status == 0)
                #expect(try await stage.sync().status == 0)
                try stage.expectExact()
            }
        }
    }

    @Test("a worker that is told to stop hands its jobs back at once")
    func handsBack() async throws {
        try await RedisServer.with { redis in
            let settings = ["REDIS_URL": redis.url, "CONNECTOR_SECRET_KEY": Self.key]
            try await Stage.with(.generated(pages: 500), settings: settings) { stage in
                // Answers that take longer than the test is ready to wait.
                stage.simulator.add(
                    try Fault(json: #"{"fault":"slow","route":"GET /rest/api/content/search","milliseconds":20000}"#))
                let worker = try ConnectorProcess(["worker"], in: stage.folder, environment: stage.environment)
                let coordinator = try ConnectorProcess(
                    ["coordinator"], in: stage.folder, environment: stage.environment)
                let sync = try ConnectorProcess(
                    ["sync", "--no-work"], in: stage.folder, environment: stage.environment)
                try await eventually("jobs are leased", within: .seconds(30)) { try await stage.queue().leases > 0 }

                let start = ContinuousClock.now
                worker.signal(SIGTERM)
                #expect(try await worker.ended(within: .seconds(10)).status == 0)
                #expect(ContinuousClock.now - start < .seconds(3))
                let left = try await stage.queue()
                #expect(left.leases == 0)
                #expect(left.ready > 0)
                for process in [coordinator, sync] { process.signal(SIGKILL) }
            }
        }
    }

    @Test("a second sync of the same kind joins the run under way")
    func joins() async throws {
        try await Stage.with(.generated(pages: 600), settings: ["CONFLUENCE_MAX_RPS": "10"]) { stage in
            let first = try ConnectorProcess(["sync", "--json"], in: stage.folder, environment: stage.environment)
            try await eventually("the run is under way", within: .seconds(30)) { try stage.documents.count > 0 }
            let second = try await stage.sync()
            let ended = try await first.ended()
            #expect(second.status == 0, "\(second.errors)")
            #expect(try second.report["run_id"] as? String == ended.report["run_id"] as? String)
            try stage.expectExact()
        }
    }

    @Test("Ctrl-C cancels the run when nobody else works on it")
    func cancels() async throws {
        try await Stage.with(.generated(pages: 2000), settings: ["CONFLUENCE_MAX_RPS": "10"]) { stage in
            let sync = try ConnectorProcess(["sync", "--json"], in: stage.folder, environment: stage.environment)
            try await eventually("the run is under way", within: .seconds(30)) { try stage.documents.count > 0 }
            sync.signal(SIGINT)
            let ended = try await sync.ended(within: .seconds(20))
            #expect(ended.status == 4)
            #expect(try ended.report["state"] as? String == "cancelled")
        }
    }
}

extension Stage {
    /// What `queue status --json` says.
    func queue() async throws -> (leases: Int, ready: Int) {
        let ended = try await ConnectorProcess.run(["queue", "status", "--json"], in: folder, environment: environment)
        let report = try ended.report
        return (report["leases"] as? Int ?? -1, report["ready"] as? Int ?? -1)
    }
}

extension Fault {
    init(json: String) throws { self = try JSONDecoder().decode(Fault.self, from: Data(json.utf8)) }
}
