internal import Foundation
package import JobQueue
package import RedisClient
package import SyncState
package import Telemetry

/// The figures of the connector as a whole, looked up when somebody asks: told by those that may coordinate, so that a
/// hundred workers do not tell them a hundred times.
package struct Figures: Sendable {
    private let queue: JobQueue
    private let state: SyncState
    private let redis: RedisClient
    private let inbox: Inbox
    private let documents: DocumentCount

    package init(queue: JobQueue, state: SyncState, redis: RedisClient, inbox: Inbox) {
        self.queue = queue
        self.state = state
        self.redis = redis
        self.inbox = inbox
        documents = DocumentCount(state: state)
    }

    package func note(into metrics: Metrics) async {
        do {
            try await noteQueue(metrics)
            try await noteRuns(metrics)
            metrics.set(.inboxEntries, Double(try await inbox.length()))
            metrics.set(.inboxLag, Double(try await inbox.lag()))
            metrics.set(.checkpointEntries, Double(try await documents.count()), label)
            let held = try await state.heldDeletions().filter { $0.decision == .waiting }
            metrics.set(.heldDeletions, Double(held.reduce(0) { $0 + $1.absent }), label)
            for (kind, count) in try await queue.repairs() {
                metrics.set(.auditRepairs, Double(count), ["connector": queue.connector, "kind": kind])
            }
            try await noteMemory(metrics)
            metrics.set(.redisUp, 1)
        } catch {
            // Old figures are worse than none, but those of Redis say it all.
            metrics.set(.redisUp, 0)
        }
    }

    private var label: Metrics.Labels { ["connector": queue.connector] }

    private func noteQueue(_ metrics: Metrics) async throws {
        let status = try await queue.status()
        for (lane, figures) in status.lanes {
            let name = "\(lane)".lowercased()
            for (state, count) in [("ready", figures.ready), ("delayed", figures.delayed)] {
                metrics.set(
                    .queueJobs, Double(count), ["connector": queue.connector, "lane": name, "state": state])
            }
            metrics.set(
                .queueOldest, (figures.oldest ?? .zero) / .seconds(1), ["connector": queue.connector, "lane": name])
        }
        metrics.set(
            .queueJobs, Double(status.active), ["connector": queue.connector, "lane": "", "state": "active"])
        metrics.set(.queueLeases, Double(status.leases), label)
        for (reason, count) in status.deadByReason {
            metrics.set(.queueDead, Double(count), ["connector": queue.connector, "reason": reason])
        }
        metrics.set(.queuePaused, status.isPaused ? 1 : 0, label)
        metrics.set(.queueWait, (status.wait ?? .zero) / .seconds(1), label)
        metrics.set(.workers, Double(status.workers))
    }

    private func noteRuns(_ metrics: Metrics) async throws {
        let runs = try await queue.runs(limit: 100)
        if let counts = runs.first?.counts {
            let outcomes = [
                "pushed": counts.pushed, "patched": counts.patched, "unchanged": counts.unchanged,
                "skipped": counts.skipped, "deleted": counts.deleted, "dead": counts.dead,
            ]
            for (outcome, count) in outcomes {
                metrics.set(.runDocuments, Double(count), ["connector": queue.connector, "outcome": outcome])
            }
        }
        for mode in RunMode.allCases {
            guard let end = runs.first(where: { $0.mode == mode && $0.state == .finished })?.finishedAt else {
                continue
            }
            metrics.set(
                .runLastSuccess, Double(end) / 1000, ["connector": queue.connector, "mode": mode.rawValue])
        }
    }

    private func noteMemory(_ metrics: Metrics) async throws {
        let info = try await redis.send("INFO", "memory").string ?? ""
        var facts: [Substring: Substring] = [:]
        for line in info.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { facts[parts[0]] = parts[1] }
        }
        func number(_ name: Substring) -> Double { facts[name].flatMap { Double($0) } ?? 0 }
        let limit = number("maxmemory")
        metrics.set(.redisMemory, limit > 0 ? number("used_memory") / limit : 0)
        metrics.set(.redisPolicyOK, limit == 0 || facts["maxmemory_policy"] == "noeviction" ? 1 : 0)
    }
}

/// One command for each of many hashes, whoever looks how often.
private actor DocumentCount {
    private let state: SyncState
    private var last: (at: ContinuousClock.Instant, count: Int)?

    init(state: SyncState) { self.state = state }

    /// An answer is good for a minute.
    func count() async throws -> Int {
        if let last, ContinuousClock.now - last.at < .seconds(60) { return last.count }
        let count = try await state.countCheckpoints()
        last = (.now, count)
        return count
    }
}
