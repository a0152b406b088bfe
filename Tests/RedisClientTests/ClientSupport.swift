import Logging
import RedisClient
import TestSupport

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// A fresh server and a client connected to it, both gone afterwards.
func withClient<Value>(
    options: RedisClient.Options = .init(), arguments: [String] = [],
    _ body: (RedisClient, RedisServer) async throws -> Value
) async throws -> Value {
    try await RedisServer.with(arguments: arguments) { server in
        try await withClient(of: server.socketURL, options: options) { try await body($0, server) }
    }
}

func withClient<Value>(
    of url: String, options: RedisClient.Options = .init(), _ body: (RedisClient) async throws -> Value
) async throws -> Value {
    let client = RedisClient(address: try RedisAddress(url: url), options: options, logger: quiet)
    do {
        let value = try await body(client)
        await client.close()
        return value
    } catch {
        await client.close()
        throw error
    }
}

/// The code of the ``RedisError`` that `body` throws.
func codeThrown(by body: () async throws -> some Any) async -> RedisError.Code? {
    await errorThrown(by: body)?.code
}

func errorThrown(by body: () async throws -> some Any) async -> RedisError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? RedisError
    }
}
