import ConfluenceModel
import RedisClient

/// Looks that change nothing, each bounded whatever the queue holds.
extension JobQueue {
    package func status() async throws -> QueueStatus {
        let values = try await call(QueueScripts.status, [])
        guard values.count.isMultiple(of: 2) else { throw unexpected(values, of: QueueScripts.status) }
        var map: [String: RESPValue] = [:]
        var status = QueueStatus()
        var index = 0
        while index + 1 < values.count {
            if values[index].string == "hold", index + 11 < values.count {
                let texts = stride(from: index + 1, to: index + 12, by: 2).map { values[$0].string ?? "" }
                if let hold = QueueHold(texts) { status.holds.append(hold) }
                index += 12
            } else {
                if let name = values[index].string { map[name] = values[index + 1] }
                index += 2
            }
        }
        func number(_ name: String) -> Int { map[name]?.int ?? 0 }
        for lane in Lane.allCases {
            let oldest = map["oldest:\(lane.rawValue)"]?.int
            status.lanes[lane] = .init(
                ready: number("ready:\(lane.rawValue)"), delayed: number("delayed:\(lane.rawValue)"),
                oldest: oldest.map { .milliseconds(Swift.max($0, 0)) })
        }
        status.jobs = number("jobs")
        status.active = number("active")
        status.dead = number("dead")
        for (name, value) in map where name.hasPrefix("dead:") {
            status.deadByReason[String(name.dropFirst(5))] = Swift.max(value.int ?? 0, 0)
        }
        status.leases = number("leases")
        status.wait = number("wait") > 0 ? .milliseconds(number("wait")) : nil
        status.waitReason = map["waitReason"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        status.sweep = UInt16(exactly: number("sweep")) ?? 0
        status.workers = try await redis.send("ZCARD", RedisArgument(keys.workers)).int ?? 0
        return status
    }

    /// The jobs that are next in each lane, at most so many (up to 50) of each family, those claimed alone at the end.
    package func peek(_ limit: Int = 10) async throws -> [Job] {
        let values = try await call(QueueScripts.peek, [RedisArgument(min(Swift.max(limit, 1), 50))])
        return stride(from: 0, to: values.count - 1, by: 2).compactMap { index in
            guard let id = values[index].string.flatMap({ JobID($0) }) else { return nil }
            return values[index + 1].string.flatMap { Job(id: id, record: $0) }
        }
    }

    /// Who holds what, those that expire first. At most 200 at a time.
    package func leases(from first: Int = 0, limit: Int = 50) async throws -> [LeaseStatus] {
        let values = try await call(
            QueueScripts.leases,
            [RedisArgument(Swift.max(first, 0)), RedisArgument(min(Swift.max(limit, 1), 200))])
        return stride(from: 0, to: values.count - 2, by: 3).compactMap { index in
            guard let fence = values[index].string.flatMap({ UInt64($0) }) else { return nil }
            return LeaseStatus(
                fence: fence, expiresAt: values[index + 1].int ?? 0, batch: values[index + 2].string ?? "")
        }
    }

    /// Everything that the connector's queue knows of one object: its job, and its dead letter.
    package func job(_ id: JobID) async throws -> (state: JobState, job: Job)? {
        let text = try await redis.send("HGET", RedisArgument(keys.jobs), RedisArgument(id.description)).string
        guard let text, let job = Job(id: id, record: text) else { return nil }
        let letter = text.dropFirst(2).first.map(String.init) ?? ""
        return JobState(rawValue: letter).map { ($0, job) }
    }
}
