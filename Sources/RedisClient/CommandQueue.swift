import Logging
import NIOCore
import Synchronization

/// Commands on their way to the connection of the moment, and the making of the next when it is lost.
///
/// Callers append under the lock from any thread; one hop to the event loop then takes all that have gathered.
final class CommandQueue: Sendable {
    private enum Phase {
        case idle
        case connecting
        case ready(NIOLoopBound<RedisLink>, since: NIODeadline)
        /// Takes nothing more, but what is in flight still gets its replies.
        case dissolved
        case closed

        var isOver: Bool {
            switch self {
            case .idle, .connecting, .ready: false
            case .dissolved, .closed: true
            }
        }
    }

    private struct State {
        var phase = Phase.idle
        var waiting = CircularBuffer<Command>()
        var isFlushScheduled = false
        var sweepAt = NIODeadline.distantFuture
        var connecting: Task<Void, Never>?
        var backoff: Backoff
        var lastFailure: RedisError?
        var hasConnected = false
        var endpoint: RedisAddress.Endpoint
        var isInCluster = false
    }

    private let connector: RedisConnector
    private let state: Mutex<State>
    /// Told of a lost connection and of each failed attempt.
    private let trouble: @Sendable () -> Void

    /// - Parameter longestPause: between two attempts to connect, ms.
    init(connector: RedisConnector, longestPause: Int = 5000, trouble: @escaping @Sendable () -> Void = {}) {
        self.connector = connector
        self.trouble = trouble
        state = Mutex(State(backoff: Backoff(longest: longestPause), endpoint: connector.address.endpoint))
    }

    private var eventLoop: any EventLoop { connector.eventLoop }
    private var logger: Logger { connector.logger }

    // MARK: commands

    /// One reply a command, in order, error replies in their places.
    func replies(to commands: [[RedisArgument]], deadline: NIODeadline) async throws -> [RESPValue] {
        let command = Command(
            bytes: try CommandEncoder.encode(commands, limit: connector.options.maxCommandBytes),
            replyCount: commands.count, deadline: deadline)
        return try await command.replies { append($0) }
    }

    var isReady: Bool {
        state.withLock { state in
            if case .ready = state.phase { return true }
            return false
        }
    }

    /// The server of the last connection; what is to be found, before the first.
    var endpoint: RedisAddress.Endpoint { state.withLock(\.endpoint) }

    /// Whether the server of the last connection said so.
    var isInCluster: Bool { state.withLock(\.isInCluster) }

    func append(_ command: Command) {
        enum Step { case none, refuse(RedisError), flush, connect }
        let (step, arm) = state.withLock { state -> (Step, Bool) in
            if case .closed = state.phase { return (.refuse(Self.closed), false) }
            if case .dissolved = state.phase { return (.refuse(Self.rerouted), false) }
            state.waiting.append(command)
            let arm = command.deadline < state.sweepAt
            if arm { state.sweepAt = command.deadline }
            switch state.phase {
            case .idle:
                state.phase = .connecting
                return (.connect, arm)
            case .ready where !state.isFlushScheduled:
                state.isFlushScheduled = true
                return (.flush, arm)
            default: return (.none, arm)
            }
        }
        switch step {
        case .none: break
        case .refuse(let error): command.fail(error)
        case .flush: eventLoop.execute { self.flush() }
        case .connect: reconnect()
        }
        if arm { scheduleSweep(at: command.deadline) }
    }

    /// Hands waiting commands to the link as far as it has room. On the event loop.
    private func flush() {
        var done: [Command] = []
        let (link, batch) = state.withLock { state -> (NIOLoopBound<RedisLink>?, [Command]) in
            state.isFlushScheduled = false
            guard case .ready(let bound, _) = state.phase, !state.waiting.isEmpty else { return (nil, []) }
            var room = connector.options.maxBytesInFlight - bound.value.bytesInFlight
            var batch: [Command] = []
            // A command that is larger than all the room there can be goes alone.
            while let command = state.waiting.first,
                room >= command.bytes.readableBytes || room == connector.options.maxBytesInFlight
            {
                state.waiting.removeFirst()
                if command.isProbe {
                    done.append(command)
                } else if !command.isFinished {
                    room -= command.bytes.readableBytes
                    batch.append(command)
                }
            }
            return (bound, batch)
        }
        for probe in done { probe.finish(.success([])) }
        if let link, !batch.isEmpty { link.value.send(batch) }
    }

    // MARK: connecting

    /// Starts the attempts; the phase must have been set to `connecting` by the caller.
    private func reconnect() {
        // Owned by the state: ends with the first success, or is cancelled by `close()`.
        let task = Task { await attempt() }
        state.withLock { state in
            if state.phase.isOver { task.cancel() } else { state.connecting = task }
        }
    }

    private func attempt() async {
        while !Task.isCancelled {
            do throws(RedisError) {
                let link = try await connector.open()
                eventLoop.execute { self.adopt(link) }
                return
            } catch {
                let pause = failed(error)
                trouble()
                guard let pause else { return }
                try? await Task.sleep(for: pause)
            }
        }
    }

