import ConfluenceSimulator
import Foundation
import Logging
import RedisClient
import SyncState
import TestSupport
import Testing

/// What a process takes from Redis was written by somebody, and not always by us.
@Suite("Settings in Redis")
struct StoredSettingsTests {
    private static let key = "bXktdGVzdC1rZXktb2YtZXhhY3RseS0zMi1ieXRlcyE="
    private static let told = ["CONFLUENCE_URL", "CONFLUENCE_USERNAME", "CONFLUENCE_API_TOKEN"]

    /// A synced stage, and the environment of a process that knows Redis and the key alone.
    private func with(_ body: (Stage, RedisClient, [String: String]) async throws -> Void) async throws {
        try await RedisServer.with { redis in
            let settings = ["REDIS_URL": redis.url, "CONNECTOR_SECRET_KEY": Self.key]
            try await Stage.with(.sample, settings: settings) { stage in
                #expect(try await stage.sync().status == 0)
                let client = RedisClient(
                    address: try RedisAddress(url: redis.url),
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
                try await client.connect()
                try await body(stage, client, settings)
                await client.close()
            }
        }
    }

    private func worker(_ stage: Stage, _ environment: [String: String]) async throws -> ConnectorProcess.Ended {
        try await ConnectorProcess.run(["worker"], in: stage.folder, environment: environment)
    }

    @Test("credentials do not follow a changed address, and giving them once more mends it")
    func changedAddress() async throws {
        try await with { stage, redis, environment in
            let conf: RedisArgument = "cc:{confluence}:conf"
            let stored = try await redis.send("HGET", conf, "settings").string ?? ""
            let changed = stored.replacing("127.0.0.1", with: "localhost")
            #expect(changed != stored)
            _ = try await redis.send("HSET", conf, "settings", RedisArgument(changed))
            let asked = stage.simulator.requests.total
            let ended = try await worker(stage, environment)
            #expect(ended.status == 2)
            #expect(ended.errors.contains("CONFLUENCE_URL"), "\(ended.errors)")
            #expect(stage.simulator.requests.total == asked)
            #expect(try await stage.sync().status == 0)
            #expect(try await redis.send("HGET", conf, "settings").string == stored)
        }
    }

    @Test("numbers out of bounds are refused by name, though they bear the seal")
    func outOfBounds() async throws {
        try await with { stage, redis, environment in
            let store = ConnectorStore(redis: redis, fernet: try Fernet(key: Self.key))
            let record = try #require(try await store.load("confluence"))
            for (name, value, setting) in [
                ("timeoutSeconds", 1e300 as Any, "CONFLUENCE_TIMEOUT"),
                ("maxRequestsPerSecond", 0, "CONFLUENCE_MAX_RPS"),
                ("maxConcurrency", -1, "CONFLUENCE_MAX_CONCURRENCY"),
                ("attachmentMaxTextBytes", Int.max, "ATTACHMENT_MAX_TEXT_BYTES"),
                ("personalSpaces", "some", "CONFLUENCE_PERSONAL_SPACES"), ("url", 3, "CONFLUENCE_URL"),
            ] {
                var object = try #require(try JSONSerialization.jsonObject(with: record.settings) as? [String: Any])
                object[name] = value
                var odd = record
                odd.settings = try JSONSerialization.data(withJSONObject: object)
                try await store.save(odd)
                let ended = try await worker(stage, environment)
                #expect(ended.status == 2)
                #expect(ended.errors.contains(setting), "\(ended.errors)")
            }
        }
    }
}
