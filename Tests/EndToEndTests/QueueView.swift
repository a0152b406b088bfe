import Foundation
import Logging
import RedisClient
import TestSupport
import Testing

/// The queue of the connector `confluence` as Redis has it, past the connector's own code. Waits while Redis is away.
struct QueueView: Sendable {
    private static let outcomes = ["pushed", "patched", "unchanged", "skipped", "deleted", "dead"]

    private let redis: RedisClient
    private let base = "cc:{confluence}:"

    init(_ server: RedisServer) async throws {
        redis = RedisClient(
            address: try RedisAddress(url: server.url), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await redis.connect()
    }

    private func send(_ words: String...) async throws -> RESPValue {
        let end = ContinuousClock.now + .seconds(20)
        while true {
            do {
                return try await redis.send(words.map { RedisArgument($0) })
            } catch let error as RedisError {
                guard ContinuousClock.now < end else { throw error }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    private func strings(_ value: RESPValue) -> [String] { value.array?.compactMap(\.string) ?? [] }

    /// Asks through the inbox, as another service would.
    /// - Returns: the run that the reply names, or an empty text.
    func ask(_ fields: [String: String]) async throws -> String {
        let id = try #require(fields["id"])
        try await eventually("the connector is known", within: .seconds(60)) {
            try await send("SISMEMBER", "cc:connectors", "confluence").int == 1
        }
        var words = ["XADD", "cc:inbox", "*", "v", "1", "connector", "confluence"]
        for (name, value) in fields { words += [name, value] }
        _ = try await redis.send(words.map { RedisArgument($0) })
        var run: String?
        try await eventually("the request \(id) is answered", within: .seconds(90)) {
            for entry in try await send("XRANGE", "cc:replies", "-", "+").array ?? [] {
                guard let reply = entry.array?.last?.map, reply["id"]?.string == id else { continue }
                run = reply["run_id"]?.string ?? ""
            }
            return run != nil
        }
        return run ?? ""
    }

    /// Milliseconds.
    var time: Int {
        get async throws {
            let parts = strings(try await send("TIME")).compactMap { Int($0) }
            guard parts.count == 2 else { throw SupportError("TIME") }
            return parts[0] * 1000 + parts[1] / 1000
        }
    }

    struct Lease {
        let fence: String
        let pid: Int32
        /// Milliseconds.
        let claimed: Int
        let jobs: Set<Substring>
    }

    var leases: [Lease] {
        get async throws {
            var leases: [Lease] = []
            for fence in strings(try await send("ZRANGE", base + "leases", "0", "-1")) {
                let parts = (try await send("GET", base + "b:" + fence).string ?? "").split(
                    separator: "|", omittingEmptySubsequences: false)
                guard parts.count == 5 else { continue }
                let pid = parts[1].split(separator: "-").dropLast().last.flatMap { Int32($0) } ?? 0
                leases.append(
                    Lease(
                        fence: fence, pid: pid, claimed: Int(parts[2]) ?? 0, jobs: Set(parts[4].split(separator: ","))))
            }
            return leases
        }
    }

    /// Pages that workers hold at this moment.
    var activePages: Set<String> {
        get async throws {
            let jobs = try await leases.flatMap(\.jobs)
            return Set(jobs.filter { $0.hasPrefix("p:") }.map { String($0.dropFirst(2)) })
        }
    }

    /// Jobs that have not come to their end.
    var unfinished: Int { get async throws { try await send("HLEN", base + "jobs").int ?? -1 } }

    /// When this process claimed jobs whose worker had died: the script leaves `deaths` in their records.
    func reclaimed(by pid: Int32) async throws -> Int? {
        for lease in try await leases where lease.pid == pid {
            for job in lease.jobs {
                let fields = (try await send("HGET", base + "jobs", String(job)).string ?? "").split(
                    separator: "|", omittingEmptySubsequences: false)
                if fields.count > 5, fields[5] != "0" { return lease.claimed }
            }
        }
        return nil
    }

    /// Jobs that came to their end, whatever it was.
    var done: Int {
        get async throws {
            var total = 0
            for outcome in Self.outcomes { total += try await send("HGET", base + "n", "done:\(outcome)").int ?? 0 }
            return total
        }
    }

    private var runs: [String] { get async throws { strings(try await send("ZRANGE", base + "runs", "0", "-1")) } }

    func state(_ run: String) async throws -> String? { try await send("HGET", base + "run:" + run, "state").string }

    var activeRuns: Int {
        get async throws {
            var number = 0
            for run in try await runs {
                if ["pending", "enumerating", "processing"].contains(try await state(run) ?? "") { number += 1 }
            }
            return number
        }
    }

    /// All pages of the only run have become jobs.
    var isListed: Bool {
        get async throws {
            guard let run = try await runs.first else { return false }
            if try await state(run) == "processing" { return true }
            return try await send("HGET", base + "run:" + run, "pending").int ?? 0 > 30
        }
    }

    /// The objects that a run has counted, by how they ended.
    func ended(_ run: String) async throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for outcome in Self.outcomes {
            counts[outcome] = try await send("HGET", base + "run:" + run, outcome).int ?? 0
        }
        return counts
    }

    /// How often, and how, each run said that it had ended.
    var ends: [String: [String]] {
        get async throws {
            var ends: [String: [String]] = [:]
            for entry in try await send("XRANGE", base + "events", "-", "+").array ?? [] {
                guard let event = entry.array?.last?.map, let type = event["type"]?.string,
                    type == "run.finished" || type == "run.cancelled", let run = event["run"]?.string
                else { continue }
                ends[run, default: []].append(type)
            }
            return ends
        }
    }

    var deathReasons: [String] {
        get async throws {
            strings(try await send("HVALS", base + "dead")).map {
                let fields = $0.split(separator: "|", omittingEmptySubsequences: false)
                return fields.count > 13 ? "\(fields[10]) \(fields[13])" : $0
            }
        }
    }

    /// Looks at all checkpoints until cancelled, and complains of each that went back or away.
    /// - Returns: how often it looked.
    func watchCheckpoints() async throws -> Int {
        var newest: [String: UInt32] = [:]
        var looks = 0
        while !Task.isCancelled {
            let start = ContinuousClock.now
            guard let now = try? await checkpoints() else { continue }
            for (id, version) in newest {
                if (now[id] ?? 0) < version { Issue.record("the checkpoint of \(id) went back from \(version)") }
            }
            newest.merge(now) { max($0, $1) }
            looks += 1
            try? await Task.sleep(for: max(.milliseconds(100), (ContinuousClock.now - start) * 4))
        }
        return looks
    }

    private func checkpoints() async throws -> [String: UInt32] {
        var found: [String: UInt32] = [:]
        for (id, value) in try await send("HGETALL", base + "ck").map ?? [:] {
            guard let bytes = value.bytes, bytes.count >= 18 else { continue }
            found[id] = bytes[0..<4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
        return found
    }
}