    /// On the event loop.
    private func adopt(_ bound: NIOLoopBound<RedisLink>) {
        let link = bound.value
        let (isOver, isReturn) = state.withLock { state -> (Bool, Bool) in
            if state.phase.isOver { return (true, false) }
            let isReturn = state.hasConnected
            state.phase = .ready(bound, since: .now())
            state.hasConnected = true
            state.lastFailure = nil
            state.endpoint = link.address.endpoint
            state.isInCluster = link.isInCluster
            return (false, isReturn)
        }
        guard !isOver else { return link.close(because: Self.closed) }
        link.events = RedisLink.Events(
            room: { self.flush() },
            readOnly: { self.leave(link, because: nil) },
            closed: { self.leave(link, because: $0) })
        if isReturn { logger.notice("redis connection restored", metadata: ["redis.address": "\(link.address)"]) }
        flush()
        if !link.isOpen { leave(link, because: nil) }
    }

    /// The link takes no more commands: connect anew. On the event loop; does nothing the second time.
    private func leave(_ link: RedisLink, because error: RedisError?) {
        let isCurrent = state.withLock { state -> Bool in
            guard case .ready(let bound, let since) = state.phase, bound.value === link else { return false }
            if NIODeadline.now() - since > .seconds(1) { state.backoff.reset() }
            state.phase = .connecting
            return true
        }
        guard isCurrent else { return }
        if link.isOpen { retire(link) }
        logger.warning(
            "redis connection lost",
            metadata: [
                "redis.address": "\(link.address)", "error": "\(error?.detail ?? "the server is a replica")",
            ])
        trouble()
        reconnect()
    }

    /// Looks after the commands still in flight on a link that takes no more. On the event loop.
    private func retire(_ link: RedisLink) {
        let bound = NIOLoopBound(link, eventLoop: eventLoop)
        // Ends by itself: every command has a deadline, and after the last the link closes.
        eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(100)) { task in
            let isClosed = self.state.withLock { state in
                if case .closed = state.phase { return true }
                return false
            }
            if isClosed { bound.value.close(because: Self.closed) }
            guard bound.value.isOpen else { return task.cancel() }
            _ = bound.value.sweep(now: .now())
        }
    }

    /// - Returns: how long to wait before the next attempt; `nil` when nobody would benefit from it.
    private func failed(_ error: RedisError) -> Duration? {
        let isFinal = !error.isRetryable
        let (pause, losers) = state.withLock { state -> (Duration?, [Command]) in
            if state.phase.isOver { return (nil, []) }
            state.lastFailure = error
            // Who waits for the connection itself is told at once, unless the server only needs time.
            let fails = { (command: Command) in isFinal || (command.isProbe && error.code != .loading) }
            let losers = Array(state.waiting.lazy.filter(fails))
            state.waiting.removeAll(where: fails)
            guard state.hasConnected || !state.waiting.isEmpty else {
                state.phase = .idle
                return (nil, losers)
            }
            return (state.backoff.next(), losers)
        }
        for loser in losers { loser.fail(error) }
        return pause
    }

    // MARK: time

    private func scheduleSweep(at deadline: NIODeadline) {
        _ = eventLoop.scheduleTask(deadline: deadline) { self.sweep(armedFor: deadline) }
    }

    /// Fails what is overdue. On the event loop.
    private func sweep(armedFor deadline: NIODeadline) {
        let now = NIODeadline.now()
        let (link, overdue, failure) = state.withLock { state -> (NIOLoopBound<RedisLink>?, [Command], RedisError?) in
            guard state.sweepAt == deadline else { return (nil, [], nil) }
            state.sweepAt = .distantFuture
            let overdue = Array(state.waiting.lazy.filter { $0.deadline <= now })
            state.waiting.removeAll { $0.deadline <= now || $0.isFinished }
            if case .ready(let bound, _) = state.phase { return (bound, overdue, nil) }
            return (nil, overdue, state.lastFailure)
        }
        for command in overdue { command.fail(overdueError(after: failure)) }
        let next = link?.value.sweep(now: now) ?? .distantFuture
        let arm = state.withLock { state -> NIODeadline? in
            let earliest = min(next, state.waiting.lazy.map(\.deadline).min() ?? .distantFuture)
            guard earliest < state.sweepAt else { return nil }
            state.sweepAt = earliest
            return earliest
        }
        if let arm { scheduleSweep(at: arm) }
    }

    private func overdueError(after failure: RedisError?) -> RedisError {
        guard let failure else {
            return RedisError(.timeout, "\(connector.address) did not take the command in time; it was not sent")
        }
        return RedisError(failure.code, "\(failure.detail); the command was not sent", serverWord: failure.serverWord)
    }

    // MARK: end

    private static let closed = RedisError(.closed, "the Redis client was closed")
    private static let rerouted = RedisError(.rerouted, "the server is no longer asked; the command was not sent")

    /// What waits here fails as `rerouted`, for others to be sent elsewhere.
    func dissolve() {
        let (waiting, bound) = end(as: .dissolved)
        for command in waiting { command.fail(Self.rerouted) }
        guard let bound else { return }
        eventLoop.execute {
            self.retire(bound.value)
            bound.value.drain()
        }
    }

    func close() async {
        let (waiting, bound) = end(as: .closed)
        for command in waiting { command.fail(Self.closed) }
        guard let bound else { return }
        _ = try? await eventLoop.flatSubmit {
            bound.value.close(because: RedisError(.closed, "the Redis client was closed", mayHaveRun: true))
            return bound.value.closeFuture
        }.get()
    }

    private func end(as phase: Phase) -> ([Command], NIOLoopBound<RedisLink>?) {
        state.withLock { state in
            var bound: NIOLoopBound<RedisLink>?
            if case .ready(let link, _) = state.phase { bound = link }
            state.phase = phase
            state.connecting?.cancel()
            state.connecting = nil
            defer { state.waiting.removeAll() }
            return (Array(state.waiting), bound)
        }
    }
}
