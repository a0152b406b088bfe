import ArgumentParser
import Foundation

/// Syncs a computed site with the real program and says what it cost. The site's server, the connector and its private
/// Redis share the machine; CPU and memory are those of the connector's process alone.
struct SyncBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Syncs N generated pages and prints pages/s, requests/page, CPU and memory.")

    @Option(help: "Pages and blog posts of the site.")
    var pages = 5000

    @Option(help: "cloud or datacenter; without it one after the other.")
    var deployment: String?

    @Option(help: "Files on each page, on average.")
    var attachmentsPerPage = 1.0 / 12

    @Flag(help: "Print one JSON object a run.")
    var json = false

    func run() throws {
        if !json { print("load average \(loadAverage()), \(ProcessInfo.processInfo.activeProcessorCount) cores") }
        for deployment in deployment.map({ [$0] }) ?? ["cloud", "datacenter"] {
            let folder = NSTemporaryDirectory() + "benchmark-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let site = try SimulatedSite(
                pages: pages, attachmentsPerPage: attachmentsPerPage, deployment: deployment, folder: folder)
            defer { site.stop() }
            for round in Round.all {
                let result = try Measurement.sync(site: site, folder: folder, round: round)
                let name = "\(deployment), \(round.name)"
                print(json ? try result.json(named: name) : result.line(named: name))
            }
        }
    }

    /// What is synced, one after the other into the same folder: so each round pays for what it adds.
    struct Round {
        let name: String
        let includesAttachments: Bool

        static let all = [
            Round(name: "first, pages alone", includesAttachments: false),
            Round(name: "attachments added", includesAttachments: true),
            Round(name: "idle", includesAttachments: true),
        ]
    }

    private func loadAverage() -> String {
        (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)).map {
            $0.split(separator: " ").prefix(2).joined(separator: " ")
        } ?? "unknown"
    }
}

struct BenchmarkError: Error, CustomStringConvertible {
    let description: String
}
