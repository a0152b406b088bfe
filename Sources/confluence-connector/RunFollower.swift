import Foundation
import JobQueue
import Logging

/// Watches a run to its end and shows how it goes.
struct RunFollower: Sendable {
    let run: RunID
    let queue: JobQueue
    let registry: WorkerRegistry
    let leadership: LeaderLease
    let holder: String
    let signals: SignalWatch

    /// - Returns: the run in its final state; also after Ctrl-C, when it was left to others or cancelled.
    func follow() async throws -> Run {
        var line = ProgressLine()
        var lastPrinted = ContinuousClock.now - .seconds(10)
        while true {
            guard let current = try await queue.run(run) else { throw RunGone(run: run) }
            line.note(.init(at: .now, done: current.counts.enumerated))
            if !current.state.isActive {
                if Terminal.isInteractive { Terminal.rewrite("") }
                return current
            }
            show(current, line, &lastPrinted)
            if let reason = try await pauseReason() { return try await fail(because: reason) }
            if signals.received != nil { return try await leave() }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    private func show(_ run: Run, _ line: ProgressLine, _ lastPrinted: inout ContinuousClock.Instant) {
        let interval: Duration = Terminal.isInteractive ? .zero : .seconds(5)
        guard lastPrinted + interval <= .now else { return }
        lastPrinted = .now
        var facts: [String] = []
        if run.counts.dead > 0 { facts.append("\(grouped(run.counts.dead)) dead") }
        if run.errorCount > 0 { facts.append("\(grouped(run.errorCount)) errors") }
        let width = Terminal.isInteractive ? Terminal.width - 1 : 100
        let text = line.text(
            state: run.state.rawValue, pending: run.pending, isComplete: run.isClosed,
            facts: facts.joined(separator: "  "), width: width)
        if Terminal.isInteractive { Terminal.rewrite(text) } else { Terminal.writeLine(text) }
    }

    /// Credentials that were refused in mid-run, or a sink that takes nothing more.
    private func pauseReason() async throws -> String? {
        guard let pause = try await queue.status().pause, pause.author.isEmpty else { return nil }
        return pause.reason.isEmpty ? "no reason given" : pause.reason
    }

    private func fail(because reason: String) async throws -> Run {
        _ = try await queue.failRun(run, reason: reason)
        guard let ended = try await queue.run(run) else { throw RunGone(run: run) }
        return ended
    }

    /// Others finish it, or nobody would.
    private func leave() async throws -> Run {
        if Terminal.isInteractive { Terminal.rewrite("") }
        let others = try await othersAreAtWork()
        let isCoordinatedByOthers = try await leadership.currentHolder().map { $0 != holder } ?? false
        if others || isCoordinatedByOthers {
            Terminal.writeLine(
                "left: run \(run) goes on without this process; `runs show \(run)` tells how it is doing")
        } else {
            _ = try await queue.cancelRun(run, reason: "interrupted")
        }
        guard let current = try await queue.run(run) else { throw RunGone(run: run) }
        return current
    }
}

extension RunFollower {
    /// Workers of this connector that were alive a moment ago; those that died stay on the list for a while.
    private func othersAreAtWork() async throws -> Bool {
        let workers = try await registry.workers()
        let newest = workers.map(\.lastSeen).max() ?? 0
        return workers.contains {
            $0.id != holder && $0.facts["connector"] == queue.connector && $0.lastSeen > newest - 15_000
        }
    }
}

struct RunGone: Error, CustomStringConvertible {
    let run: RunID
    var description: String { "run \(run) is not in Redis any more: was its data lost?" }
}
