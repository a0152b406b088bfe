import Foundation
package import JobQueue
package import Logging
internal import Telemetry

/// Asks for the runs that are due. Any number of processes may do so: a slot fires once, and what was missed while nobody
/// looked fires once on return.
package struct Scheduler: Sendable {
    /// By the mode of the runs it asks for.
    package typealias Schedules = [RunMode: Schedule]

    private let schedules: Schedules
    private let queue: JobQueue
    private let logger: Logger

    package init(schedules: Schedules, queue: JobQueue, logger: Logger) {
        self.schedules = schedules
        self.queue = queue
        self.logger = logger
    }

    /// Fires what is due until cancelled. Goes by the clock of Redis, which all processes share.
    package func run() async throws {
        while true {
            let now = try await queue.now()
            for (mode, schedule) in schedules {
                guard let slots = schedule.slots(around: now) else { continue }
                try await fire(mode, slots.current, until: slots.next)
            }
            try await Task.sleep(for: .seconds(1))
        }
    }

    private func fire(_ mode: RunMode, _ slot: Date, until next: Date) async throws {
        guard try await queue.fire("\(mode.rawValue)", slot: slot, until: next) else { return }
        let request = RunRequest(
            mode: mode, runClass: mode == .delta ? .delta : .sweep, lane: .scheduled, source: "schedule")
        do {
            let (id, joined) = try await queue.createRun(request)
            logger.info(
                "scheduled run", metadata: [LogKey.run: "\(id)", "mode": "\(mode.rawValue)", "joined": "\(joined)"])
        } catch let error as QueueError where error.code == .tooManyRuns {
            logger.warning("scheduled run left out", metadata: [LogKey.reason: "\(error)"])
        }
    }
}
