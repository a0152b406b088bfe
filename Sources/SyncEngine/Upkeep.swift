internal import Foundation
package import JobQueue
package import Logging
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
        while true {
            let count = try await queue.forwardEvents(100)
            if count < 100 { try await Task.sleep(for: .milliseconds(500)) }
        }
    }

    private func tellProgress() async throws {
        while true {
            try await Task.sleep(for: .seconds(5))
            for run in try await queue.activeRuns() { try await queue.tellProgress(of: run.id) }
        }
    }

    /// At once, since the one who led before may have died of it, and then every few minutes.
    private func audit() async throws {
        while true {
            let repairs = try await QueueAuditor(queue: queue).pass()
            if !repairs.isEmpty {
                let kinds = repairs.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                logger.warning("queue repaired", metadata: ["repairs": "\(kinds.joined(separator: ", "))"])
            }
            try await Task.sleep(for: .seconds(300))
        }
    }
}
