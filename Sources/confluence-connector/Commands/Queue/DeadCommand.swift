import ArgumentParser
import ConfluenceModel
import Foundation
import JobQueue

/// Jobs that were given up on.
struct DeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead", abstract: "Jobs that were given up on: why, and once more.",
        subcommands: [List.self, Show.self, Replay.self, Drop.self], defaultSubcommand: List.self)

    /// Which of them.
    struct Choice: ParsableArguments {
        @Option(help: "Only those: transient, throttled, permanent, crash or corrupt.")
        var reason: String?

        @Option(help: "Only those of the space with this id (`dead list --json` shows it).")
        var space: String?

        var filter: DeadLetterFilter { DeadLetterFilter(reason: reason, space: space.map { SpaceID($0) }) }
        var isEmpty: Bool { reason == nil && space == nil }
    }

    /// Named ones, or all that fit.
    struct Target: ParsableArguments {
        @Argument(help: "Ids as `dead list` shows them: p:123.")
        var ids: [String] = []

        @OptionGroup var choice: Choice

        @Flag(help: "All of them.")
        var all = false

        func validate() throws {
            if ids.isEmpty, choice.isEmpty, !all {
                throw ValidationError("name ids, or give --reason, --space or --all")
            }
            if !ids.isEmpty, all || !choice.isEmpty {
                throw ValidationError("ids go without --reason, --space and --all")
            }
            for id in ids where JobID(id) == nil { throw ValidationError("\(printable(id)) is no id such as p:123") }
        }

        var jobs: [JobID] { ids.compactMap { JobID($0) } }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "The dead letters.")

        @OptionGroup var flags: SettingFlags
        @OptionGroup var choice: Choice

        @Option(help: "How many at most.")
        var limit = 100

        @Flag(help: "Print a JSON array.")
        var json = false

        func validate() throws {
            guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 10000") }
        }

        func run() async throws {
            try await Assembly.with(flags) { assembly in
                var rows: [String: DeadRow] = [:]
                var place: String?
                repeat {
                    let (letters, next) = try await assembly.queue.deadLetters(from: place, matching: choice.filter)
                    for letter in letters {
                        let row = DeadRow(letter, connectorID: assembly.settings.connectorID)
                        rows[row.id] = row
                    }
                    place = next
                } while place != nil && rows.count < limit
                let newest = rows.values.sorted { ($0.died_at, $0.id) > ($1.died_at, $1.id) }.prefix(limit)
                try print(Array(newest), json: json, nothing: "no dead letters")
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Everything known of one.")

        @OptionGroup var flags: SettingFlags

        @Argument(help: "Its id: p:123.")
        var id: String

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() async throws {
            guard let job = JobID(id) else { throw ValidationError("\(printable(id)) is no id such as p:123") }
            try await Assembly.with(flags) { assembly in
                guard let letter = try await assembly.queue.deadLetter(job) else {
                    throw NotThere("\(job) is not among the dead letters; `dead list` shows them")
                }
                let row = DeadRow(letter, connectorID: assembly.settings.connectorID)
                try emit((json ? try jsonText(row) : row.details) + "\n")
            }
        }
    }

    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replay", abstract: "Makes them jobs again, with fresh counters.")

        @OptionGroup var flags: SettingFlags
        @OptionGroup var target: Target

        @Option(help: "webhook, ondemand, scheduled or backfill.")
        var lane = "ondemand"

        @Flag(help: "Print one JSON object.")
        var json = false

        func validate() throws {
            guard Lane(name: lane) != nil else {
                throw ValidationError("--lane must be \(Lane.allCases.map(\.name).joined(separator: ", "))")
            }
        }

        func run() async throws {
            let lane = Lane(name: lane) ?? .onDemand
            try await Assembly.with(flags) { assembly in
                let count =
                    target.ids.isEmpty
                    ? try await assembly.queue.replay(matching: target.choice.filter, lane: lane, author: author)
                    : try await assembly.queue.replay(target.jobs, lane: lane, author: author).count
                try emit(json ? #"{"replayed":\#(count)}"# + "\n" : "\(count) replayed\n")
                try target.complain(missing: count)
            }
        }
    }

    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "drop", abstract: "Forgets them; a new version of the page is synced all the same.")

        @OptionGroup var flags: SettingFlags
        @OptionGroup var target: Target

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() async throws {
            try await Assembly.with(flags) { assembly in
                let count =
                    target.ids.isEmpty
                    ? try await assembly.queue.drop(matching: target.choice.filter, author: author)
                    : try await assembly.queue.drop(target.jobs, author: author).count
                try emit(json ? #"{"dropped":\#(count)}"# + "\n" : "\(count) dropped\n")
                try target.complain(missing: count)
            }
        }
    }
}

extension DeadCommand.Target {
    /// Somebody who names a job that is not there should hear of it.
    fileprivate func complain(missing count: Int) throws {
        guard count < Set(ids).count else { return }
        throw NotThere("\(Set(ids).count - count) of the ids are not among the dead letters")
    }
}

struct NotThere: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
