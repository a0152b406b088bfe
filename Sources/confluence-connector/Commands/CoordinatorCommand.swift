import ArgumentParser
import Foundation
import JobQueue
import SyncEngine

struct CoordinatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coordinator",
        abstract: "Carries out runs until stopped, scheduled ones by itself: lists spaces and enqueues what changed.",
        discussion: """
            Start one, or two so that one can die: they take turns by themselves. It does no page's work: start workers, too. \
            SIGTERM stops it at once; whoever takes over goes on at the saved place.
            """)

    @OptionGroup var flags: SettingFlags

    func run() async throws {
        try await Assembly.run(flags, coordinates: true) { assembly, stations in
            await assembly.coordinator(stations, name: processName(), schedules: assembly.settings.schedules).run()
        }
    }
}
