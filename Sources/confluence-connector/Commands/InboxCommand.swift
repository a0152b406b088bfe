import ArgumentParser
import Foundation
import JobQueue

struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox", abstract: "What other services ask for in the stream cc:inbox.",
        subcommands: [List.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "How many requests wait, and the newest that could not be understood.")

        @OptionGroup var flags: SettingFlags

        @Option(help: "How many rejected ones at most, 1 to 1000.")
        var limit = 20

        @Flag(help: "Print one JSON object.")
        var json = false

        func validate() throws {
            guard (1...1000).contains(limit) else { throw ValidationError("--limit must be from 1 to 1000") }
        }

        func run() async throws {
            try await Assembly.with(flags) { assembly in
                let inbox = Inbox(redis: assembly.redis, consumer: processName())
                let report = InboxReport(
                    waiting: try await inbox.length(), rejected: try await inbox.rejected(limit))
                try emit((json ? try jsonText(report) : report.text) + "\n")
            }
        }
    }
}

struct InboxReport: Encodable {
    let waiting: Int
    /// Newest first: `entry`, `field`, `reason`, and what it said as `raw:NAME`.
    let rejected: [[String: String]]

    var text: String {
        let lines = rejected.map { entry in
            let field = entry["field"].map { $0.isEmpty ? "the entry" : $0 } ?? "?"
            let raw = entry.filter { $0.key.hasPrefix("raw:") }.sorted { $0.key < $1.key }
                .map { "\($0.key.dropFirst(4))=\($0.value)" }.joined(separator: " ")
            return printable("rejected \(entry["entry"] ?? "?")  \(field): \(entry["reason"] ?? "")  \(raw)")
        }
        return (["\(waiting) requests wait"] + lines).joined(separator: "\n")
    }
}
