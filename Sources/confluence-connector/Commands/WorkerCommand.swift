import ArgumentParser
import Foundation
import SyncEngine

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Does jobs until stopped: fetches, converts and pushes pages.",
        discussion: """
            Start as many as you like. A worker needs REDIS_URL and CONNECTOR_SECRET_KEY; the site and its credentials it takes \
            from Redis unless they are given. SIGTERM hands its jobs back at once; after kill -9 others take them over within \
            half a minute.
            """)

    @OptionGroup var flags: SettingFlags

    func run() async throws {
        try await Assembly.run(flags, coordinates: false) { assembly, stations in
            await assembly.worker(stations, name: processName()).run()
        }
    }
}
