internal import Foundation
internal import Synchronization

/// Runs pipelines, some at a time, from one thread that lives as long as this does: children die with the thread that
/// started them, and nothing of the parent runs between fork and exec.
package final class ChildDriver: Sendable {
    private let core: DriverCore

    /// - Parameter width: pipelines that run at the same time; others wait in order.
    package init(width: Int) {
        core = DriverCore(width: width)
        let core = core
        Thread.detachNewThread { core.run() }
    }

    deinit { core.stop() }

    /// - Throws: `CancellationError`, after everything that was started is gone.
    package func run(_ pipeline: Pipeline) async throws -> PipelineResult {
        let ticket = core.newTicket()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { core.submit(pipeline, ticket: ticket, $0) }
        } onCancel: {
            core.cancel(ticket)
        }
        core.forget(ticket)
        try Task.checkCancellation()
        return result
    }
}

/// What callers and the thread share.
final class DriverCore: Sendable {
    struct Request: Sendable {
        let ticket: Int
        let pipeline: Pipeline
        let answer: CheckedContinuation<PipelineResult, Never>
    }

    private struct Inbox {
        var nextTicket = 0
        var waiting: [Request] = []
        var cancelled: Set<Int> = []
        var isStopped = false
    }

    private let inbox = Mutex(Inbox())
    private let wake = WakePipe()
    private let width: Int

    init(width: Int) { self.width = max(1, width) }

    func newTicket() -> Int {
        inbox.withLock {
            $0.nextTicket += 1
            return $0.nextTicket
        }
    }

    func submit(_ pipeline: Pipeline, ticket: Int, _ answer: CheckedContinuation<PipelineResult, Never>) {
        inbox.withLock { $0.waiting.append(Request(ticket: ticket, pipeline: pipeline, answer: answer)) }
        wake.ring()
    }

    func cancel(_ ticket: Int) {
        _ = inbox.withLock { $0.cancelled.insert(ticket) }
        wake.ring()
    }

    /// Nobody will cancel it any more.
    func forget(_ ticket: Int) {
        _ = inbox.withLock { $0.cancelled.remove(ticket) }
    }

    func stop() {
        inbox.withLock { $0.isStopped = true }
        wake.ring()
    }

    /// The thread.
    func run() {
        var running: [(request: Request, run: PipelineRun)] = []
        let clock = ContinuousClock()
        while true {
            let room = width - running.count
            let (started, dropped, cancelled, isStopped) = inbox.withLock { inbox in
                let dropped = inbox.waiting.filter { inbox.cancelled.contains($0.ticket) }
                inbox.waiting.removeAll { inbox.cancelled.contains($0.ticket) }
                let started = Array(inbox.waiting.prefix(room))
                inbox.waiting.removeFirst(started.count)
                return (started, dropped, inbox.cancelled, inbox.isStopped && inbox.waiting.isEmpty)
            }
            for request in dropped { request.answer.resume(returning: PipelineResult(stages: [])) }
            for request in started { running.append((request, PipelineRun(request.pipeline, now: clock.now))) }
            for (request, run) in running where cancelled.contains(request.ticket) { run.kill() }
            if isStopped, running.isEmpty { return }

            let now = clock.now
            let patience = running.map { $0.run.patience(now: now) }.min()
            wake.wait(for: running.flatMap { $0.run.descriptors }, atMost: patience)
            let later = clock.now
            for (_, run) in running { run.step(now: later) }
            for (request, run) in running where run.hasEnded { request.answer.resume(returning: run.result) }
            running.removeAll { $0.run.hasEnded }
        }
    }
}
