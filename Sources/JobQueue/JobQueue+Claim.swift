import ConfluenceModel
import RedisClient

extension JobQueue {
    /// Takes up to `max` jobs of the most urgent lane that has some, of one family, the families in order of preference.
    ///
    /// Returns expired leases of others and due retries to their lanes on the way, so recovery needs no process of its own.
    /// - Parameters:
    ///   - lease: until others may take the jobs, unless a heartbeat comes.
    ///   - deadline: no heartbeat extends the lease beyond it.
    package func claim(
        worker: String, max: Int, lease: Duration = .seconds(30), deadline: Duration = .seconds(600),
        families: [JobFamily] = JobFamily.allCases
    ) async throws -> Claim {
        let times = (lease, deadline)
        var wanted = min(Swift.max(max, 1), Self.batchLimit)
        let first = try await claim(worker, &wanted, times, families, joining: nil)
        guard case .lease(var all) = first else { return first }
        while wanted > 0, let last = all.jobs.last {
            // What goes wrong with the rest is no reason to give up what is held: the next claim will say it.
            guard
                case .lease(let more)? = try? await claim(
                    worker, &wanted, times, [last.id.kind.family], joining: (all.fence, last.lane))
            else { break }
            all = Lease(fence: all.fence, jobs: all.jobs + more.jobs, duration: lease, deadline: deadline)
        }
        return .lease(all)
    }

    /// One script.
    /// - Parameter wanted: is lowered by the jobs that came; 0 when there are no more.
    private func claim(
        _ worker: String, _ wanted: inout Int, _ times: (lease: Duration, deadline: Duration), _ families: [JobFamily],
        joining joined: (fence: UInt64, lane: Lane)?
    ) async throws -> Claim {
        let most = min(wanted, Self.scriptLimit)
        let values = try await call(
            QueueScripts.claim,
            [
                RedisArgument(worker), RedisArgument(most), RedisArgument(times.lease.milliseconds),
                RedisArgument(times.deadline.milliseconds), RedisArgument(families.map(\.rawValue).joined()),
                RedisArgument(joined.map { String($0.fence) } ?? ""),
                RedisArgument(joined.map { String($0.lane.rawValue) } ?? ""),
            ])
        switch values.first?.string {
        case "lease":
            let count = values.count / 2 - 1
            wanted = count < most ? 0 : wanted - count
            return .lease(try Self.lease(from: values, duration: times.lease, deadline: times.deadline))
        case "empty":
            guard let next = values.last?.int, next >= 0 else { return .empty(next: nil) }
            return .empty(next: .milliseconds(next))
        case "wait":
            return .wait(.milliseconds(Swift.max(values.dropFirst().first?.int ?? 0, 1)))
        case "paused":
            return .paused(reason: values.last?.string ?? "")
        default: throw unexpected(values, of: QueueScripts.claim)
        }
    }

    /// Says that the worker is still at it. Every third of the lease's duration is often enough.
    package func heartbeat(_ leases: [Lease], extend: Duration = .seconds(30)) async throws -> HeartbeatReply {
        let runs = Set(leases.flatMap { $0.jobs.flatMap(\.runs) })
        let values = try await call(
            QueueScripts.heartbeat,
            [RedisArgument(extend.milliseconds), RedisArgument(leases.count)]
                + leases.map { RedisArgument($0.fence) } + runs.map { RedisArgument($0.rawValue) })
        guard values.count == 2, let lost = values[0].array, let cancelled = values[1].array else {
            throw unexpected(values, of: QueueScripts.heartbeat)
        }
        var reply = HeartbeatReply()
        reply.lost = Set(lost.compactMap(\.string).compactMap { UInt64($0) })
        reply.cancelledRuns = Set(cancelled.compactMap(\.string).map { RunID($0) })
        return reply
    }

    /// Hands jobs back to the head of their lane; with `alone`, each to be claimed by itself.
    /// - Parameter begun: something of them may have reached the sink; this counts as an attempt, so that the next one knows.
    package func release(_ lease: Lease, _ jobs: [JobID], alone: Bool = false, begun: Bool = false) async throws {
        guard !jobs.isEmpty else { return }
        _ = try await call(
            QueueScripts.release,
            [RedisArgument(lease.fence), RedisArgument((alone ? "o" : "") + (begun ? "b" : ""))]
                + jobs.map { RedisArgument($0.description) })
    }

    /// Returns the jobs of up to `max` expired leases; claims do the same for a few. Gives the number of jobs returned.
    @discardableResult
    package func reap(_ max: Int = 50) async throws -> Int {
        try await call(QueueScripts.reap, [RedisArgument(max)]).first?.int ?? 0
    }

    private static func lease(
        from values: [RESPValue], duration: Duration, deadline: Duration
    ) throws(QueueError) -> Lease {
        guard values.count >= 2, let fence = values[1].string.flatMap({ UInt64($0) }) else {
            throw QueueError(.unexpectedReply, "script claim: no fence")
        }
        var jobs: [Job] = []
        jobs.reserveCapacity(values.count / 2)
        for index in stride(from: 2, to: values.count - 1, by: 2) {
            // What cannot be read is left in the lease, and so given up on after some expiries.
            guard let id = values[index].string.flatMap({ JobID($0) }),
                let job = values[index + 1].string.flatMap({ Job(id: id, record: $0) })
            else { continue }
            jobs.append(job)
        }
        return Lease(fence: fence, jobs: jobs, duration: duration, deadline: deadline)
    }
}

extension Job {
    /// Reads the packed record, format 1:
    /// `1|state|lane|wantedVersion|attempts|deaths|throttles|runs|group|fence|enqueuedAt|flags|lastError`.
    init?(id: JobID, record: String) {
        let fields = record.split(separator: "|", maxSplits: 12, omittingEmptySubsequences: false)
        // Numbers are digits (the scripts saw to it), but may be too long for us.
        func number(_ index: Int) -> Int { Int(fields[index]) ?? .max }
        guard fields.count == 13, fields[0] == "1", let lane = Lane(rawValue: number(2))
        else { return nil }
        self.init(
            id: id, lane: lane, wantedVersion: number(3), flags: JobFlags(letters: fields[11]), attempts: number(4),
            deaths: number(5), throttles: number(6), runs: fields[7].split(separator: ",").map { RunID(String($0)) },
            space: SpaceID(String(fields[8])), enqueuedAt: number(10))
    }
}
