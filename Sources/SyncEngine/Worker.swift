internal import ConfluenceClient
internal import ConfluenceModel
internal import Foundation
internal import HTTPTransport
package import JobQueue
internal import Logging
internal import RedisClient
package import Telemetry
internal import TextExtraction

/// Holds leases and does jobs. Stateless: kill it at any moment, and others take over what it held.
package struct Worker: Sendable {
    package let id: String
    private let stations: Stations
    private let registry: WorkerRegistry
    private let concurrency: Int
    private let batchSize: Int
    /// One request names so many files and their pages; each of them is a download of its own.
    private let fileBatchSize = 20
    /// Downloads over slow lines, one after the other.
    private let fileDeadline: Duration = .seconds(3600)
    private let leaseDuration: Duration
    private let pulse: Pulse
    private let logger: Logger
    private let ancestry: Ancestry
    private let spaces: SpaceDirectory
    private let memory = Lookups()
    private let sinkRequests = SinkRequests()

    /// - Parameters:
    ///   - id: unique in all processes, for ever.
    ///   - concurrency: batches at a time.
    ///   - pulse: told of calls that ought to come back soon.
    package init(
        id: String, stations: Stations, registry: WorkerRegistry, concurrency: Int, batchSize: Int = 50,
        leaseDuration: Duration = .seconds(30), pulse: Pulse = Pulse()
    ) {
        self.id = id
        self.stations = stations
        self.registry = registry
        self.concurrency = concurrency
        self.batchSize = batchSize
        self.leaseDuration = leaseDuration
        self.pulse = pulse
        logger = stations.logger.with(LogKey.worker, id)
        ancestry = Ancestry(client: stations.confluence)
        spaces = SpaceDirectory(state: stations.state, selection: stations.connector.selection)
    }

    /// Works until it is cancelled. Then no new job is taken, and what is held goes back to the queue at once.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await announce() }
            for _ in 0..<concurrency { group.addTask { await work() } }
        }
        // Outside of the cancelled task, which could not say good-bye any more.
        let (registry, id) = (registry, id)
        await Task { try? await registry.leave(id) }.value
    }

    /// One slot: claim, do, repeat.
    private func work() async {
        var idle = Backoff(first: .milliseconds(50), last: .seconds(2))
        while !Task.isCancelled {
            do {
                switch try await pulse.watching(claim) {
                case .lease(let lease):
                    count(lease)
                    if await hold(lease) {
                        idle.reset()
                    } else {
                        try await Task.sleep(for: idle.next())
                    }
                case .empty(let next):
                    try await Task.sleep(for: min(idle.next(), max(next ?? .seconds(2), .milliseconds(20))))
                case .wait(let duration): try await Task.sleep(for: min(duration, .seconds(5)))
                case .paused: try await Task.sleep(for: idle.next())
                }
            } catch is CancellationError {
                return
            } catch {
                logger.warning("queue out of reach", metadata: [LogKey.reason: "\(error)"])
                try? await Task.sleep(for: idle.next())
            }
        }
    }

    /// Text of pages first; files, which take their time, when no page waits.
    private func claim() async throws -> Claim {
        let pages = try await stations.queue.claim(
            worker: id, max: batchSize, lease: leaseDuration, families: [.pages, .absences])
        guard case .empty(let next) = pages else { return pages }
        let files = try await stations.queue.claim(
            worker: id, max: fileBatchSize, lease: leaseDuration, deadline: fileDeadline, families: [.attachments])
        if case .empty = files { return .empty(next: next) }
        return files
    }

    /// Does the jobs of a lease and keeps it alive meanwhile. Whatever happens, the jobs end, wait for another try, or go back.
    /// - Returns: whether Redis did its part; otherwise the same jobs would come again at once.
    private func hold(_ lease: Lease) async -> Bool {
        var isWell = true
        let meter = TransportMeter()
        let progress = LeaseProgress()
        let start = ContinuousClock.now
        defer {
            stations.metrics.observe(
                .jobDuration, ContinuousClock.now - start, ["kind": lease.kind], times: lease.jobs.count)
        }
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await perform(lease, progress, counting: meter) }
                group.addTask { try await keepAlive(lease) }
                try await group.next()
                group.cancelAll()
            }
        } catch is LeaseLost {
            stations.metrics.add(.leasesLost)
            logger.warning("lease lost, its jobs are left to others", metadata: [LogKey.count: "\(lease.jobs.count)"])
        } catch {
            isWell = !(error is RedisError)
            await handBack(lease, error, progress)
        }
        if let run = lease.run { await note(meter.reading, await sinkRequests.sinceLast(stations.sinkMeter), on: run) }
        return isWell
    }

    private func perform(_ lease: Lease, _ progress: LeaseProgress, counting meter: TransportMeter) async throws {
        var stations = stations
        stations.confluence = stations.confluence.counting(into: meter)
        let report: BatchReport
        switch lease.jobs.first?.id.kind {
        case .absence:
            report = try await AbsenceCheck(stations: stations, spaces: spaces, ancestry: ancestry).run(lease)
        case .attachment:
            report = try await AttachmentSync(
                stations: stations, ancestry: ancestry, spaces: spaces, progress: progress
            )
            .run(lease)
        case .page, .blogpost, nil:
            report = try await PageSync(
                stations: stations, ancestry: ancestry, spaces: spaces, memory: memory, progress: progress
            ).run(lease)
        }
        count(report, lease.kind)
        // One line for what went wrong alike: a full disk must not fill the log, too.
        for (failure, alike) in Dictionary(grouping: report.failures, by: \.value) {
            logger.warning(
                "jobs failed",
                metadata: [
                    LogKey.job: "\(alike.map(\.key.description).min() ?? "")", LogKey.count: "\(alike.count)",
                    LogKey.code: "\(failure.code)",
                    "stage": "\(failure.stage)", LogKey.reason: "\(failure.message)",
                ])
        }
        logger.debug("batch done", metadata: [LogKey.count: "\(lease.jobs.count)"])
        if let run = lease.run, report.pushedBytes > 0 {
            try await stations.queue.add(RunUsage(bytesPushed: report.pushedBytes), to: run)
        }
    }

    private func count(_ lease: Lease) {
        stations.metrics.add(.jobsClaimed, Double(lease.jobs.count), ["kind": lease.kind])
        stations.metrics.observe(.claimSize, Double(lease.jobs.count), ["kind": lease.kind])
        let now = Date().timeIntervalSince1970
        for job in lease.jobs {
            stations.metrics.observe(
                .jobWait, max(0, now - Double(job.enqueuedAt) / 1000), ["kind": lease.kind])
        }
    }

    private func count(_ report: BatchReport, _ kind: String) {
        var results: [String: Int] = [:]
        for status in report.statuses.values {
            let result =
                switch status {
                case .accepted, .outdated: "done"
                case .superseded: "again"
                case .stale: "stale"
                }
            results[result, default: 0] += 1
        }
        for failure in report.failures.values {
            let result =
                switch failure.kind {
                case .transient: "retry"
                case .throttled, .postponed, .authentication: "throttled"
                case .permanent: "dead"
                }
            results[result, default: 0] += 1
        }
        for (result, count) in results {
            stations.metrics.add(.jobsFinished, Double(count), ["kind": kind, "result": result])
        }
    }

    /// Renews the lease until cancelled.
    /// - Throws: ``LeaseLost`` when somebody else may hold the jobs by now, or Redis was silent for as long as the lease lasts.
    private func keepAlive(_ lease: Lease) async throws {
        let clock = ContinuousClock()
        var expiry = clock.now + leaseDuration
        while true {
            try await Task.sleep(for: leaseDuration / 3)
            do {
                if try await stations.queue.heartbeat([lease], extend: leaseDuration).lost.contains(lease.fence) {
                    throw LeaseLost()
                }
                expiry = clock.now + leaseDuration
            } catch let error as RedisError where clock.now < expiry {
                logger.warning("heartbeat failed, trying again", metadata: [LogKey.reason: "\(error)"])
            } catch is RedisError {
                throw LeaseLost()
            }
        }
    }

    /// A whole batch came to nothing: stopped by us, or by something outside that concerns all of its jobs.
    private func handBack(_ lease: Lease, _ error: any Error, _ progress: LeaseProgress) async {
        let queue = stations.queue
        let logger = logger
        // Runs outside of the cancelled task, so that a stopping worker still returns its jobs; waited for right here.
        await Task {
            do {
                if error is RedisError {
                    logger.warning(
                        "batch handed back", metadata: [LogKey.reason: "\(error)", LogKey.count: "\(lease.jobs.count)"])
                }
                guard let failure = batchFailure(error) else {
                    try await queue.release(lease, lease.jobs.map(\.id), begun: progress.hasBegunWriting)
                    return
                }
                logger.warning(
                    "batch failed", metadata: [LogKey.code: "\(failure.code)", LogKey.reason: "\(failure.message)"])
                try await queue.fail(
                    lease, Dictionary(lease.jobs.map { ($0.id, failure) }, uniquingKeysWith: { first, _ in first }))
            } catch {
                logger.warning(
                    "jobs could not be handed back; their lease will expire", metadata: [LogKey.reason: "\(error)"])
            }
        }.value
    }

    private func note(_ reading: TransportMeter.Reading, _ sinkRequests: Int, on run: RunID) async {
        let usage = RunUsage(
            confluenceRequests: reading.requests, sinkRequests: sinkRequests, points: reading.points,
            bytesDownloaded: reading.downloadedBytes)
        try? await stations.queue.add(usage, to: run)
    }

    private func announce() async {
        while !Task.isCancelled {
            let facts = ["connector": stations.connector.id, "slots": "\(concurrency)"]
            do {
                try await registry.announce(id, facts)
            } catch {
                logger.debug("could not announce", metadata: [LogKey.reason: "\(error)"])
            }
            try? await Task.sleep(for: .seconds(10))
        }
    }
}

/// What went wrong for all jobs of a batch; `nil`: nothing that would count against them.
private func batchFailure(_ error: any Error) -> JobFailure? {
    switch error {
    case is CancellationError, is RedisError: nil
    case let error as ConfluenceError: error.code == .cancelled ? nil : error.batchFailure
    case let error as TextExtractionError: error.jobFailure
    default: JobFailure(.transient, stage: "batch", code: "unexpected", message: "\(error)")
    }
}

extension Lease {
    /// As the figures name it.
    fileprivate var kind: String { jobs.first.map { "\($0.id.kind)" } ?? "none" }
}

/// Somebody else may hold the jobs by now: drop them, push nothing.
struct LeaseLost: Error {}

/// The sink's requests are not told apart by lease: what was sent since the last lease ended counts for this one's run.
private actor SinkRequests {
    private var counted = 0

    func sinceLast(_ meter: TransportMeter) -> Int {
        defer { counted = meter.reading.requests }
        return meter.reading.requests - counted
    }
}
