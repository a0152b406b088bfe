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
        try await Assembly.run(flags, coordinates: true) { assembly, stations in
            let name = processName()
            async let working: Void = assembly.worker(stations, name: name).run()
            await assembly.coordinator(stations, name: name, schedules: assembly.settings.schedules).run()
            await working
        }
    }
}
