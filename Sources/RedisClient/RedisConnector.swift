import Glibc
import Logging
import NIOCore
import NIOPosix

/// Opens one connection: the server is found, then socket, TLS, login, and a look at what is on the other side.
struct RedisConnector: Sendable {
    let address: RedisAddress
    let options: RedisClient.Options
    let eventLoop: any EventLoop
    let logger: Logger

    /// - Throws: ``RedisError`` naming the address and the reason in a sentence.
    func open() async throws(RedisError) -> NIOLoopBound<RedisLink> {
        switch address.endpoint {
        case .tcp, .unix: try await open(address)
        case .oneOf(let endpoints): try await openFirst(of: endpoints)
        case .primary(let sentinels): try await openPrimary(of: sentinels)
        }
    }

    /// - Parameter mustBePrimary: whether to refuse a replica.
    func open(_ address: RedisAddress, mustBePrimary: Bool = false) async throws(RedisError) -> NIOLoopBound<RedisLink>
    {
        let greeting = RedisGreeting(address: address, options: options, mustBePrimary: mustBePrimary)
        let (link, verdict) = try await open(address, sending: greeting.commands) { replies throws(RedisError) in
            try greeting.check(replies)
        }
        for doubt in verdict.doubts { logger.warning("\(doubt)") }
        eventLoop.execute { link.value.isInCluster = verdict.isInCluster }
        return link
    }

    private func openFirst(of endpoints: [RedisAddress.Endpoint]) async throws(RedisError) -> NIOLoopBound<RedisLink> {
        var failures: [RedisError] = []
        for endpoint in endpoints {
            do throws(RedisError) {
                return try await open(address.moved(to: endpoint))
            } catch {
                failures.append(error)
            }
        }
        throw RedisError(allOf: failures, saying: "none of \(address) can be used")
    }

    /// Connects to a server, sends the first commands, and lets `check` judge their replies.
    /// - Parameter limit: `connectTimeout` when not given.
    func open<Verdict: Sendable>(
        _ address: RedisAddress, within limit: Duration? = nil, sending commands: [[RedisArgument]],
        check: ([RESPValue]) throws(RedisError) -> Verdict
    ) async throws(RedisError) -> (NIOLoopBound<RedisLink>, Verdict) {
        let limit = TimeAmount(limit ?? options.connectTimeout)
        let started = NIODeadline.now()
        do {
            let link = try await connect(to: address, within: limit)
            do {
                let replies = try await ask(commands, on: link, at: address, deadline: started + limit)
                return (link, try check(replies))
            } catch {
                eventLoop.execute { link.value.close(because: RedisError(connecting: error, to: address)) }
                throw error
            }
        } catch {
            throw RedisError(connecting: error, to: address)
        }
    }

    private func connect(to address: RedisAddress, within limit: TimeAmount) async throws -> NIOLoopBound<RedisLink> {
        let options = options
        let context = try address.tls.map { settings throws(RedisError) in
            try RedisTLS.context(for: settings, address: address)
        }
        let prepare: @Sendable (any Channel) -> EventLoopFuture<NIOLoopBound<RedisLink>> = { channel in
            channel.eventLoop.makeCompletedFuture {
                // NIO's sockets outlive `exec`: a child process would keep the connection open after us.
                try channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
                    _ = fcntl($0, F_SETFD, FD_CLOEXEC)
                }
                if let context, let settings = address.tls {
                    let handler = try RedisTLS.handler(context, settings: settings, address: address)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
                let link = try RedisLink(channel: channel, address: address, options: options)
                try channel.pipeline.syncOperations.addHandler(link)
                return NIOLoopBound(link, eventLoop: channel.eventLoop)
            }
        }
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(limit)
            .channelOption(.socketOption(.so_keepalive), value: 1)
        switch address.endpoint {
        case .tcp(let host, let port):
            let bootstrap = bootstrap.channelOption(.tcpOption(.tcp_nodelay), value: 1)
            // Address literals need no resolver, whose queue may be busy with somebody's dead name server.
            if let literal = try? SocketAddress(ipAddress: host, port: port) {
                return try await bootstrap.connect(to: literal, channelInitializer: prepare)
            }
            return try await bootstrap.connect(host: host, port: port, channelInitializer: prepare)
        case .unix(let path):
            // `sun_path` holds 108 bytes (unix(7)).
            guard path.utf8.count < 108 else {
                throw RedisError(.invalidAddress, "the socket path \(path) is too long")
            }
            return try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: prepare)
        case .oneOf, .primary:
            throw RedisError(.invalidAddress, "\(address) is not one server")
        }
    }

    private func ask(
        _ commands: [[RedisArgument]], on link: NIOLoopBound<RedisLink>, at address: RedisAddress, deadline: NIODeadline
    ) async throws -> [RESPValue] {
        let command = Command(
            bytes: try CommandEncoder.encode(commands, limit: options.maxCommandBytes), replyCount: commands.count,
            deadline: deadline)
        let overdue = eventLoop.scheduleTask(deadline: deadline) {
            command.fail(
                RedisError(.unreachable, "\(address) accepted the connection but did not answer the login in time"))
        }
        defer { overdue.cancel() }
        do {
            return try await command.replies { command in
                eventLoop.execute { link.value.send(CollectionOfOne(command)) }
            }
        } catch let error as RedisError where error.code == .disconnected {
            throw RedisError(
                .unreachable,
                "\(address) closed the connection during the login"
                    + (address.tls == nil ? "; if it wants TLS, write rediss://" : ""))
        }
    }
}
