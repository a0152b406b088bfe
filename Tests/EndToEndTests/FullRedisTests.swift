import ConfluenceSimulator
import Foundation
import TestSupport
import Testing

@Suite("A Redis that fills up under a run", .serialized)
struct FullRedisTests {
    @Test("what waits is done, it is said what is missing, and with room again the run goes on to its end")
    func fillsUp() async throws {
        try await RedisServer.with { redis in
            let settings = [
                "REDIS_URL": redis.url, "CONNECTOR_SECRET_KEY": "bXktdGVzdC1rZXktb2YtZXhhY3RseS0zMi1ieXRlcyE=",
            ]
            try await Stage.with(.generated(pages: 6000, spaces: 1), settings: settings) { stage in
                stage.simulator.add(
                    try Fault(json: #"{"fault":"slow","route":"GET /api/v2/spaces/","milliseconds":300}"#))
                let view = try await QueueView(redis)
                let sync = try ConnectorProcess(["sync", "--json"], in: stage.folder, environment: stage.environment)
                try await eventually("the run is under way", within: .seconds(60)) { try await view.done > 200 }
                try redis.ask("CONFIG SET maxmemory \(redis.usedMemory())")

                try await eventually("it is said", within: .seconds(60)) {
                    sync.errorsSoFar.contains("Redis is full: listing waits")
                }
                // What other pages show may wait for room for those, and holds up nothing else.
                try await eventually("what waits is done", within: .seconds(60)) { try await view.unfinished < 50 }
                #expect(!sync.errorsSoFar.contains("batch handed back"), "\(sync.errorsSoFar)")
                let done = try await view.done
                #expect(done < 5000 && sync.isRunning)
                let doctor = try await stage.ask("doctor")
                #expect(doctor.output.contains("listing waits from 80 % on"), "\(doctor.output)")

                try redis.ask("CONFIG SET maxmemory 0")
                let ended = try await sync.ended()
                #expect(ended.status == 0, "\(ended.errors)")
                try stage.expectExact()
            }
        }
    }
}

extension RedisServer {
    /// Bytes.
    fileprivate func usedMemory() throws -> Int {
        let line = try ask("INFO memory").split(separator: "\r\n").first { $0.hasPrefix("used_memory:") }
        return Int(line?.dropFirst("used_memory:".count) ?? "") ?? 0
    }
}
