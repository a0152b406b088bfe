import ConfluenceSimulator
import Foundation
import Logging
import RedisClient
import SyncState
import TestSupport
import Testing

/// What is remembered, and what the sink holds, is of one site, seen by one account.
@Suite("Other sites, other accounts, other sinks")
struct CustodyTests {
    private func sync(_ stage: Stage, _ changes: [String: String]) async throws -> ConnectorProcess.Ended {
        try await ConnectorProcess.run(
            ["sync", "--json"], in: stage.folder, environment: stage.environment.merging(changes) { _, new in new })
    }

    @Test(
        "a second site in the same sink under the same id leaves the first one's documents alone",
        arguments: [Stage.Target.directory, .lh42])
    func twoSites(target: Stage.Target) async throws {
        try await Stage.with(.sample, into: target) { stage in
            #expect(try await stage.sync().status == 0)
            let first = try stage.documents
            let other = try await ConfluenceSimulator.start(
                site: .generated(pages: 5, spaces: 1), options: SimulatorOptions())
            let ended = try await sync(stage, ["CONFLUENCE_URL": other.baseURL, "DATA_DIR": "elsewhere"])
            await other.stop()
            #expect(ended.status == 0, "\(ended.errors)")
            #expect(try ended.count("deleted") == 0)
            #expect(Set(first.keys).isSubset(of: Set(try stage.documents.keys)))
            #expect(ended.errors.contains("CONNECTOR_ID"), "\(ended.errors)")
        }
    }

    @Test("another site under the same connector is refused; the same site under another address is taken along")
    func movedSite() async throws {
        try await Stage.with(.sample, settings: ["CONFLUENCE_INCLUDE_ATTACHMENTS": "false"]) { stage in
            #expect(try await stage.sync().status == 0)
            let before = try stage.documents
            let moved = try await ConfluenceSimulator.start(site: .sample, options: SimulatorOptions())
            let refused = try await sync(stage, ["CONFLUENCE_URL": moved.baseURL])
            #expect(refused.status == 1)
            #expect(refused.errors.contains(stage.simulator.baseURL), "\(refused.errors)")
            #expect(refused.errors.contains(moved.baseURL), "\(refused.errors)")
            #expect(refused.errors.contains("CONFLUENCE_FORMER_URL"), "\(refused.errors)")
            #expect(try stage.documents.count == before.count)

            let taken = try await sync(
                stage, ["CONFLUENCE_URL": moved.baseURL, "CONFLUENCE_FORMER_URL": stage.simulator.baseURL])
            await moved.stop()
            #expect(taken.status == 0, "\(taken.errors)")
            #expect(try taken.count("deleted") == 0)
            let after = try stage.documents
            #expect(Set(after.keys) == Set(before.keys))
            #expect(after.values.allSatisfy { $0.string("site_url") == moved.baseURL })
        }
    }

    @Test("what an account that is new here does not list is not deleted in its first run")
    func otherAccount() async throws {
        let person = (user: "ingrid.halvorsen@skarvik-tidal.example", token: "hers")
        try await Stage.with(
            .sample, settings: ["CONFLUENCE_INCLUDE_ATTACHMENTS": "false"],
            options: { $0.otherCredentials = [person] }
        ) { stage in
            #expect(try await stage.sync().status == 0)
            let before = Set(try stage.documents.keys)
            let hidden = try #require(stage.simulator.pages.filter(\.isWanted).first { $0.kind == "page" })
            try stage.simulator.edit(.purge(hidden.id))
            let hers = ["CONFLUENCE_USERNAME": person.user, "CONFLUENCE_API_TOKEN": person.token]
            let first = try await sync(stage, hers)
            #expect(first.status == 3, "\(first.errors)")
            #expect(try first.count("held") ?? 0 > 0)
            #expect(try first.count("deleted") == 0)
            #expect(Set(try stage.documents.keys) == before)
            let second = try await sync(stage, hers)
            #expect(second.status == 0, "\(second.errors)")
            #expect(try stage.documents["confluence:confluence:page:\(hidden.id)"] == nil)
        }
    }

    @Test("a process that finds the sink empty while a run is under way forgets nothing")
    func emptySinkInMidRun() async throws {
        try await RedisServer.with { redis in
            let settings = [
                "REDIS_URL": redis.url, "CONNECTOR_SECRET_KEY": "bXktdGVzdC1rZXktb2YtZXhhY3RseS0zMi1ieXRlcyE=",
            ]
            try await Stage.with(.sample, settings: settings) { stage in
                #expect(try await stage.sync().status == 0)
                let waiting = try ConnectorProcess(
                    ["sync", "--no-work"], in: stage.folder, environment: stage.environment)
                let client = RedisClient(
                    address: try RedisAddress(url: redis.url),
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
                try await client.connect()
                let active: RedisArgument = "cc:{confluence}:runs"
                try await eventually("the run is asked for", within: .seconds(60)) {
                    try await client.send("ZCARD", active).int == 2
                }
                try FileManager.default.removeItem(atPath: stage.folder + "/out")
                let joining = try ConnectorProcess(
                    ["sync", "--no-work"], in: stage.folder, environment: stage.environment)
                try await eventually("the run is joined", within: .seconds(60)) {
                    joining.errorsSoFar.contains("joining run")
                }
                #expect(try await SyncState.open(redis: client, connector: "confluence").hasDocuments())

                // Another sink is another matter: what goes to the first one must not be counted as being in it.
                let elsewhere = try await sync(stage, ["SINK_PATH": "other"])
                #expect(elsewhere.status == 1)
                #expect(elsewhere.errors.contains("SINK"), "\(elsewhere.errors)")
                for process in [waiting, joining] {
                    process.signal(SIGKILL)
                    _ = try await process.ended()
                }
                await client.close()
            }
        }
    }
}
