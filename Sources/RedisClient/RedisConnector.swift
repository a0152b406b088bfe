import Glibc
import Logging
import NIOCore
import NIOPosix

/// Opens one connection: socket, TLS, login, and a look at what is on the other side.
struct RedisConnector: Sendable {
    let address: RedisAddress
    let options: RedisClient.Options
    let eventLoop: any EventLoop
    let logger: Logger

    /// - Throws: ``RedisError`` naming the address and the reason in a sentence.
    func open() async throws(RedisError) -> NIOLoopBound<RedisLink> {
        let started = NIODeadline.now()
        do {
            let link = try await connect()
            do {
                try await logIn(on: link, deadline: started + TimeAmount(options.connectTimeout))
            } catch {
                eventLoop.execute { link.value.close(because: RedisError(connecting: error, to: address)) }
                throw error
            }
            return link
        } catch {
            throw RedisError(connecting: error, to: address)
        }
    }

    private func connect() async throws -> NIOLoopBound<RedisLink> {
        let (address, options) = (address, options)
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
            .connectTimeout(TimeAmount(options.connectTimeout))
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
        }
    }

    private func logIn(on link: NIOLoopBound<RedisLink>, deadline: NIODeadline) async throws {
        let greeting = RedisGreeting(address: address, name: options.name)
        let command = Command(
            bytes: try CommandEncoder.encode(greeting.commands, limit: options.maxCommandBytes),
            replyCount: greeting.commands.count, deadline: deadline)
        let overdue = eventLoop.scheduleTask(deadline: deadline) {
            command.fail(
                RedisError(.unreachable, "\(address) accepted the connection but did not answer the login in time"))
        }
        defer { overdue.cancel() }
        let replies: [RESPValue]
        do {
            replies = try await command.replies { command in
                eventLoop.execute { link.value.send(CollectionOfOne(command)) }
            }
        } catch let error as RedisError where error.code == .disconnected {
            throw RedisError(
                .unreachable,
                "\(address) closed the connection during the login"
                    + (address.tls == nil ? "; if it wants TLS, write rediss://" : ""))
        }
        if let doubt = try greeting.check(replies) { logger.warning("\(doubt)") }
    }
}
