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
        let assembly = try await Assembly.open(try flags.load(needsSite: false))
        let signals = SignalWatch([SIGINT, SIGTERM])
        let result = await Result {
            try await signals.unlessReceived { try await assembly.stations(watchesSink: false) }
        }
        if case .success(let stations?) = result {
            let worker = Worker(
                id: processName(), stations: stations, registry: assembly.registry,
                concurrency: assembly.settings.workerConcurrency)
            _ = try? await signals.unlessReceived { await worker.run() }
        }
        await assembly.close()
        _ = try result.get()
    }
}
