import Foundation
import JobQueue

/// What `queue status` shows.
struct QueueReport: Encodable {
    struct LaneRow: Encodable {
        let lane: String
        let ready, delayed: Int
        let oldest_age_seconds: Double?
    }

    let jobs, ready, delayed, active, dead, leases, workers: Int
    let paused, draining: Bool
    let pause_reason, wait_reason: String?
    let wait_seconds: Double?
    let lanes: [LaneRow]
    let holds: [HoldRow]

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
        wait_reason = status.waitReason
        holds = status.holds.map(HoldRow.init)
        wait_seconds = status.wait.map { $0 / .seconds(1) }
        lanes = Lane.allCases.map { lane in
            let facts = status.lanes[lane]
            return LaneRow(
                lane: lane.name, ready: facts?.ready ?? 0, delayed: facts?.delayed ?? 0,
                oldest_age_seconds: facts?.oldest.map { $0 / .seconds(1) })
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
        lines += holds.map(\.line)
        if let wait_seconds {
            let seconds = Int(wait_seconds.rounded(.up))
            lines.append(
                wait_reason == "circuit_open"
                    ? "waiting after many failures in a row: \(seconds) s left"
                    : "Confluence asked for silence: \(seconds) s left")
        }
        return lines.joined(separator: "\n")
    }

    private func row(_ cells: String...) -> String {
        cells.enumerated().map { index, cell in
            let padding = String(repeating: " ", count: max(0, 10 - cell.count))
            return index == 0 ? cell + padding : padding + cell
        }.joined(separator: " ")
    }
}
