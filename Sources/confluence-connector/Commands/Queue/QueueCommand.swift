import ArgumentParser
import Foundation
import JobQueue
import Logging

struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Looks at the queue, and holds it.",
        subcommands: [
            Status.self, Peek.self, Workers.self, Leases.self, PauseCommand.self, ResumeCommand.self, DrainCommand.self,
            RepairCommand.self,
        ],
        defaultSubcommand: Status.self)

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Jobs by lane and state, leases, workers, dead letters, what is held.")

        @OptionGroup var flags: SettingFlags

        @Flag(help: "Print one JSON object.")
        var json = false

        @Flag(help: "Show it again every second, until Ctrl-C.")
        var watch = false

        func run() async throws {
            try await Assembly.with(flags) { try await show($0.queue) }
        }

        private func show(_ queue: JobQueue) async throws {
            let signals = SignalWatch([SIGINT, SIGTERM])
            repeat {
                let report = QueueReport(try await queue.status())
                try emit((json ? try jsonText(report) : report.text) + "\n")
                if watch { try await Task.sleep(for: .seconds(1)) }
            } while watch && signals.received == nil
        }
    }

    struct Peek: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "peek", abstract: "The jobs that are next in each lane, without taking them.")

        @OptionGroup var flags: SettingFlags

        @Option(help: "How many of each lane and kind at most, 1 to 50.")
        var limit = 10

        @Flag(help: "Print a JSON array.")
        var json = false

        func validate() throws {
            guard (1...50).contains(limit) else { throw ValidationError("--limit must be from 1 to 50") }
        }

        func run() async throws {
            try await Assembly.with(flags) { assembly in
                let jobs = try await assembly.queue.peek(limit).map(JobRow.init)
                try print(jobs, json: json, nothing: "nothing is ready")
            }
        }
    }

    struct Workers: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "workers", abstract: "The processes that work, on any connector.")

        @OptionGroup var flags: SettingFlags

        @Flag(help: "Print a JSON array.")
        var json = false

        func run() async throws {
            try await Assembly.with(flags) { assembly in
                let now = try await assembly.queue.now()
                let rows = try await assembly.registry.workers().map { WorkerRow($0, now: now) }
                try print(rows, json: json, nothing: "no workers; `confluence-connector worker` starts one")
            }
        }
    }

    struct Leases: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "leases", abstract: "Who holds which batch, those that expire first.")

        @OptionGroup var flags: SettingFlags

        @Option(help: "How many at most, 1 to 200.")
        var limit = 50

        @Flag(help: "Print a JSON array.")
        var json = false

        func validate() throws {
            guard (1...200).contains(limit) else { throw ValidationError("--limit must be from 1 to 200") }
        }

        func run() async throws {
            try await Assembly.with(flags) { assembly in
                let now = try await assembly.queue.now()
                let rows = try await assembly.queue.leases(limit: limit).map { LeaseRow($0, now: now) }
                try print(rows, json: json, nothing: "nothing is at work")
            }
        }
    }
}
