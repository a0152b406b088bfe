package import Logging
import NIOCore
import NIOPosix

/// One multiplexed connection to Redis that mends itself: any number of tasks may use it at once.
///
/// Commands of one task that are awaited one after the other run in that order; all that are waiting at the same moment
/// go out as one pipeline. A blocking command (`XREADGROUP … BLOCK`) holds up all others: give it a client of its own.
package final class RedisClient: Sendable {
    package let address: RedisAddress
    private let options: Options
    private let queue: CommandQueue

    package init(address: RedisAddress, options: Options = Options(), logger: Logger) {
        self.address = address
        self.options = options
        queue = CommandQueue(
            connector: RedisConnector(
                address: address, options: options, eventLoop: MultiThreadedEventLoopGroup.singleton.next(),
                logger: logger))
    }

    /// Connects, logs in and checks the server. Without it, the first command does so.
    /// - Throws: ``RedisError``: the first failure, at once; while the server is loading it waits up to `connectTimeout`.
    package func connect() async throws {
        let probe = Command(
            bytes: ByteBuffer(), replyCount: 0, deadline: .now() + TimeAmount(options.connectTimeout * 2))
        _ = try await probe.replies { queue.append($0) }
    }

    /// Sends one command and waits for its reply.
    /// - Parameter deadline: how long to wait in all, `commandTimeout` when not given.
    /// - Throws: ``RedisError`` (error replies too) or `CancellationError`; a cancelled command may still run.
    package func send(_ arguments: RedisArgument..., deadline: Duration? = nil) async throws -> RESPValue {
        try await send(arguments, deadline: deadline)
    }

    package func send(_ arguments: [RedisArgument], deadline: Duration? = nil) async throws -> RESPValue {
        let reply = try await pipeline([arguments], deadline: deadline)[0]
        if let error = reply.error { throw error }
        return reply
    }

    /// Sends the commands together; one reply each, in order, error replies as ``RESPValue/error(_:)``.
    package func pipeline(_ commands: [[RedisArgument]], deadline: Duration? = nil) async throws -> [RESPValue] {
        guard !commands.isEmpty else { return [] }
        let command = Command(
            bytes: try CommandEncoder.encode(commands, limit: options.maxCommandBytes), replyCount: commands.count,
            deadline: .now() + TimeAmount(deadline ?? options.commandTimeout))
        return try await command.replies { queue.append($0) }
    }

    /// Runs a script by its SHA-1, and by its source where the server does not know it.
    package func run(
        _ script: RedisScript, keys: [String], arguments: [RedisArgument] = [], deadline: Duration? = nil
    ) async throws -> RESPValue {
        let rest = [RedisArgument(keys.count)] + keys.map { RedisArgument($0) } + arguments
        do {
            return try await send(["EVALSHA", RedisArgument(script.sha1)] + rest, deadline: deadline)
        } catch let error as RedisError where error.code == .noScript {
            return try await send(["EVAL", RedisArgument(script.source)] + rest, deadline: deadline)
        }
    }

    /// Fails what is still waiting with code `closed` and closes the connection. May be called more than once.
    package func close() async { await queue.close() }
}
