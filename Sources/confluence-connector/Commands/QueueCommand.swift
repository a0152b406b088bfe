import ArgumentParser
import Foundation
import JobQueue
import Logging

struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Looks at the queue.", subcommands: [Status.self],
        defaultSubcommand: Status.self)

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Jobs by lane and state, leases, workers, dead letters.")

        @OptionGroup var flags: SettingFlags

        @Flag(help: "Print one JSON object.")
        var json = false

        @Flag(help: "Show it again every second, until Ctrl-C.")
        var watch = false

        func run() async throws {
            let assembly = try await Assembly.open(try flags.load(needsSite: false), defaultLevel: .warning)
            let result = await Result { try await show(assembly.queue) }
            await assembly.close()
            try result.get()
        }

        private func show(_ queue: JobQueue) async throws {
            let signals = SignalWatch([SIGINT, SIGTERM])
            repeat {
                let status = try await queue.status()
                print(json ? try QueueReport(status).json : QueueReport(status).text)
                fflush(nil)
                if watch { try await Task.sleep(for: .seconds(1)) }
            } while watch && signals.received == nil
        }
    }
}

/// What `queue status` shows.
struct QueueReport: Encodable {
    struct LaneRow: Encodable {
        let lane: String
        let ready, delayed: Int
        let oldest_age_seconds: Double?
    }

    let jobs, ready, delayed, active, dead, leases, workers: Int
    let paused, draining: Bool
    let pause_reason: String?
    let wait_seconds: Double?
    let lanes: [LaneRow]

    init(_ status: QueueStatus) {
        jobs = status.jobs
        ready = status.ready
        delayed = status.delayed
        active = status.active
        dead = status.dead
        leases = status.leases
        workers = status.workers
        paused = status.isPaused
        draining = status.isDraining
        pause_reason = status.pauseReason
        wait_seconds = status.wait.map { $0 / .seconds(1) }
        let names: [Lane: String] = [
            .webhook: "webhook", .onDemand: "ondemand", .scheduled: "scheduled", .backfill: "backfill",
        ]
        lanes = Lane.allCases.map { lane in
            let facts = status.lanes[lane]
            return LaneRow(
                lane: names[lane] ?? "\(lane)", ready: facts?.ready ?? 0, delayed: facts?.delayed ?? 0,
                oldest_age_seconds: facts?.oldest.map { $0 / .seconds(1) })
        }
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    var text: String {
        var lines = [row("lane", "ready", "delayed", "oldest")]
        for lane in lanes {
            let age = lane.oldest_age_seconds.map { "\(grouped(Int($0))) s" } ?? "-"
            lines.append(row(lane.lane, grouped(lane.ready), grouped(lane.delayed), age))
        }
        lines.append(
            "\(grouped(jobs)) jobs: \(grouped(ready)) ready, \(grouped(delayed)) delayed, \(grouped(active)) active in \(grouped(leases)) leases"
        )
        lines.append("\(grouped(workers)) workers, \(grouped(dead)) dead letters")
        if paused { lines.append("paused: \(printable(pause_reason ?? "no reason given"))") }
        if let wait_seconds { lines.append("Confluence asked for silence: \(Int(wait_seconds.rounded(.up))) s left") }
        if draining { lines.append("draining: no new jobs are taken") }
        return lines.joined(separator: "\n")
    }

    private func row(_ cells: String...) -> String {
        cells.enumerated().map { index, cell in
            let padding = String(repeating: " ", count: max(0, 10 - cell.count))
            return index == 0 ? cell + padding : padding + cell
        }.joined(separator: " ")
    }
}
