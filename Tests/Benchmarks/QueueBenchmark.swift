import ArgumentParser
import ConfluenceModel
import Foundation
import JobQueue
import Logging
import RedisClient
import SyncState
import TestSupport

/// Takes jobs through the queue, from enqueue to acknowledge with checkpoints and receipts, beside queues that others
/// use and the server's own limit. The Redis is one of its own (append-only file, flushed every second).
struct QueueBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Measures jobs/s, Redis CPU and memory a job, script times, beside its peers.")

    @Option(help: "Jobs of each round (a tenth of it one at a time).")
    var jobs = 50_000

    @Option(help: "Jobs that wait while the time of scripts is measured.")
    var queued = 1_000_000

    @Option(help: "Workers that claim at the same time.")
    var workers = 4

    @Flag(help: "Without the Python queues, which are installed from PyPI.")
    var withoutPeers = false

    func run() async throws {
        print("load average \(try String(contentsOfFile: "/proc/loadavg", encoding: .utf8).prefix(14))")
        try await measure { try await $0.rounds(jobs, workers) }
        try await measure { try await $0.scriptTimes(queued) }
        try await measure { try $0.limit() }
        if withoutPeers { return }
        try await measure { server in
            for peer in try QueuePeers.measure(redis: server.socketPath, jobs: min(jobs, 20_000)) { print(peer.line) }
        }
    }

    private func measure(_ work: (QueueBench) async throws -> Void) async throws {
        try await RedisServer.with(arguments: ["--appendfsync", "everysec"]) { server in
            let client = RedisClient(
                address: try RedisAddress(url: server.socketURL),
                logger: Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() })
            try await client.connect()
            try await work(QueueBench(redis: client, socketPath: server.socketPath))
            await client.close()
        }
    }
}

/// One queue in one Redis, and what the server says it cost.
struct QueueBench {
    let redis: RedisClient
    let socketPath: String

    private func items(_ range: Range<Int>) -> [JobItem] {
        range.map { number in
            let id = ContentID("\(1_000_000_000 + number)")
            return JobItem(
                id: JobID(.page, id), space: SpaceID("\(number / 500)"), version: 3,
                spaceOrdinal: UInt16(truncatingIfNeeded: number / 500))
        }
    }

    func rounds(_ jobs: Int, _ workers: Int) async throws {
        for batch in [1, 10, 50, 250] {
            let number = batch == 1 ? max(jobs / 10, 1) : jobs
            let queue = JobQueue(redis: redis, connector: "bench\(batch)")
            let before = try await cost()
            let start = ContinuousClock.now
            try await fill(queue, number)
            let full = try await cost()
            try await drain(queue, batch, workers)
            let elapsed = (ContinuousClock.now - start) / .seconds(1)
            let after = try await cost()
            print(
                String(
                    format:
                        "batch %3d: %6.0f jobs/s, Redis %4.1f CPU us a job, %3.0f bytes a waiting job, %3.0f bytes an object afterwards",
                    batch, Double(number) / elapsed, (after.cpu - before.cpu) * 1e6 / Double(number),
                    Double(full.memory - before.memory) / Double(number),
                    Double(after.memory - before.memory) / Double(number)))
        }
    }

    func scriptTimes(_ queued: Int) async throws {
        let queue = JobQueue(redis: redis, connector: "deep")
        let before = try await cost()
        let filled = max(queued - 50_000, 0)
        try await fill(queue, filled)
        print("scripts of 250 jobs, us, while \(queued) are queued:")
        try await percentiles("enqueue") { round in
            let start = filled + round * 250
            _ = try await queue.enqueue(items(start..<start + 250), lane: .webhook)
        }
        let bytes = Double(try await cost().memory - before.memory) / Double(filled + 50_000)
        var leases: [Lease] = []
        try await percentiles("claim") { _ in
            if case .lease(let lease) = try await queue.claim(worker: "w", max: 250) { leases.append(lease) }
        }
        try await percentiles("acknowledge") { round in
            _ = try await queue.acknowledge(leases[round], results(leases[round]))
        }
        try await drain(queue, 250, 4)
        let rest = Double(try await cost().memory - before.memory) / Double(filled + 50_000)
        print(String(format: "all of Redis: %.0f bytes a waiting job, %.0f an object afterwards", bytes, rest))
    }

    /// Of one kind of script, called 200 times, as the server counts them.
    private func percentiles(_ name: String, _ work: (Int) async throws -> Void) async throws {
        _ = try await redis.send("CONFIG", "RESETSTAT")
        let before = try await cost().cpu
        for round in 0..<200 { try await work(round) }
        let cpu = (try await cost().cpu - before) * 1e6 / 50_000
        let stats = try await redis.send("INFO", "latencystats").string ?? ""
        let line = stats.split(whereSeparator: \.isNewline).first { $0.contains("evalsha") } ?? ""
        let numbers = line.drop { $0 != ":" }.dropFirst()
        let padded = name.padding(toLength: 12, withPad: " ", startingAt: 0)
        print("  \(padded) \(numbers), " + String(format: "%.1f CPU us a job", cpu))
    }

    private func fill(_ queue: JobQueue, _ number: Int) async throws {
        for start in stride(from: 0, to: number, by: 250) {
            let part = items(start..<min(start + 250, number))
            // The lane that no watermark bounds.
            guard try await queue.enqueue(part, lane: .webhook).refusal == nil else {
                throw BenchmarkError(description: "the queue refused jobs")
            }
        }
    }

    private func drain(_ queue: JobQueue, _ batch: Int, _ workers: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 1...workers { group.addTask { try await work(queue, "worker-\(worker)", batch) } }
            try await group.waitForAll()
        }
    }

    private func work(_ queue: JobQueue, _ name: String, _ batch: Int) async throws {
        while case .lease(let lease) = try await queue.claim(worker: name, max: batch) {
            _ = try await queue.acknowledge(lease, results(lease))
        }
    }

    private func results(_ lease: Lease) -> [JobResult] {
        // Bytes of the lengths that `SyncState` stores; the receipt's for a sink whose ids are UUIDs.
        let checkpoint: [UInt8] = [3, 0, 0, 0] + [UInt8](repeating: 7, count: 14)
        return lease.jobs.map { job in
            let number = (Int(job.id.content.rawValue) ?? 0) - 1_000_000_000
            let receipt = (0..<54).map { UInt8(truncatingIfNeeded: number >> ($0 % 4 * 8)) }
            return JobResult(
                id: job.id, outcome: .pushed, checkpoint: .write(checkpoint),
                receipt: .write(receipt))
        }
    }

    /// What the server itself can do with one command at a time and with fifty at once.
    func limit() throws {
        for pipeline in ["1", "50"] {
            let output = try QueuePeers.run([
                "redis-benchmark", "-s", socketPath, "-q", "-n", "200000", "-P", pipeline, "-t", "set,lpush,lpop",
            ])
            let lines = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline)
            for line in lines.compactMap({ $0.split(separator: "\r").last }) where line.contains("requests per second")
            {
                print("redis-benchmark, \(pipeline) at a time: \(line)")
            }
        }
    }

    private func cost() async throws -> (cpu: Double, memory: Int) {
        func number(_ section: RedisArgument, _ name: String) async throws -> Double {
            let text = try await redis.send("INFO", section).string ?? ""
            let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix(name + ":") }
            return line.flatMap { Double($0.dropFirst(name.count + 1)) } ?? 0
        }
        let cpu = try await number("cpu", "used_cpu_user") + number("cpu", "used_cpu_sys")
        return (cpu, Int(try await number("memory", "used_memory")))
    }
}
