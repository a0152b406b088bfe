internal import Foundation
package import JobQueue
package import Logging
internal import RedisClient
internal import Telemetry

/// What somebody must do while the others work: passes events on, tells how far runs are, and repairs the queue's indexes
/// from its records. For the process that leads.
package struct Upkeep: Sendable {
    private let queue: JobQueue
    private let logger: Logger

    package init(queue: JobQueue, logger: Logger) {
        self.queue = queue
        self.logger = logger
    }

    /// Until cancelled.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await forward() }
            group.addTask { try await tellProgress() }
            group.addTask { try await audit() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func forward() async throws {
        try await persistently("events are not passed on", logger) { patience in
            var count: Int
            repeat { count = try await queue.forwardEvents(100) } while count == 100
            patience.settle(at: .milliseconds(500))
        }
    }

    private func tellProgress() async throws {
        while true {
            try await Task.sleep(for: .seconds(5))
            do {
                for run in try await queue.activeRuns() { try await queue.tellProgress(of: run.id) }
            } catch let error as RedisError {
                // Said by those whose work it stops; progress is told again in a moment.
                logger.debug("progress not told", metadata: [LogKey.reason: "\(error)"])
            }
        }
    }

    /// At once, since the one who led before may have died of it, and then every few minutes.
    private func audit() async throws {
        while true {
            do {
                let repairs = try await QueueAuditor(queue: queue).pass()
                if !repairs.isEmpty {
                    let kinds = repairs.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                    logger.warning("queue repaired", metadata: ["repairs": "\(kinds.joined(separator: ", "))"])
                }
            } catch let error as RedisError {
                logger.warning("queue not audited", metadata: [LogKey.reason: "\(error)"])
            }
            try await Task.sleep(for: .seconds(300))
        }
    }
}
