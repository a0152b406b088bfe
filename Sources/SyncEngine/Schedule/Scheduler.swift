internal import ConfluenceModel
import Foundation
package import JobQueue
package import Logging
package import SyncState
internal import Telemetry

/// Asks for the runs that are due. Any number of processes may do so: a slot fires once, and what was missed while nobody
/// looked fires once on return.
package struct Scheduler: Sendable {
    /// By the mode of the runs it asks for.
    package typealias Schedules = [RunMode: Schedule]

    /// The source of runs over the spaces whose turn it is: what is no longer there at all is looked for in each of them.
    static let inTurns = "schedule, in turns"

    private let schedules: Schedules
    private let queue: JobQueue
    private let state: SyncState
    /// The spaces that are synced, whenever a sweep is due; empty where all must be swept at once.
    private let spaces: @Sendable () async throws -> [SpaceRecord]
    private let logger: Logger

    package init(
        schedules: Schedules, queue: JobQueue, state: SyncState, logger: Logger,
        spaces: @escaping @Sendable () async throws -> [SpaceRecord]
    ) {
        self.schedules = schedules
        self.queue = queue
        self.state = state
        self.spaces = spaces
        self.logger = logger
    }

    /// Fires what is due until cancelled. Goes by the clock of Redis, which all processes share.
    package func run() async throws {
        try await persistently("schedules do not fire", logger) { _ in
            let now = try await queue.now()
            for (mode, schedule) in schedules {
                guard let slots = schedule.slots(around: now) else { continue }
                try await fire(mode, CronSlot(schedule: mode.rawValue, start: slots.current, end: slots.next))
            }
        }
    }

    /// What goes wrong before there is a run leaves the slot to the next try.
    private func fire(_ mode: RunMode, _ slot: CronSlot) async throws {
        guard try await !queue.hasFired(slot) else { return }
        var request = RunRequest(
            mode: mode, runClass: mode == .delta ? .delta : .sweep, lane: .scheduled, source: "schedule")
        var facts: Logger.Metadata = ["mode": "\(mode.rawValue)"]
        var inTurn: [SpaceID] = []
        if mode == .incremental {
            let spaces = try await spaces()
            if let turn = SweepTurn(of: spaces) {
                request.spaces = turn.keys.sorted()
                inTurn = spaces.filter { turn.keys.contains($0.key) }.map(\.id)
                request.source = Self.inTurns
                // The sweep that is still under way is of other spaces; these have their turn when it is over.
                request.joinsClass = true
                facts["spaces"] = "\(turn.keys.count) of \(spaces.count)"
            }
            if let oldest = spaces.compactMap(\.sweptAt).min() {
                facts["oldest_sweep"] = "\(Date(timeIntervalSince1970: Double(oldest) / 1000).ISO8601Format())"
            }
        }
        do {
            guard let (id, joined) = try await queue.createRun(request, in: slot) else { return }
            if !joined, !inTurn.isEmpty {
                try await state.setTurn(at: Int(slot.start.timeIntervalSince1970 * 1000), of: inTurn)
            }
            facts[LogKey.run] = "\(id)"
            facts["joined"] = "\(joined)"
            logger.info("scheduled run", metadata: facts)
        } catch let error as QueueError where error.code == .tooManyRuns {
            logger.warning("scheduled run left out", metadata: [LogKey.reason: "\(error)"])
        }
    }
}
