package import Logging
import NIOCore
import NIOPosix
import Synchronization

/// One multiplexed connection to Redis that mends itself: any number of tasks may use it at once. Behind sentinels it leads
/// to the primary of the moment; in a cluster there is one to each node, and commands find theirs by their keys.
///
/// Commands of one task that are awaited one after the other run in that order; all that are waiting at the same moment
/// go out as one pipeline. A blocking command (`XREADGROUP … BLOCK`) holds up all others: give it a client of its own.
package final class RedisClient: Sendable {
    package let address: RedisAddress
    private let options: Options
    private let queue: CommandQueue
    private let cluster: ClusterRoute
    /// Once a cluster, always a cluster.
    private let isClustered = Atomic(false)

    package init(address: RedisAddress, options: Options = Options(), logger: Logger) {
        self.address = address
        self.options = options
        let connector = RedisConnector(
            address: address, options: options, eventLoop: MultiThreadedEventLoopGroup.singleton.next(),
            logger: logger)
        queue = CommandQueue(connector: connector)
        cluster = ClusterRoute(nodes: ClusterNodes(seed: queue, connector: connector))
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
        let end = NIODeadline.now() + TimeAmount(deadline ?? options.commandTimeout)
        if isInCluster { return try await cluster.replies(to: commands, deadline: end) }
        let replies = try await queue.replies(to: commands, deadline: end)
        // The first commands are on their way before the server has introduced itself.
        guard replies.contains(where: Redirection.isOne) else { return replies }
        return try await cluster.replies(to: commands, after: replies, at: queue.endpoint, deadline: end)
    }

    /// Runs a script by its SHA-1, and by its source where the server does not know it.
    package func run(
        _ script: RedisScript, keys: [String], arguments: [RedisArgument] = [], deadline: Duration? = nil
    ) async throws -> RESPValue {
        let keys = isInCluster ? keys + Self.guardKeys(keys) : keys
        let rest = [RedisArgument(keys.count)] + keys.map { RedisArgument($0) } + arguments
        do {
            return try await send(["EVALSHA", RedisArgument(script.sha1)] + rest, deadline: deadline)
        } catch let error as RedisError where error.code == .noScript {
            return try await send(["EVAL", RedisArgument(script.source)] + rest, deadline: deadline)
        }
    }

    private var isInCluster: Bool {
        if isClustered.load(ordering: .relaxed) { return true }
        guard queue.isInCluster else { return false }
        if !isClustered.exchange(true, ordering: .relaxed) { cluster.nodes.refresh() }
        return true
    }

    /// A script that builds further keys from the tag of its first must not run while their slot is on its way to another
    /// node: it would fail in its middle. A node looks at the keys it was told before it starts, and as long as the slot
    /// moves, sends away who names one that does not exist. So one is named that never does.
    private static func guardKeys(_ keys: [String]) -> [String] {
        guard let key = keys.first, HashSlot.tag(of: Array(key.utf8)) != nil, let end = key.firstIndex(of: "}") else {
            return []
        }
        return [key[...end] + ":never"]
    }

    /// Fails what is still waiting with code `closed` and closes the connections. May be called more than once.
    package func close() async {
        await cluster.nodes.close()
        await queue.close()
    }

    // MARK: single servers

    /// The one server, or each primary of the cluster.
    func servers() async throws -> [CommandQueue] {
        guard isInCluster else { return [queue] }
        return try await cluster.nodes.allOwners(before: .now() + TimeAmount(options.connectTimeout))
    }

    /// Asks this very server; an error reply is a value.
    func ask(_ server: CommandQueue, _ command: [RedisArgument]) async throws -> RESPValue {
        try await server.replies(to: [command], deadline: .now() + TimeAmount(options.commandTimeout))[0]
    }
}
