import ArgumentParser
import ConfluenceModel
import Foundation
import JobQueue
import SyncState

/// What `pause`, `resume` and `drain` have in common.
struct HoldOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only this space; everything when not given.", valueName: "key or id"))
    var space: String?

    @Flag(help: "Print what is held afterwards, as one JSON object.")
    var json = false

    /// By the connector's own list of spaces; an id of a space that it does not know is taken as it is.
    func spaceID(_ assembly: Assembly) async throws -> SpaceID? {
        guard let space else { return nil }
        let state = try await SyncState.open(redis: assembly.redis, connector: assembly.settings.connectorID)
        let known = try await state.spaces()
        if let record = known.values.first(where: { $0.key == space }) { return record.id }
        let id = SpaceID(space)
        guard known[id] != nil || space.allSatisfy(\.isNumber) else {
            let keys = known.values.map(\.key).sorted().prefix(10).joined(separator: ", ")
            throw ValidationError("no space \(printable(space)) is known; known are: \(keys.isEmpty ? "none" : keys)")
        }
        return id
    }

    func show(_ queue: JobQueue) async throws {
        let report = QueueReport(try await queue.status())
        if json { return try emit(try jsonText(report) + "\n") }
        try emit((report.holds.isEmpty ? "nothing is held" : report.holds.map(\.line).joined(separator: "\n")) + "\n")
    }
}

/// For whoever asks later who did it.
var author: String { "\(NSUserName())@\(ProcessInfo.processInfo.hostName)" }

/// `30s`, `5m`, `4h`, `1d`.
struct HoldDuration: ExpressibleByArgument {
    let duration: Duration

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int(argument.dropLast()),
            (1...1_000_000).contains(count)
        else { return nil }
        duration = .seconds(count * unit)
    }
}

struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "No new work until `resume`; what is at work is finished.")

    @OptionGroup var flags: SettingFlags
    @OptionGroup var hold: HoldOptions

    @Option(help: "Why; shown to everybody who asks.")
    var reason: String

    @Option(name: .customLong("for"), help: "How long: 30s, 5m, 4h, 1d. Until `resume` when not given.")
    var length: HoldDuration?

    func run() async throws {
        try await Assembly.with(flags) { assembly in
            try await assembly.queue.pause(
                space: try await hold.spaceID(assembly), reason: reason, author: author, for: length?.duration)
            try await hold.show(assembly.queue)
        }
    }
}

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Ends a pause, or waiting that the site asked for; with --drain a drain.")

    @OptionGroup var flags: SettingFlags
    @OptionGroup var hold: HoldOptions

    @Flag(help: "End a drain, not a pause.")
    var drain = false

    func run() async throws {
        try await Assembly.with(flags) { assembly in
            let space = try await hold.spaceID(assembly)
            if drain {
                try await assembly.queue.drain(false, space: space, author: author)
            } else {
                try await assembly.queue.resume(space: space, author: author)
            }
            try await hold.show(assembly.queue)
        }
    }
}

struct DrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain", abstract: "No new jobs, and what waits is finished; until `resume --drain`.")

    @OptionGroup var flags: SettingFlags
    @OptionGroup var hold: HoldOptions

    @Option(help: "Why; shown to everybody who asks.")
    var reason = ""

    @Option(name: .customLong("for"), help: "How long: 30s, 5m, 4h, 1d. Until `resume --drain` when not given.")
    var length: HoldDuration?

    func run() async throws {
        try await Assembly.with(flags) { assembly in
            try await assembly.queue.drain(
                space: try await hold.spaceID(assembly), reason: reason, author: author, for: length?.duration)
            try await hold.show(assembly.queue)
        }
    }
}
