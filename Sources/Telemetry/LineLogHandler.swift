import Foundation
package import Logging

/// How a log line looks: for people at a terminal, or one JSON object a line for collectors.
package enum LogFormat: String, Sendable, CaseIterable {
    case text
    case json
}

/// Writes each message as one line to standard error, so that standard output stays the command's own.
package struct LineLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    private let label: String
    private let format: LogFormat

    package init(label: String, level: Logger.Level, format: LogFormat) {
        self.label = label
        self.logLevel = level
        self.format = format
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
        let line =
            switch format {
            case .text: text(event.level, "\(event.message)", facts)
            case .json: json(event.level, "\(event.message)", facts)
            }
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    private func text(_ level: Logger.Level, _ message: String, _ facts: [(key: String, value: Logger.MetadataValue)])
        -> String
    {
        let time = Date.now.formatted(.iso8601.time(includingFractionalSeconds: true))
        let tail = facts.map { " \($0.key)=\(oneLine($0.value.description))" }.joined()
        return "\(time) \(level.rawValue.uppercased()) \(oneLine(message))\(tail)"
    }

    private func json(_ level: Logger.Level, _ message: String, _ facts: [(key: String, value: Logger.MetadataValue)])
        -> String
    {
        var object: [String: String] = [:]
        object["time"] = Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        object["level"] = level.rawValue
        object["logger"] = label
        object["message"] = message
        for (key, value) in facts { object[key] = value.description }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) } ?? message
    }

    /// What came from outside must not forge a second line.
    private func oneLine(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return text }
        return String(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) })
    }
}
