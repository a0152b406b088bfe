import NIOCore
import NIOHTTP1

#if canImport(Glibc)
    import Glibc
#endif

/// One connection: collects a request, asks for its answer, sends it, keeps the connection when the client wants that.
final class HTTPConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private static let bodyLimit = 16 * 1024 * 1024

    private let answer: @Sendable (Request) -> Response
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var isTooLarge = false

    init(_ answer: @escaping @Sendable (Request) -> Response) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
            isTooLarge = false
        case .body(let part):
            if body.count + part.readableBytes > HTTPConnection.bodyLimit {
                isTooLarge = true
            } else {
                body.append(contentsOf: part.readableBytesView)
            }
        case .end:
            guard let head else { return }
            self.head = nil
            let response = response(to: head)
            guard response.delayMilliseconds > 0 else { return send(response, head, context) }
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: .milliseconds(response.delayMilliseconds)) {
                bound.value.0.send(response, head, bound.value.1)
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func response(to head: HTTPRequestHead) -> Response {
        if isTooLarge { return .text("request body too large", status: 413) }
        let request = Request(
            method: head.method.rawValue, target: head.uri, headers: head.headers.map { ($0.name, $0.value) },
            body: body)
        guard let request else { return .text("bad request target", status: 400) }
        return answer(request)
    }

    // MARK: Sending

    private func send(_ response: Response, _ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        if case .reset = response.delivery { return reset(context) }
        var answer = HTTPResponseHead(version: head.version, status: .init(statusCode: response.status))
        for (name, value) in response.headers { answer.headers.add(name: name, value: value) }
        answer.headers.add(name: "Server", value: "ConfluenceSimulator")
        answer.headers.add(name: "Connection", value: head.isKeepAlive ? "keep-alive" : "close")
        switch response.body {
        case .bytes(let bytes):
            answer.headers.add(name: "Content-Length", value: String(bytes.count))
            context.write(wrapOutboundOut(.head(answer)), promise: nil)
            var sent = bytes[...]
            if case .truncated = response.delivery { sent = bytes.prefix(bytes.count / 2) }
            if head.method != .HEAD, !sent.isEmpty {
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: sent)))), promise: nil)
            }
            if case .truncated = response.delivery {
                context.flush()
                context.close(promise: nil)
            } else {
                end(head, context)
            }
        case .stream(let length, let next):
            if let length {
                answer.headers.add(name: "Content-Length", value: String(length))
            } else {
                answer.headers.add(name: "Transfer-Encoding", value: "chunked")
            }
            context.write(wrapOutboundOut(.head(answer)), promise: nil)
            guard head.method != .HEAD else { return end(head, context) }
            if case .truncated = response.delivery {
                context.writeAndFlush(
                    wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: next() ?? [])))), promise: nil)
                context.close(promise: nil)
            } else {
                pump(next, head, context)
            }
        }
    }

    private func pump(
        _ next: @escaping @Sendable () -> [UInt8]?, _ head: HTTPRequestHead, _ context: ChannelHandlerContext
    ) {
        guard let bytes = next() else { return end(head, context) }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let loop = context.eventLoop
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes))))).whenSuccess {
            // Not at once: while the socket takes it all, this would call itself without end and shut out the others.
            loop.execute { bound.value.0.pump(next, head, bound.value.1) }
        }
    }

    private func end(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let done = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        guard !head.isKeepAlive else { return }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        done.whenComplete { _ in bound.value.close(promise: nil) }
    }

    /// Lingering off with time 0 makes the kernel send RST instead of FIN.
    private func reset(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        guard let socket = context.channel as? any SocketOptionProvider else { return context.close(promise: nil) }
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in bound.value.close(promise: nil) }
    }
}
