import Logging
import RedisClient
import TestSupport
import Testing

/// One Redis for all tests of a suite; each test has a connector of its own in it.
struct RedisSuite: SuiteTrait, TestScoping {
    @TaskLocal static var server: RedisServer?

    static func client() async throws -> RedisClient {
        guard let server else { throw SupportError("the suite has no Redis: @Suite(.redis)") }
        return try await client(of: server)
    }

    static func client(of server: RedisServer) async throws -> RedisClient {
        let client = RedisClient(
            address: try RedisAddress(url: server.socketURL),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await client.connect()
        return client
    }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let server = try await RedisServer.start(arguments: ["--appendonly", "no"])
        do {
            try await Self.$server.withValue(server) { try await function() }
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }
}

extension Trait where Self == RedisSuite {
    static var redis: RedisSuite { RedisSuite() }
}
