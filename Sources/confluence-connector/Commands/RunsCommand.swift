import ArgumentParser
import Foundation
import JobQueue
import Logging

struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Looks at runs, and cancels them.",
        subcommands: [List.self, Show.self, Watch.self, Cancel.self],
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
            let result = await Result {
                let run = try await find(id, in: assembly.queue)
                return (run, try await assembly.queue.warnings(of: run.id))
            }
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
            if let trace = run.traceParent { print("trace \(printable(trace))") }
            print(RunSummary(run: run, connectorID: assembly.settings.connectorID).text)
            for error in run.errors.dropFirst(5) { print("  error: \(printable("\(error.object): \(error.message)"))") }
            for warning in warnings {
                print("  warning: \(printable("\(warning.object): \(warning.code): \(warning.message)"))")
            }
        }
    }
}

extension RunsCommand {
    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "watch", abstract: "Follows a run to its end without working on it. Ctrl-C leaves it alone.")

        @OptionGroup var flags: SettingFlags

        @Argument(help: "The run's id; the newest run when not given.")
        var id: String?

        @Flag(help: "Print its report as one JSON object at the end.")
        var json = false

        func run() async throws {
            let signals = SignalWatch([SIGINT, SIGTERM])
            try await Assembly.with(flags) { assembly in
                let queue = assembly.queue
                var run = try await find(id, in: queue)
                var line = ProgressLine()
                while run.state.isActive, signals.received == nil {
                    line.note(.init(at: .now, done: run.counts.enumerated))
                    let text = line.text(
                        state: run.state.rawValue, pending: run.pending, isComplete: run.isClosed, facts: "",
                        width: Terminal.isInteractive ? Terminal.width - 1 : 100)
                    if Terminal.isInteractive { Terminal.rewrite(text) } else { Terminal.writeLine(text) }
                    try await Task.sleep(for: Terminal.isInteractive ? .milliseconds(200) : .seconds(2))
                    run = try await find(run.id.rawValue, in: queue)
                }
                if Terminal.isInteractive { Terminal.rewrite("") }
                let summary = RunSummary(run: run, connectorID: assembly.settings.connectorID)
                try emit((json ? summary.json : summary.text) + "\n")
                if !run.state.isActive, summary.exitStatus != .finished { throw summary.exitStatus }
            }
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cancel",
            abstract: "Ends a run: what is at work is finished, what waits for it alone is dropped.")

        @OptionGroup var flags: SettingFlags

        @Argument(help: "The run's id, as `runs list` shows it.")
        var id: String

        @Option(help: "Why; kept with the run.")
        var reason = ""

        @Flag(help: "Print its report as one JSON object.")
        var json = false

        func run() async throws {
            try await Assembly.with(flags) { assembly in
                let run = try await find(id, in: assembly.queue)
                guard run.state.isActive else {
                    throw NotThere("run \(run.id) is over: \(run.state.rawValue)")
                }
                let why = reason.isEmpty ? "cancelled by \(author)" : reason
                try await assembly.queue.cancelRun(run.id, reason: why)
                let summary = RunSummary(
                    run: try await find(id, in: assembly.queue), connectorID: assembly.settings.connectorID)
                try emit((json ? summary.json : summary.text) + "\n")
            }
        }
    }
}

/// - Throws: ``NoSuchRun``.
private func find(_ id: String?, in queue: JobQueue) async throws -> Run {
    let newest = id == nil ? try await queue.runs(limit: 1).first?.id : nil
    guard let wanted = id.map({ RunID($0) }) ?? newest, let run = try await queue.run(wanted) else {
        throw NoSuchRun(
            id.map { "there is no run \(printable($0)); `runs list` shows those there are" }
                ?? "no runs yet; `confluence-connector sync` makes one")
    }
    return run
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
