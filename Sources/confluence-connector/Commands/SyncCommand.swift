import ArgumentParser
import Foundation
import JobQueue
import Logging
import Sinks
import SyncEngine
import Telemetry

struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Syncs the site once and says what happened.",
        discussion: """
            Without a mode: everything new, edited, moved, relabelled, restricted or deleted since the last run. Works alone, \
            and helps where a cluster runs; a second `sync` of the same kind joins the run under way. Ctrl-C leaves the run to \
            other workers, or cancels it where there are none.
            """)

    @OptionGroup var flags: SettingFlags

    @Flag(help: "Only what the change feeds show: quick, and blind to moves and deletions.")
    var delta = false

    @Flag(help: "Fetch and compare every page, whatever was seen before.")
    var full = false

    @Flag(help: "With --full: push unchanged pages, too, and believe the site where its versions went down.")
    var force = false

    @Option(name: .customLong("space"), help: ArgumentHelp("Only this space; may be repeated.", valueName: "key"))
    var spaces: [String] = []

    @Flag(help: "Ask for the run and follow it, but leave all work to others.")
    var noWork = false

    @Flag(help: "Print the summary as one JSON object on standard output.")
    var json = false

    func validate() throws {
        if delta && full { throw ValidationError("--delta and --full exclude each other") }
        if force && !full { throw ValidationError("--force needs --full") }
        if let empty = spaces.first(where: { $0.isEmpty || $0.contains(",") }) {
            throw ValidationError("--space \(empty): give one key; repeat --space for more")
        }
    }

    func run() async throws {
        let settings = try flags.load(needsSite: false)
        let signals = SignalWatch([SIGINT, SIGTERM])
        let assembly = try await Assembly.open(settings, defaultLevel: Terminal.isInteractive ? .error : .warning)
        let status = await Result { try await follow(assembly, signals) }
        await assembly.close()
        switch try status.get() {
        case .finished: return
        case let status: throw status
        }
    }

    private var request: RunRequest {
        RunRequest(
            mode: full ? .full : delta ? .delta : .incremental, runClass: delta ? .delta : .sweep, force: force,
            spaces: spaces,
            lane: .onDemand, source: "cli")
    }

    private func follow(_ assembly: Assembly, _ signals: SignalWatch) async throws -> ExitStatus {
        guard let stations = try await signals.unlessReceived({ try await assembly.stations(watchesSink: true) }) else {
            return .cancelled
        }
        // The site and the sink have just answered: what paused the connector by itself is over. A person's pause is not.
        let pause = try await stations.queue.status().pause
        if let pause, !pause.author.isEmpty {
            Terminal.writeLine("\(HoldRow(pause).line); the run waits for `queue resume`")
        } else if pause != nil {
            try await stations.queue.resume()
        }
        let (id, joined) = try await stations.queue.createRun(request)
        if joined { Terminal.writeLine("joining run \(id), which is under way") }
        let holder = processName()
        let follower = RunFollower(
            run: id, queue: stations.queue, registry: assembly.registry,
            leadership: assembly.leadership(holder), holder: holder, signals: signals)
        let worker = assembly.worker(stations, name: holder)
        let coordinator = assembly.coordinator(stations, name: holder)

        let run = try await withThrowingTaskGroup(of: Run?.self) { group in
            defer { group.cancelAll() }
            if !noWork {
                group.addTask {
                    await worker.run(); return nil
                }
                group.addTask {
                    await coordinator.run(); return nil
                }
            }
            group.addTask { try await follower.follow() }
            while let run = try await group.next() {
                if let run { return run }
            }
            throw CancellationError()
        }
        // Whatever became of the run: what it pushed is in the index.
        try await stations.sink.finish()
        let summary = RunSummary(run: run, connectorID: assembly.settings.connectorID)
        if json {
            try emit(summary.json + "\n")
        } else {
            Terminal.writeLine(summary.text)
        }
        return summary.exitStatus
    }
}

/// Unique among all processes, for ever.
func processName() -> String {
    "\(ProcessInfo.processInfo.hostName.prefix(40))-\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 36))"
}

extension Result where Failure == any Error {
    init(_ work: () async throws -> Success) async {
        do { self = .success(try await work()) } catch { self = .failure(error) }
    }
}
