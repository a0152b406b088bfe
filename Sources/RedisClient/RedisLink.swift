import NIOCore

/// One connection: a pipeline of commands out, their replies back in the same order. Lives on its event loop.
final class RedisLink: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private struct InFlight {
        let command: Command
        let written: NIODeadline
        var replies: [RESPValue] = []
    }

    /// What the owner of the link is told, on the event loop.
    struct Events {
        var room: () -> Void
        /// A write met a replica: no more commands should come here; the link closes after its last reply.
        var readOnly: () -> Void
        var closed: (RedisError) -> Void
    }

    var events: Events?
    /// What the server said of itself when it was greeted.
    var isInCluster = false
    private(set) var bytesInFlight = 0
    private(set) var failure: RedisError?

    let address: RedisAddress
    /// How long a server may be silent after a command was given up, before the connection counts as dead.
    private let patience: TimeAmount
    private let decoder: ReplyDecoder
    private var inFlight = CircularBuffer<InFlight>()
    private var lastRead = NIODeadline.now()
    private var isDraining = false
    private let channel: any Channel

    init(channel: any Channel, address: RedisAddress, options: RedisClient.Options) throws(RedisError) {
        self.channel = channel
        self.address = address
        patience = TimeAmount(options.commandTimeout)
        decoder = try ReplyDecoder(limit: options.maxReplyBytes)
    }

    // MARK: out

    func send(_ commands: some Sequence<Command>) {
        let now = NIODeadline.now()
        var small = channel.allocator.buffer(capacity: 1024)
        for command in commands {
            bytesInFlight += command.bytes.readableBytes
            inFlight.append(InFlight(command: command, written: now))
            if command.bytes.readableBytes < 8 << 10 {
                small.writeImmutableBuffer(command.bytes)
            } else {
                if small.readableBytes > 0 { channel.write(small, promise: nil) }
                small = channel.allocator.buffer(capacity: 1024)
                channel.write(command.bytes, promise: nil)
            }
        }
        if small.readableBytes > 0 { channel.write(small, promise: nil) }
        channel.flush()
        if !channel.isActive { end(with: failure ?? lost("it was already closed")) }
    }

    var isOpen: Bool { channel.isActive && failure == nil }

    /// Closes once the last reply has come.
    func drain() {
        isDraining = true
        if inFlight.isEmpty { close(because: lost("it is no longer needed")) }
    }

    var closeFuture: EventLoopFuture<Void> { channel.closeFuture }

    func close(because error: RedisError) {
        failure = failure ?? error
        channel.close(promise: nil)
    }

    // MARK: in

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastRead = .now()
        guard failure == nil else { return }
        do throws(RedisError) {
            try decoder.decode(unwrapInboundIn(data)) { receive($0) }
        } catch {
            close(
                because: RedisError(
                    error.code, "\(address): \(error.detail); the connection was closed", mayHaveRun: true))
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        events?.room()
        if isDraining, inFlight.isEmpty { close(because: lost("it leads to a replica")) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        close(because: RedisError(connecting: error, to: address, mayHaveRun: true))
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(with: failure ?? lost("the server closed it"))
    }

    private func receive(_ reply: RESPValue) {
        guard var head = inFlight.popFirst() else {
            return close(because: lost("the server sent a reply nobody had asked for"))
        }
        if case .error(let text) = reply, text.hasPrefix("READONLY "), !isDraining {
            isDraining = true
            events?.readOnly()
        }
        head.replies.append(reply)
        guard head.replies.count == head.command.replyCount else { return inFlight.prepend(head) }
        bytesInFlight -= head.command.bytes.readableBytes
        head.command.finish(.success(head.replies))
    }

    private func end(with error: RedisError) {
        let events = events
        self.events = nil
        let orphans = inFlight
        inFlight.removeAll()
        bytesInFlight = 0
        for orphan in orphans { orphan.command.fail(error) }
        events?.closed(error)
    }

    private func lost(_ reason: String) -> RedisError {
        RedisError(
            .disconnected, "the connection to \(address) was lost (\(reason)); it is unknown whether the command ran",
            mayHaveRun: true)
    }

    // MARK: time

    /// Fails what is overdue; its slot stays for the late reply.
    /// - Returns: when to look again.
    func sweep(now: NIODeadline) -> NIODeadline {
        var next = NIODeadline.distantFuture
        for entry in inFlight where !entry.command.isFinished {
            guard entry.command.deadline <= now else {
                next = min(next, entry.command.deadline)
                continue
            }
            let waited = (now - entry.written).seconds
            entry.command.fail(
                RedisError(
                    .timeout, "\(address) did not answer within \(waited) seconds; the command may still run",
                    mayHaveRun: true))
        }
        guard let head = inFlight.first, head.command.isFinished else { return next }
        let silentUntil = max(lastRead, head.written) + patience
        if silentUntil <= now { close(because: lost("no answer for \(patience.seconds) seconds")) }
        return silentUntil <= now ? next : min(next, silentUntil)
    }
}

extension TimeAmount {
    var seconds: Double { (Double(nanoseconds) / 1e8).rounded() / 10 }
}
