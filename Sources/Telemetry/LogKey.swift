package import Logging

/// The names of the facts in log lines. Never page text, tokens or addresses with credentials.
package enum LogKey {
    package static let connector = "connector.id"
    package static let run = "run.id"
    package static let job = "job.id"
    package static let jobKind = "job.kind"
    package static let attempt = "job.attempt"
    package static let worker = "worker.id"
    package static let space = "space.key"
    package static let page = "page.id"
    package static let version = "page.version"
    package static let attachment = "attachment.id"
    package static let sink = "sink.kind"
    package static let status = "http.status"
    package static let duration = "duration.ms"
    package static let code = "error.code"
    package static let reason = "reason"
    package static let count = "count"
}

extension Logger {
    /// A logger that adds `value` to all it says.
    package func with(_ key: String, _ value: some CustomStringConvertible) -> Logger {
        var copy = self
        copy[metadataKey: key] = .string(value.description)
        return copy
    }
}
