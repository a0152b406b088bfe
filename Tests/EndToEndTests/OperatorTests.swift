import ConfluenceSimulator
import Foundation
import LH42Simulator
import TestSupport
import Testing

@Suite("What operators do", .serialized)
struct OperatorTests {
    private func ask(_ stage: Stage, _ arguments: String...) async throws -> ConnectorProcess.Ended {
        try await ConnectorProcess.run(arguments, in: stage.folder, environment: stage.environment)
    }

    @Test("a pause holds a sync up until it is resumed, and says who asked for it and why")
    func pause() async throws {
        try await RedisServer.with { redis in
            let settings = [
                "REDIS_URL": redis.url, "CONNECTOR_SECRET_KEY": "bXktdGVzdC1rZXktb2YtZXhhY3RseS0zMi1ieXRlcyE=",
            ]
            try await Stage.with(.generated(pages: 60, spaces: 2), settings: settings) { stage in
                let paused = try await ask(stage, "queue", "pause", "--reason", "moving house", "--json")
                #expect(paused.status == 0, "\(paused.errors)")
                let hold = try #require((try paused.report["holds"] as? [[String: Any]])?.first)
                #expect(hold["reason"] as? String == "moving house")
                #expect((hold["author"] as? String)?.isEmpty == false)

                let sync = try ConnectorProcess(["sync", "--json"], in: stage.folder, environment: stage.environment)
                try await eventually("jobs wait", within: .seconds(60)) { try await stage.queue().ready > 0 }
                #expect(try stage.documents.isEmpty)
                #expect(sync.isRunning)
                #expect(try await ask(stage, "queue", "resume").status == 0)
                #expect(try await sync.ended().status == 0)
                try stage.expectExact()
            }
        }
    }

    @Test("a dead letter is listed with its reason, and a replay brings its page")
    func deadLetters() async throws {
        try await Stage.with(.generated(pages: 60, spaces: 1), into: .lh42) { stage in
            let lh42 = try #require(stage.lh42)
            lh42.add(LH42Fault("POST /documents", .refused(.error(422, "content is not welcome", param: "content"))))
            #expect(try await stage.sync().status == 3)
            let list = try await ask(stage, "dead", "list", "--json")
            let letters = try #require(
                try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
            #expect(letters.count == 1)
            let id = try #require(letters.first?["id"] as? String)
            #expect(try await ask(stage, "dead", "show", id).output.contains("content is not welcome"))
            let replayed = try await ask(stage, "dead", "replay", id, "--json")
            #expect(replayed.output == "{\"replayed\":1}\n")
            #expect(try await stage.sync().status == 0)
            try stage.expectExact()
            #expect(try await ask(stage, "dead", "list", "--json").output == "[]\n")
            let none = try await ask(stage, "dead", "show", id)
            #expect(none.status == 1)
            #expect(none.errors.contains("not among the dead letters"), "\(none.errors)")
            let careless = try await ask(stage, "dead", "replay")
            #expect(careless.status == 2)
            #expect(careless.errors.contains("--all"), "\(careless.errors)")
        }
    }

    @Test("the doctor names what is wrong with what to do about it, and fails then alone")
    func doctor() async throws {
        try await RedisServer.with(arguments: ["--maxmemory", "50mb", "--maxmemory-policy", "allkeys-lru"]) { redis in
            let settings = [
                "REDIS_URL": redis.url, "CONNECTOR_SECRET_KEY": "bXktdGVzdC1rZXktb2YtZXhhY3RseS0zMi1ieXRlcyE=",
            ]
            try await Stage.with(.generated(pages: 20, spaces: 1), settings: settings) { stage in
                let sick = try await ask(stage, "doctor")
                #expect(sick.status == 1)
                #expect(sick.output.contains("maxmemory-policy noeviction"), "\(sick.output)")
                #expect(sick.output.contains("Knowledge Connector"), "\(sick.output)")
                // What drops keys is not worked with.
                #expect(try await stage.sync().status != 0)
            }
        }
        try await Stage.with(.generated(pages: 20, spaces: 1)) { stage in
            let well = try await ask(stage, "doctor", "--json")
            #expect(well.status == 0, "\(well.output) \(well.errors)")
            let rows = try #require(
                try JSONSerialization.jsonObject(with: Data(well.output.utf8)) as? [[String: Any]])
            #expect(Set(rows.compactMap { $0["area"] as? String }).isSuperset(of: ["redis", "confluence", "sink"]))
        }
    }

    @Test("a coordinator syncs by its schedule, each slot once whoever asks")
    func schedule() async throws {
        try await RedisServer.with { redis in
            let settings = [
                "REDIS_URL": redis.url, "CONNECTOR_SECRET_KEY": "bXktdGVzdC1rZXktb2YtZXhhY3RseS0zMi1ieXRlcyE=",
                "SYNC_SCHEDULE": "@yearly", "SYNC_DELTA_SCHEDULE": "off",
            ]
            try await Stage.with(.generated(pages: 60, spaces: 1), settings: settings) { stage in
                let roles = try [["up"], ["coordinator"]].map {
                    try ConnectorProcess($0, in: stage.folder, environment: stage.environment)
                }
                func runs() async throws -> [[String: Any]] {
                    let text = try await ask(stage, "runs", "list", "--json").output
                    return try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]] ?? []
                }
                try await eventually("the run of this year is over", within: .seconds(60)) {
                    try await runs().first?["state"] as? String == "finished"
                }
                try stage.expectExact()
                // The leader dies; whoever leads next finds the slot taken.
                roles[0].signal(SIGTERM)
                #expect(try await roles[0].ended(within: .seconds(20)).status == 0)
                roles[1].signal(SIGTERM)
                _ = try await roles[1].ended(within: .seconds(20))
                #expect(try await runs().count == 1)
            }
        }
    }
}
