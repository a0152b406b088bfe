import NIOCore
import NIOPosix
import TestSupport

/// Something on a loopback port that greets like Redis and then answers the first command with what the test wants.
struct HostileServer {
    let port: Int
    private let channel: any Channel

    /// - Parameters:
    ///   - greeting: the replies to `INFO server` and `PING`.
    ///   - answer: written once more after each time it was sent, when `repeated`.
    ///   - heard: gets an element for each `HIT`.
    static func with(
        greeting: String = "$22\r\nredis_version:7.0.15\r\n\r\n+PONG\r\n", answer: [UInt8], repeated: Bool = false,
        closing: Bool = false, heard: AsyncStream<Void>.Continuation? = nil,
        _ body: (_ url: String) async throws -> Void
    ) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = Answering(
                        greeting: greeting, answer: answer, repeated: repeated, closing: closing, heard: heard)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body("redis://127.0.0.1:\(channel.localAddress?.port ?? 0)")
            try await channel.close()
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let greeting: String
        private let answer: ByteBuffer
        private let repeated: Bool
        private let closing: Bool
        private let hits: AsyncStream<Void>.Continuation?
        private var heard = ""
        private var hasGreeted = false

        init(
            greeting: String, answer: [UInt8], repeated: Bool, closing: Bool,
            heard hits: AsyncStream<Void>.Continuation?
        ) {
            self.greeting = greeting
            self.answer = ByteBuffer(bytes: answer)
            self.repeated = repeated
            self.closing = closing
            self.hits = hits
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            heard += String(buffer: unwrapInboundIn(data))
            if !hasGreeted, heard.contains("PING\r\n") {
                hasGreeted = true
                heard = ""
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: greeting)), promise: nil)
            } else if hasGreeted, heard.contains("HIT\r\n") {
                heard = ""
                hits?.yield()
                send(context)
            }
        }

        private func send(_ context: ChannelHandlerContext) {
            let sent = context.writeAndFlush(wrapOutboundOut(answer))
            if closing { context.close(promise: nil) }
            guard repeated else { return }
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            sent.whenSuccess { bound.value.0.send(bound.value.1) }
        }
    }
}
