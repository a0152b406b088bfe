import ConfluenceSimulator
import Foundation
import LH42Simulator
import Testing

/// A simulated site, and an empty place to sync it into.
final class Stage: Sendable {
    /// Where the documents go.
    enum Target: String, Sendable, CaseIterable {
        case directory, jsonl, lh42
    }

    let simulator: ConfluenceSimulator
    /// With the target `lh42`.
    let lh42: LH42Simulator?
    let target: Target
    let folder: String
    let environment: [String: String]

    static func with(
        _ content: ConfluenceSimulator.Content, on deployment: SimulatorOptions.Deployment = .cloud,
        into target: Target = .directory, settings: [String: String] = [:],
        options: (inout SimulatorOptions) -> Void = { _ in }, _ body: (Stage) async throws -> Void
    ) async throws {
        var behaviour = SimulatorOptions()
        behaviour.deployment = deployment
        options(&behaviour)
        let stage = try await Stage(content, behaviour, target, settings)
        do {
            try await body(stage)
        } catch {
            await stage.close()
            throw error
        }
        await stage.close()
    }

    private init(
        _ content: ConfluenceSimulator.Content, _ options: SimulatorOptions, _ target: Target,
        _ settings: [String: String]
    ) async throws {
        simulator = try await ConfluenceSimulator.start(site: content, options: options)
        var service = LH42Options()
        service.processing = .milliseconds(20)
        lh42 = target == .lh42 ? try await LH42Simulator.start(service) : nil
        self.target = target
        folder = NSTemporaryDirectory() + "stage-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var own = [
            "CONFLUENCE_URL": simulator.baseURL, "CONFLUENCE_USERNAME": "connector@example.com",
            "CONFLUENCE_API_TOKEN": "simulator-token", "CONFLUENCE_MAX_RPS": "1000", "SINK": target.rawValue,
            "SYNC_SCHEDULE": "off", "SYNC_DELTA_SCHEDULE": "off",
        ]
        if let lh42 {
            own["LH42_BASE_URL"] = lh42.url
            own["LH42_API_KEY"] = service.key
            own["LH42_REQUESTS_PER_MINUTE"] = "600000"
        }
        environment = own.merging(settings) { _, given in given }
    }

    private func close() async {
        await simulator.stop()
        await lh42?.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func sync(_ arguments: String...) async throws -> ConnectorProcess.Ended {
        try await ConnectorProcess.run(["sync", "--json"] + arguments, in: folder, environment: environment)
    }

    /// Everything the target holds, by external id; two documents of one id are an error.
    var documents: [String: SyncedDocument] {
        get throws {
            switch target {
            case .directory: try SyncedDocument.all(in: folder + "/out")
            case .jsonl: try SyncedDocument.all(inLines: folder + "/out.jsonl")
            case .lh42: try SyncedDocument.all(in: lh42?.documents ?? [])
            }
        }
    }
}
