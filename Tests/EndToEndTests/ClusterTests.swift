import ConfluenceSimulator
import Foundation
import TestSupport
import Testing

@Suite("The cluster", .serialized)
struct ClusterTests {
    private static let key = "bXktdGVzdC1rZXktb2YtZXhhY3RseS0zMi1ieXRlcyE="

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

    @Test("two connectors, each a process of its own, keep to the budget of one site together")
    func sharedBudget() async throws {
        try await RedisServer.with { redis in
            let rate = 20.0
            let settings = [
                "REDIS_URL": redis.url, "CONNECTOR_SECRET_KEY": Self.key, "CONFLUENCE_MAX_RPS": "\(Int(rate))",
            ]
            let content = ConfluenceSimulator.Content.generated(pages: 3000, spaces: 2, attachmentsPerPage: 0)
            try await Stage.with(content, settings: settings) { stage in
                let start = ContinuousClock.now
                let processes = try ["one", "two"].map { id in
                    try stage.start("sync", "--json", with: ["CONNECTOR_ID": id, "SINK_PATH": "\(stage.folder)/\(id)"])
                }
                var samples = 0
                try await eventually("both have ended", within: .seconds(120)) {
                    let total = Double(stage.simulator.requests.total)
                    // What was saved up may be spent at once: half a second's worth, ten at least. One more for the clocks.
                    #expect(total <= 11 + rate * ((ContinuousClock.now - start) / .seconds(1)))
                    samples += 1
                    return !processes.contains(where: \.isRunning)
                }
                for process in processes { #expect(try await process.ended().status == 0) }
                let total = stage.simulator.requests.total
                #expect(total > 200 && samples > 100, "\(total) requests are too few to tell")
                let wanted = stage.simulator.pages.count(where: \.isWanted)
                for id in ["one", "two"] {
                    #expect(try SyncedDocument.all(in: "\(stage.folder)/\(id)").count == wanted)
                }
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
