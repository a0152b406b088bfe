import ArgumentParser
import Foundation
import JobQueue
import SyncEngine

struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Coordinator and worker in one process, until stopped: keeps the documents in step by the schedule.",
        discussion: """
            Without REDIS_URL it brings a private Redis along. It syncs at once, then every SYNC_DELTA_SCHEDULE (5m) what was \
            edited, and every SYNC_SCHEDULE (4h) everything. More workers and coordinators may join at any time.
            """)

    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let assembly = try await Assembly.open(try flags.load(needsSite: false))
        let signals = SignalWatch([SIGINT, SIGTERM])
        let result = await Result {
            try await signals.unlessReceived { try await assembly.stations(watchesSink: true) }
        }
        if case .success(let stations?) = result {
            let name = processName()
            let coordinator = assembly.coordinator(stations, name: name, schedules: assembly.settings.schedules)
            let worker = Worker(
                id: name, stations: stations, registry: assembly.registry,
                concurrency: assembly.settings.workerConcurrency)
            _ = try? await signals.unlessReceived {
                async let working: Void = worker.run()
                await coordinator.run()
                await working
            }
        }
        await assembly.close()
        _ = try result.get()
    }
}
