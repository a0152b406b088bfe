import Foundation
import JobQueue

/// A run that has ended, for people and for programs (design §5.2).
struct RunSummary {
    let run: Run
    let connectorID: String

    var exitStatus: ExitStatus {
        switch run.state {
        case .finished: .finished
        case .finishedWithErrors: .finishedWithErrors
        case .cancelled: .cancelled
        case .failed: .failed
        // Left to others by Ctrl-C: this process did not see its end.
        case .pending, .enumerating, .processing: .cancelled
        }
    }

    /// One object on one line.
    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(RunReport(run, connectorID: connectorID)), as: UTF8.self)
        }
    }

    var text: String {
        let counts = run.counts
        var lines = [
            "\(run.state.rawValue.replacing("_", with: " ")) in \(duration)\(run.reason.map { ": \(printable($0))" } ?? "")"
        ]
        let outcomes = [
            ("pushed", counts.pushed), ("patched", counts.patched), ("unchanged", counts.unchanged),
            ("skipped", counts.skipped),
            ("deleted", counts.deleted), ("dead", counts.dead),
        ]
        let list = outcomes.map { "\(grouped($0.1)) \($0.0)" }.joined(separator: ", ")
        lines.append("  \(grouped(counts.enumerated)) documents: \(list)")
        if counts.held > 0 { lines.append("  \(grouped(counts.held)) deletions held: too many at once to do unasked") }
        lines.append(
            "  \(grouped(run.usage.confluenceRequests)) requests to Confluence, \(bytes(run.usage.bytesDownloaded)) read"
        )
        for error in run.errors.prefix(5) { lines.append("  error: \(printable("\(error.object): \(error.message)"))") }
        if run.errorCount + counts.dead > 5 || run.warnings > 0 {
            lines.append("  \(grouped(run.warnings)) warnings; `confluence-connector runs show \(run.id)` lists them")
        }
        return lines.joined(separator: "\n")
    }

    private var duration: String {
        guard let seconds = run.seconds else { return "an unknown time" }
        return seconds < 60 ? String(format: "%.1f s", seconds) : "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
    }

    private func bytes(_ count: Int) -> String {
        count < 1_000_000 ? "\(grouped(count / 1000)) kB" : String(format: "%.1f MB", Double(count) / 1e6)
    }
}

extension Run {
    var seconds: Double? {
        guard let finishedAt else { return nil }
        return Double(finishedAt - (startedAt ?? createdAt)) / 1000
    }
}

/// The shape of `--json`. Names are part of the product's contract.
struct RunReport: Encodable {
    struct Counts: Encodable { let enumerated, pushed, patched, unchanged, skipped, deleted, dead, held: Int }
    struct Requests: Encodable { let confluence, sink: Int }
    struct Bytes: Encodable { let downloaded, pushed: Int }
    struct Failure: Encodable { let external_id, stage, code, message: String }

    let run_id, mode, state: String
    let started_at, finished_at: String?
    let duration_seconds: Double?
    let counts: Counts
    let requests: Requests
    let points: Int
    let bytes: Bytes
    let warnings: Int
    let errors: [Failure]
    let reason: String?

    init(_ run: Run, connectorID: String) {
        run_id = run.id.rawValue
        mode = run.mode.rawValue
        state = run.state.rawValue
        started_at = timeText(run.startedAt ?? run.createdAt)
        finished_at = run.finishedAt.map(timeText)
        duration_seconds = run.seconds
        let done = run.counts
        counts = Counts(
            enumerated: done.enumerated, pushed: done.pushed, patched: done.patched, unchanged: done.unchanged,
            skipped: done.skipped,
            deleted: done.deleted, dead: done.dead, held: done.held)
        requests = Requests(confluence: run.usage.confluenceRequests, sink: run.usage.sinkRequests)
        points = run.usage.points
        bytes = Bytes(downloaded: run.usage.bytesDownloaded, pushed: run.usage.bytesPushed)
        warnings = run.warnings
        errors = run.errors.prefix(20).map {
            Failure(
                external_id: externalID(of: $0.object, connectorID), stage: $0.stage, code: $0.code, message: $0.message
            )
        }
        reason = run.reason
    }

}

/// `p:123` as the sink knows it; what is no job, a space key for example, stays as it is.
func externalID(of object: String, _ connectorID: String) -> String {
    guard let job = JobID(object) else { return object }
    let kind =
        switch job.kind {
        case .page: "page"
        case .blogpost: "blogpost"
        case .attachment: "attachment"
        case .absence: "content"
        }
    return "confluence:\(connectorID):\(kind):\(job.content)"
}
