import ConfluenceSimulator
import Foundation
import RedisClient
import TestSupport
import Testing

@Suite("Repairing the queue")
struct RepairTests {
    @Test("indexes that somebody threw away come back from the records, and the work is done")
    func repaired() async throws {
        try await Stage.withRequests(.generated(pages: 120, spaces: 2, attachmentsPerPage: 0)) { stage, requests in
            let coordinator = try stage.start("coordinator")
            let sync = try stage.start("sync", "--no-work", "--json")
            try await eventually("jobs wait", within: .seconds(60)) { try await stage.queue().ready > 0 }
            coordinator.signal(SIGKILL)
            _ = try await coordinator.ended()
            let lists = try await requests.redis.send("KEYS", "cc:{confluence}:q:*").array ?? []
            let rings = try await requests.redis.send("KEYS", "cc:{confluence}:ring:*").array ?? []
            #expect(!lists.isEmpty && !rings.isEmpty)
            for key in (lists + rings).compactMap(\.string) {
                _ = try await requests.redis.send("DEL", RedisArgument(key))
            }
            let first = try await stage.ask("queue", "repair", "--json")
            #expect(first.status == 0, "\(first.errors)")
            let repaired = try #require(try first.report["repaired"] as? [String: Int])
            #expect(repaired.values.reduce(0, +) > 0)
            #expect(
                (try await stage.ask("queue", "repair", "--json").report["repaired"] as? [String: Int])?.isEmpty == true
            )
            #expect(try await stage.sync().status == 0)
            #expect(try await sync.ended().status == 0)
            try stage.expectExact()
        }
    }
}
