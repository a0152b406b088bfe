import ConfluenceModel
import Foundation
import JobQueue

/// A line of a list, and an object of its `--json`.
protocol Row: Encodable {
    var line: String { get }
}

/// - Parameter nothing: said instead of an empty list, to people.
func print<Item: Row>(_ rows: [Item], json: Bool, nothing: String) throws {
    if json { return try emit(try jsonText(rows) + "\n") }
    try emit((rows.isEmpty ? nothing : rows.map(\.line).joined(separator: "\n")) + "\n")
}

struct JobRow: Row {
    let id, lane, space_id: String
    let version, attempts, deaths, throttles: Int
    let runs: [String]
    let enqueued_at: String

    init(_ job: Job) {
        id = job.id.description
        lane = job.lane.name
        space_id = job.space.rawValue
        version = job.wantedVersion
        attempts = job.attempts
        deaths = job.deaths
        throttles = job.throttles
        runs = job.runs.map(\.rawValue)
        enqueued_at = timeText(job.enqueuedAt)
    }

    var line: String {
        let tries = attempts + deaths + throttles == 0 ? "" : "  tried \(attempts + deaths + throttles) times"
        return "\(lane.padded(10)) \(printable(id).padded(16)) version \(version)  since \(enqueued_at)\(tries)"
    }
}

struct WorkerRow: Row {
    let id: String
    let seconds_since_seen: Double
    let facts: [String: String]

    init(_ worker: WorkerStatus, now: Date) {
        id = worker.id
        seconds_since_seen = max(0, now.timeIntervalSince1970 - Double(worker.lastSeen) / 1000)
        facts = worker.facts
    }

    var line: String {
        let said = facts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return "\(printable(id))  seen \(Int(seconds_since_seen)) s ago  \(printable(said))"
    }
}

struct LeaseRow: Row {
    let fence: UInt64
    let worker: String
    let jobs: Int
    let held_seconds, expires_in_seconds: Double

    init(_ lease: LeaseStatus, now: Date) {
        fence = lease.fence
        worker = lease.worker
        jobs = lease.jobs
        held_seconds = max(0, now.timeIntervalSince1970 - Double(lease.claimedAt) / 1000)
        expires_in_seconds = Double(lease.expiresAt) / 1000 - now.timeIntervalSince1970
    }

    var line: String {
        "\(printable(worker.isEmpty ? "?" : worker))  \(jobs) jobs for \(Int(held_seconds)) s, "
            + (expires_in_seconds > 0 ? "expires in \(Int(expires_in_seconds)) s" : "expired")
    }
}

struct HoldRow: Row {
    let kind, reason, author, since: String
    let space_id, until: String?

    init(_ hold: QueueHold) {
        kind = hold.kind.rawValue
        reason = hold.reason
        author = hold.author
        since = timeText(hold.since)
        space_id = hold.space?.rawValue
        until = hold.endsAt.map(timeText)
    }

    var line: String {
        let what = kind == "pause" ? "paused" : "draining, no new jobs are taken"
        let place = space_id.map { "space \(printable($0)) " } ?? ""
        let who = author.isEmpty ? "" : " by \(printable(author))"
        let end = until.map { " until \($0)" } ?? ""
        return "\(place)\(what)\(end)\(who): \(printable(reason.isEmpty ? "no reason given" : reason))"
    }
}

struct DeadRow: Row {
    let id, external_id, reason, stage, code, message, space_id, worker, died_at: String
    let version, attempts, deaths, throttles: Int
    let http_status: Int?
    let runs: [String]

    init(_ letter: DeadLetter, connectorID: String) {
        id = letter.id.description
        external_id = externalID(of: letter.id.description, connectorID)
        reason = letter.reason
        stage = letter.stage
        code = letter.code
        message = letter.message
        space_id = letter.space
        worker = letter.worker
        died_at = timeText(letter.diedAt)
        version = letter.wantedVersion
        attempts = letter.attempts
        deaths = letter.deaths
        throttles = letter.throttles
        http_status = letter.httpStatus
        runs = letter.runs.map(\.rawValue)
    }

    var line: String {
        "\(printable(id).padded(16)) \(died_at)  \(printable(reason)) in \(printable(stage)): "
            + printable("\(code): \(message)")
    }

    var details: String {
        """
        \(printable(id)), \(printable(external_id)), version \(version)
        died \(died_at) in \(printable(stage)): \(printable(reason)), \(printable(code))\(http_status.map { ", HTTP \($0)" } ?? "")
        \(printable(message))
        tries that failed: \(attempts), workers that died of it: \(deaths), answers asking to wait: \(throttles)
        last worker: \(printable(worker)); runs: \(printable(runs.joined(separator: ", ")))
        """
    }
}

extension Lane {
    /// As commands and the inbox name it.
    var name: String {
        switch self {
        case .webhook: "webhook"
        case .onDemand: "ondemand"
        case .scheduled: "scheduled"
        case .backfill: "backfill"
        }
    }

    init?(name: String) {
        guard let lane = Lane.allCases.first(where: { $0.name == name }) else { return nil }
        self = lane
    }
}

extension String {
    func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

/// RFC 3339 in UTC of milliseconds since 1970.
func timeText(_ milliseconds: Int) -> String {
    Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(
        Date.ISO8601FormatStyle(includingFractionalSeconds: true))
}
