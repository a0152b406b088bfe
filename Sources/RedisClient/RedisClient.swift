package import Logging

/// One multiplexed connection to Redis that mends itself: any number of tasks may use it at once.
///
/// Commands of one task that are awaited one after the other run in that order; all that are waiting at the same moment
/// go out as one pipeline. A blocking command (`XREADGROUP … BLOCK`) holds up all others: give it a client of its own.
package final class RedisClient: Sendable {
    package let address: RedisAddress

    package init(address: RedisAddress, options: Options = Options(), logger: Logger) {
        self.address = address
    }

    /// Connects, logs in and checks the server. Without it, the first command does so.
    /// - Throws: ``RedisError``: the first failure, at once; while the server is loading it waits up to `connectTimeout`.
    package func connect() async throws {
        throw RedisError(.unreachable, "unfinished")
    }

    /// Sends one command and waits for its reply.
    /// - Parameter deadline: how long to wait in all, `commandTimeout` when not given.
    /// - Throws: ``RedisError`` (error replies too) or `CancellationError`; a cancelled command may still run.
    package func send(_ arguments: RedisArgument..., deadline: Duration? = nil) async throws -> RESPValue {
        try await send(arguments, deadline: deadline)
    }

    package func send(_ arguments: [RedisArgument], deadline: Duration? = nil) async throws -> RESPValue {
        throw RedisError(.unreachable, "unfinished")
    }

    /// Sends the commands together; one reply each, in order, error replies as ``RESPValue/error(_:)``.
    package func pipeline(_ commands: [[RedisArgument]], deadline: Duration? = nil) async throws -> [RESPValue] {
        throw RedisError(.unreachable, "unfinished")
    }

    /// Runs a script by its SHA-1, and by its source where the server does not know it.
    package func run(
        _ script: RedisScript, keys: [String], arguments: [RedisArgument] = [], deadline: Duration? = nil
    ) async throws -> RESPValue {
        throw RedisError(.unreachable, "unfinished")
    }

    /// Fails what is still waiting with code `closed` and closes the connection. May be called more than once.
    package func close() async {}
}
