internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// `/livez`, `/readyz` and `/metrics` over plain HTTP/1.1, for those who watch: no key, nothing but figures.
package struct HealthDoor: Sendable {
    private let channel: any Channel
    /// The one it was given, or found.
    package let port: Int

    /// Connections at a time; more are closed at once.
    private static let connectionLimit = 64

    /// - Throws: ``HealthDoorError`` when nobody can listen there.
    package static func open(at address: ListenAddress, _ health: Health) async throws -> HealthDoor {
        let visitors = Visitors()
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(ChannelOptions.backlog, value: 64)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                guard visitors.enter(atMost: connectionLimit) else { return channel.close() }
                channel.closeFuture.whenComplete { _ in visitors.leave() }
                return channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(IdleStateHandler(allTimeout: .seconds(30)))
                    try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                    try pipeline.addHandler(HealthConnection(health))
                }
            }
        do {
            return HealthDoor(try await bootstrap.bind(host: address.host, port: address.port).get())
        } catch {
            throw HealthDoorError(
                "CONNECTOR_HEALTH_LISTEN: nothing can listen at \(address): \(error); choose another address or port")
        }
    }

    private init(_ channel: any Channel) {
        self.channel = channel
        port = channel.localAddress?.port ?? 0
    }

    package func close() async { try? await channel.close().get() }
}

/// A sentence for people.
package struct HealthDoorError: Error, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}

private final class Visitors: Sendable {
    private let count = Atomic(0)

    func enter(atMost limit: Int) -> Bool {
        count.add(1, ordering: .relaxed).newValue <= limit
            ? true
            : {
                leave(); return false
            }()
    }

    func leave() { count.subtract(1, ordering: .relaxed) }
}

/// One connection: a request after the other, whose bodies nobody reads.
private final class HealthConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let health: Health
    private var head: HTTPRequestHead?

    init(_ health: Health) { self.health = health }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end:
            guard let head else { return }
            self.head = nil
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            let loop = context.eventLoop
            let health = health
            // Not kept: it ends by itself, and a connection that is gone by then is looked for in `send`.
            Task {
                let answer = await health.answer(method: head.method.rawValue, target: head.uri)
                loop.execute { bound.value.0.send(answer, to: head, bound.value.1) }
            }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func send(_ answer: HealthAnswer, to request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        let body = ByteBuffer(string: answer.body)
        var head = HTTPResponseHead(version: request.version, status: .init(statusCode: answer.status))
        head.headers.add(name: "Content-Type", value: answer.contentType)
        head.headers.add(name: "Content-Length", value: "\(body.readableBytes)")
        head.headers.add(name: "Cache-Control", value: "no-store")
        head.headers.add(name: "Connection", value: request.isKeepAlive ? "keep-alive" : "close")
        if answer.status == 405 { head.headers.add(name: "Allow", value: "GET, HEAD") }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if request.method != .HEAD { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            if !request.isKeepAlive { bound.value.close(promise: nil) }
        }
    }
}
