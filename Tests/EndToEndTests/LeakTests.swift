import ConfluenceSimulator
import Foundation
import TestSupport
import Testing

@Suite("Nothing stays that may not be read", .serialized)
struct LeakTests {
    private static let key = "bXktdGVzdC1rZXktb2YtZXhhY3RseS0zMi1ieXRlcyE="

    /// What workers push before they die is in the sink, and nobody has noted it.
    @Test(
        "what was pushed before a crash and is restricted or trashed meanwhile leaves the sink",
        arguments: Stage.Target.allCases)
    func crashBeforeAcknowledgement(target: Stage.Target) async throws {
        try await RedisServer.with { redis in
            let settings = ["REDIS_URL": redis.url, "CONNECTOR_SECRET_KEY": Self.key, "SYNC_SCHEDULE": "off"]
                .merging(["SYNC_DELTA_SCHEDULE": "off"]) { one, _ in one }
            try await Stage.with(.generated(pages: 40, spaces: 1), into: target, settings: settings) { stage in
                stage.simulator.add(
                    try Fault(json: #"{"fault":"slow","route":"GET /rest/api/content/search","milliseconds":1500}"#))
                let roles = try [["coordinator"], ["sync", "--no-work"], ["worker"]].map {
                    try ConnectorProcess($0, in: stage.folder, environment: stage.environment)
                }
                try await eventually("jobs are leased", within: .seconds(60)) {
                    try redis.command("ZCARD", "cc:{confluence}:leases") != "0"
                }
                // From here on nothing is acknowledged and nothing handed back.
                _ = try redis.command("ACL", "SETUSER", "default", "-eval", "-evalsha")
                let inner = Set(stage.simulator.pages.flatMap { $0.ancestors.map(\.id) })
                func pushedLeaves() throws -> [SimulatedPage] {
                    let pushed = Set(try stage.documents.keys)
                    return stage.simulator.pages.filter {
                        pushed.contains("confluence:confluence:\($0.kind):\($0.id)") && !inner.contains($0.id)
                    }
                }
                try await eventually("documents are pushed", within: .seconds(60)) {
                    ((try? pushedLeaves()) ?? []).count >= 4
                }
                for process in roles { process.signal(SIGKILL) }
                stage.simulator.clearFaults()
                _ = try redis.command("ACL", "SETUSER", "default", "+@all")
                let leaves = try pushedLeaves()
                for page in leaves.prefix(2) { try stage.simulator.edit(.restrict(page.id, users: ["somebody-else"])) }
                for page in leaves.dropFirst(2).prefix(2) { try stage.simulator.edit(.trash(page.id)) }
                // As if half a minute had passed: the leases of the dead end.
                for fence in try redis.command("ZRANGE", "cc:{confluence}:leases", "0", "-1").split(separator: "\n") {
                    _ = try redis.command("ZADD", "cc:{confluence}:leases", "1", "\(fence)")
                }
                #expect(try await stage.sync().status == 0)
                #expect(try await stage.sync().status == 0)
                try stage.expectExact()
            }
        }
    }

    @Test("a policy that keeps restricted content out takes out what an earlier one let in")
    func policyChanges() async throws {
        try await Stage.with(.generated(pages: 120, spaces: 1)) { stage in
            let page = try #require(stage.simulator.pages.filter { $0.isWanted && $0.kind == "page" }.last)
            // To the account that syncs, so that it is shown to us.
            try stage.simulator.edit(.restrict(page.id, users: ["5b10a0effa615349cb016cd8"]))
            let id = "confluence:confluence:page:\(page.id)"
            func sync(_ policy: String) async throws {
                let ended = try await ConnectorProcess.run(
                    ["sync", "--json"], in: stage.folder,
                    environment: stage.environment.merging(["CONFLUENCE_RESTRICTED_CONTENT": policy]) { _, new in new })
                #expect(ended.status == 0, "\(ended.errors)")
            }
            try await sync("exclude")
            #expect(try stage.documents[id] == nil)
            try await sync("include")
            #expect(try stage.documents[id] != nil)
            try await sync("exclude")
            #expect(try stage.documents[id] == nil)
        }
    }
}

extension RedisServer {
    /// The reply to one command, as `redis-cli` prints it to a pipe.
    fileprivate func command(_ words: String...) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["redis-cli", "-s", socketPath] + words
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
