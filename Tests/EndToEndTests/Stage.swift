import ConfluenceSimulator
import Foundation
import Testing

/// A simulated site and an empty folder to sync it into.
final class Stage: Sendable {
    let simulator: ConfluenceSimulator
    let folder: String
    let environment: [String: String]

    static func with(
        _ content: ConfluenceSimulator.Content, settings: [String: String] = [:], _ body: (Stage) async throws -> Void
    ) async throws {
        let stage = try await Stage(content, settings)
        do {
            try await body(stage)
        } catch {
            await stage.close()
            throw error
        }
        await stage.close()
    }

    private init(_ content: ConfluenceSimulator.Content, _ settings: [String: String]) async throws {
        simulator = try await ConfluenceSimulator.start(site: content)
        folder = NSTemporaryDirectory() + "stage-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let own = [
            "CONFLUENCE_URL": simulator.baseURL, "CONFLUENCE_USERNAME": "connector@example.com",
            "CONFLUENCE_API_TOKEN": "simulator-token", "CONFLUENCE_MAX_RPS": "1000",
        ]
        environment = own.merging(settings) { _, given in given }
    }

    private func close() async {
        await simulator.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func sync(_ arguments: String...) async throws -> ConnectorProcess.Ended {
        try await ConnectorProcess.run(["sync", "--json"] + arguments, in: folder, environment: environment)
    }

    var documents: [String: SyncedDocument] {
        get throws { try SyncedDocument.all(in: folder + "/out") }
    }

    /// The folder holds exactly what the site shows to those who may read its spaces, in its newest version.
    func expectExact(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let found = try documents
        let wanted = simulator.pages.filter {
            $0.isVisible && !$0.isRestricted && $0.status == "current" && $0.spaceStatus == "current"
        }
        #expect(found.count == wanted.count, sourceLocation: sourceLocation)
        for page in wanted {
            let id = "confluence:confluence:\(page.kind):\(page.id)"
            guard let document = found[id] else {
                Issue.record("\(page.kind) \(page.id) “\(page.title)” is missing", sourceLocation: sourceLocation)
                continue
            }
            #expect(document.title == page.title, sourceLocation: sourceLocation)
            #expect(document.integer("version") == page.version, "\(id)", sourceLocation: sourceLocation)
            #expect(document.string("space_key") == page.spaceKey, "\(id)", sourceLocation: sourceLocation)
            #expect(document.strings("labels") == page.labels.sorted(), "\(id)", sourceLocation: sourceLocation)
            #expect(
                document.strings("breadcrumbs") == page.ancestors.map(\.title), "\(id)", sourceLocation: sourceLocation)
            #expect(
                document.strings("ancestor_ids") == page.ancestors.map(\.id), "\(id)", sourceLocation: sourceLocation)
        }
    }
}
