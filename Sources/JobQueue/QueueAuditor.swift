import RedisClient

/// Rebuilds what can be rebuilt: the records say what there is, lists, rings, counters and the pending counts of runs
/// follow from them. A pass over a sound queue changes nothing.
package struct QueueAuditor: Sendable {
    private let queue: JobQueue

    package init(queue: JobQueue) { self.queue = queue }

    /// One pass over all records, 250 a script. While jobs move, counters and runs are left for a later pass.
    /// - Returns: what was put right, by kind: `corrupt` (records given up on), `orphan` (active without a lease),
    ///   `delayed`, `list`, `ring`, `counter`, `run` (jobs of runs that are gone, counted as dead), `sweep`.
    package func pass() async throws -> [String: Int] {
        var pass = AuditPass(queue: queue)
        try await pass.perform()
        return pass.repairs
    }
}

private struct AuditPass {
    private struct List: Hashable {
        var lane: String
        var family: String
    }

    let queue: JobQueue
    private(set) var repairs: [String: Int] = [:]
    private var tally: [String: Int] = [:]

    init(queue: JobQueue) { self.queue = queue }

    mutating func perform() async throws {
        let before = try await queue.audit("snapshot").first?.string ?? ""
        let runs = try await queue.audit("runs")
        try await scan()
        try await scanGraves()
        let short = try await compareLists()
        for (list, spaces) in short { try await fill(list, spaces) }
        try await settle(before)
        try await compare(runs)
    }

    private mutating func note(_ values: some Collection<RESPValue>) {
        for (kind, number) in pairs(values) where number > 0 { repairs[kind, default: 0] += number }
    }

    private func pairs(_ values: some Collection<RESPValue>) -> [(String, Int)] {
        let values = Array(values)
        return stride(from: 0, to: values.count - 1, by: 2).compactMap { index in
            guard let name = values[index].string, let number = values[index + 1].int else { return nil }
            return (name, number)
        }
    }

    private mutating func scan() async throws {
        var cursor = "0"
        repeat {
            try Task.checkCancellation()
            let values = try await queue.audit("step", cursor)
            guard let next = values.first?.string,
                let middle = values.dropFirst().firstIndex(where: { $0.string == "" })
            else { throw queue.unexpected(values, of: QueueScripts.audit) }
            note(values[1..<middle])
            for (what, number) in pairs(values[(middle + 1)...]) { tally[what, default: 0] += number }
            cursor = next
        } while cursor != "0"
    }

    private mutating func scanGraves() async throws {
        var cursor = "0"
        repeat {
            try Task.checkCancellation()
            let values = try await queue.audit("graves", cursor)
            guard let next = values.first?.string else { throw queue.unexpected(values, of: QueueScripts.audit) }
            for (reason, number) in pairs(values.dropFirst()) { tally["dead|\(reason)", default: 0] += number }
            cursor = next
        } while cursor != "0"
    }

    /// - Returns: lists that hold fewer ids than there are ready jobs for them.
    private mutating func compareLists() async throws -> [List: [String]] {
        var expected: [List: [(String, Int)]] = [:]
        for (what, number) in tally where what.hasPrefix("R|") {
            let parts = what.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4 else { continue }
            expected[List(lane: parts[1], family: parts[2]), default: []].append((parts[3], number))
        }
        var short: [List: [String]] = [:]
        for (list, spaces) in expected {
            for start in stride(from: 0, to: spaces.count, by: 200) {
                let part = spaces[start..<min(start + 200, spaces.count)].flatMap { [$0.0, "\($0.1)"] }
                let values = try await queue.audit("lists", [list.lane, list.family] + part)
                if let rings = values.first?.int, rings > 0 { repairs["ring", default: 0] += rings }
                short[list, default: []] += values.dropFirst().compactMap(\.string)
            }
        }
        return short.filter { !$0.value.isEmpty }
    }

    /// Looks for the missing ones among all records.
    private mutating func fill(_ list: List, _ spaces: [String]) async throws {
        let wanted = Set(spaces)
        var cursor = "0"
        repeat {
            try Task.checkCancellation()
            let reply = try await queue.redis.send(
                "HSCAN", RedisArgument(queue.keys.jobs), RedisArgument(cursor), "COUNT", "250")
            guard let parts = reply.array, parts.count == 2, let next = parts[0].string, let map = parts[1].map else {
                throw QueueError(.unexpectedReply, "HSCAN of the jobs")
            }
            var ids: [String: [String]] = [:]
            for (id, value) in map {
                let fields = (value.string ?? "").split(separator: "|", omittingEmptySubsequences: false)
                guard fields.count >= 13 else { continue }
                let space = list.lane == "solo" ? "" : String(fields[8])
                if wanted.contains(space) { ids[space, default: []].append(id) }
            }
            for (space, ids) in ids {
                for start in stride(from: 0, to: ids.count, by: JobQueue.batchLimit) {
                    let part = ids[start..<min(start + JobQueue.batchLimit, ids.count)]
                    let values = try await queue.audit("list", [list.lane, list.family, space] + part)
                    if let number = values.first?.int, number > 0 { repairs["list", default: 0] += number }
                }
            }
            cursor = next
        } while cursor != "0"
    }

    private mutating func settle(_ before: String) async throws {
        var counters = ["active": tally["A"] ?? 0]
        for lane in Lane.allCases {
            counters["delayed:\(lane.rawValue)"] = tally["D|\(lane.rawValue)"] ?? 0
            for family in ["", "a", "x"] {
                counters["ready:\(lane.rawValue)\(family)"] = tally["N|\(lane.rawValue)\(family)"] ?? 0
            }
        }
        for reason in try await queue.status().deadByReason.keys {
            counters["dead:\(reason)"] = tally["dead|\(reason)"] ?? 0
        }
        let arguments = [before] + counters.sorted { $0.key < $1.key }.flatMap { [$0.key, "\($0.value)"] }
        note(try await queue.audit("settle", arguments))
    }

    /// A run that waits for jobs which are nowhere would wait for ever. Not told while a later version's records are there:
    /// they may be its jobs.
    private mutating func compare(_ runs: [RESPValue]) async throws {
        guard tally["newer"] == nil else { return }
        for index in stride(from: 0, to: runs.count - 2, by: 3) {
            guard let id = runs[index].string, let pending = runs[index + 1].int, let counted = runs[index + 2].int
            else { continue }
            let jobs = tally["run|\(id)"] ?? 0
            guard jobs < pending else { continue }
            let values = try await queue.audit("run", [id, "\(pending)", "\(counted)", "\(jobs)"])
            if let number = values.first?.int, number > 0 { repairs["run", default: 0] += number }
        }
    }
}

extension JobQueue {
    fileprivate func audit(_ operation: String, _ arguments: [String] = []) async throws -> [RESPValue] {
        try await call(QueueScripts.audit, [RedisArgument(operation)] + arguments.map { RedisArgument($0) })
    }

    fileprivate func audit(_ operation: String, _ argument: String) async throws -> [RESPValue] {
        try await audit(operation, [argument])
    }
}
