import ArgumentParser
import Foundation
import JobQueue
import Logging

struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Looks at runs.", subcommands: [List.self, Show.self],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "The newest runs, newest first.")

        @OptionGroup var flags: SettingFlags

        @Option(help: "How many at most.")
        var limit = 20

        @Flag(help: "Print a JSON array.")
        var json = false

        func validate() throws {
            guard (1...100).contains(limit) else { throw ValidationError("--limit must be from 1 to 100") }
        }

        func run() async throws {
            let assembly = try await Assembly.open(try flags.load(needsSite: false), defaultLevel: .warning)
            let runs = await Result { try await assembly.queue.runs(limit: limit) }
            await assembly.close()
            let reports = try runs.get().map { RunReport($0, connectorID: assembly.settings.connectorID) }
            if json {
                print(try jsonText(reports))
            } else if reports.isEmpty {
                print("no runs yet; `confluence-connector sync` makes one")
            } else {
                for report in reports { print(report.line) }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "One run: its counts, errors and newest warnings.")

        @OptionGroup var flags: SettingFlags

        @Argument(help: "The run's id; the newest run when not given.")
        var id: String?

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() async throws {
            let assembly = try await Assembly.open(try flags.load(needsSite: false), defaultLevel: .warning)
            let result = await Result { try await find(assembly.queue) }
            await assembly.close()
            let (run, warnings) = try result.get()
            if json {
                print(
                    try jsonText(
                        RunDetail(
                            run: RunReport(run, connectorID: assembly.settings.connectorID), pending: run.pending,
                            warning_list: warnings.map(RunDetail.Warning.init))))
                return
            }
            print("run \(run.id), \(run.mode.rawValue), asked for by \(printable(run.source))")
            print(RunSummary(run: run, connectorID: assembly.settings.connectorID).text)
            for error in run.errors.dropFirst(5) { print("  error: \(printable("\(error.object): \(error.message)"))") }
            for warning in warnings {
                print("  warning: \(printable("\(warning.object): \(warning.code): \(warning.message)"))")
            }
        }

        private func find(_ queue: JobQueue) async throws -> (Run, [RunWarning]) {
            let run: Run?
            if let id {
                run = try await queue.run(RunID(id))
            } else if let newest = try await queue.runs(limit: 1).first {
                run = try await queue.run(newest.id)
            } else {
                run = nil
            }
            guard let run else {
                throw NoSuchRun(
                    id.map { "there is no run \(printable($0)); `runs list` shows those there are" }
                        ?? "no runs yet; `confluence-connector sync` makes one")
            }
            return (run, try await queue.warnings(of: run.id))
        }
    }
}

struct NoSuchRun: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// `runs show --json`: the report with what is still open and the warnings themselves.
struct RunDetail: Encodable {
    struct Warning: Encodable {
        let object, code, message: String

        init(_ warning: RunWarning) {
            object = warning.object
            code = warning.code
            message = warning.message
        }
    }

    let run: RunReport
    let pending: Int
    let warning_list: [Warning]
}

extension RunReport {
    /// One line of `runs list`.
    var line: String {
        let state = state.padding(toLength: 20, withPad: " ", startingAt: 0)
        let mode = mode.padding(toLength: 11, withPad: " ", startingAt: 0)
        let seconds = duration_seconds.map { String(format: "%.1f s", $0) } ?? "-"
        return
            "\(run_id)  \(mode) \(state) \(started_at ?? "-")  \(seconds)  \(grouped(counts.enumerated)) documents, \(grouped(counts.pushed)) pushed, \(grouped(counts.dead)) dead"
    }
}

/// JSON on one line, keys sorted.
func jsonText(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
