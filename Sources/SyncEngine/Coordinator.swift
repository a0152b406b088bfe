internal import ConfluenceClient
internal import ConfluenceModel
package import JobQueue
internal import Logging
internal import RedisClient
internal import Sinks
internal import SyncState
internal import Telemetry

/// Carries out runs: lists what there is, enqueues what changed, closes the run, and tidies up after it.
/// One process at a time does so, under a lease; another takes over within seconds where it dies, at the saved cursors.
package struct Coordinator: Sendable {
    private let stations: Stations
    private let leadership: LeaderLease
    private let desk: RequestDesk?
    private let scheduler: Scheduler?
    private let logger: Logger
    private let clock = ContinuousClock()

    /// - Parameters:
    ///   - desk: answers other services; `nil`: nobody does.
    ///   - schedules: the runs that it asks for by itself.
    package init(
        stations: Stations, leadership: LeaderLease, desk: RequestDesk? = nil, schedules: Scheduler.Schedules = [:]
    ) {
        self.stations = stations
        self.leadership = leadership
        self.desk = desk
        scheduler =
            schedules.isEmpty
            ? nil
            : Scheduler(schedules: schedules, queue: stations.queue, state: stations.state, logger: stations.logger) {
                // Whether what a new account does not see is gone can only be told of all together.
                guard try await !stations.state.isInDoubt() else { return [] }
                return try await stations.state.spaces().values.filter {
                    stations.connector.selection.contains($0.space)
                }
            }
        logger = stations.logger
    }

    /// Coordinates whenever nobody else does, until cancelled.
    package func run() async {
        while !Task.isCancelled {
            do {
                if try await leadership.acquire() != nil { try await lead() }
            } catch is CancellationError {
                break
            } catch {
                logger.warning("coordination interrupted, trying again", metadata: [LogKey.reason: "\(error)"])
            }
            try? await Task.sleep(for: .milliseconds(500))
        }
        await stepDown()
    }

    /// Leads until the lease is lost.
    private func lead() async throws {
        logger.info("this process coordinates")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await keepLease() }
            group.addTask { try await coordinate() }
            group.addTask { try await Upkeep(queue: stations.queue, logger: logger).run() }
            if let desk { group.addTask { try await desk.run() } }
            if let scheduler { group.addTask { try await scheduler.run() } }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func keepLease() async throws {
        while try await leadership.renew() { try await Task.sleep(for: .seconds(5)) }
        logger.warning("another process coordinates now")
    }

    /// Runs are listed side by side, so that a long one does not hold up the others.
    private func coordinate() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let underWay = UnderWay()
            try await watch { id in
                guard await underWay.begin(id) else { return }
                group.addTask {
                    await enumerate(id)
                    await underWay.end(id)
                }
            }
        }
    }

    private func watch(_ start: (RunID) async -> Void) async throws {
        var untidied: Set<RunID> = []
        while true {
            let active = try await stations.queue.activeRuns()
            // One reads the feeds at a time, so that whoever asks meanwhile finds one that has not begun.
            let reading = Set(active.filter { $0.mode == .delta && $0.state == .enumerating }.map(\.spaces))
            for run in active where run.state != .processing {
                let isNext = run.mode == .delta && run.state == .pending && reading.contains(run.spaces)
                if !isNext { await start(run.id) }
            }
            untidied.formUnion(active.map(\.id))
            for id in untidied {
                let run = try await stations.queue.run(id)
                guard run?.state.isActive != true else { continue }
                await tidy(run)
                untidied.remove(id)
            }
            try await Task.sleep(for: .milliseconds(250))
        }
    }

    private func enumerate(_ id: RunID) async {
        let logger = logger.with(LogKey.run, id)
        do {
            try await Enumeration(stations: stations, run: id, logger: logger).perform()
        } catch is CancellationError {
            return
        } catch let error as RedisError {
            // Nobody's fault but the moment's: the run is still active, and is taken up again where it stands.
            logger.warning("run interrupted, trying again", metadata: [LogKey.reason: "\(error)"])
            try? await Task.sleep(for: .seconds(1))
        } catch let error as ConfluenceError where error.code == .cancelled {
            return
        } catch {
            logger.error("run failed", metadata: [LogKey.reason: "\(error)"])
            _ = try? await stations.queue.failRun(id, reason: sentence(error))
        }
    }

    /// What is left to do when a run has come to its end: the sink's index files.
    private func tidy(_ run: Run?) async {
        guard let run else { return }
        do {
            try await stations.sink.finish()
        } catch {
            logger.warning("the sink's index could not be written", metadata: [LogKey.reason: "\(error)"])
        }
        logger.notice("run finished", metadata: [LogKey.run: "\(run.id)", "state": "\(run.state.rawValue)"])
    }

    private func stepDown() async {
        // Outside of the cancelled task, so that the next coordinator need not wait for the lease to expire; waited for here.
        let leadership = leadership
        await Task { try? await leadership.release() }.value
    }
}

/// Runs that are being listed by this process.
private actor UnderWay {
    private var runs: Set<RunID> = []

    func begin(_ run: RunID) -> Bool { runs.insert(run).inserted }
    func end(_ run: RunID) { runs.remove(run) }
}
