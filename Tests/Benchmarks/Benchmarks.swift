import ArgumentParser
import Foundation

/// Syncs a computed site with the real program and says what it cost. The site's server, the connector and its private
/// Redis share the machine; CPU and memory are those of the connector's process alone.
@main
struct Benchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Syncs N generated pages and prints pages/s, requests/page, CPU and memory.")

    @Option(help: "Pages and blog posts of the site.")
    var pages = 5000

    @Flag(help: "Print one JSON object a run.")
    var json = false

    func run() throws {
        let folder = NSTemporaryDirectory() + "benchmark-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let site = try SimulatedSite(pages: pages, folder: folder)
        defer { site.stop() }
        if !json { print("load average \(loadAverage()), \(ProcessInfo.processInfo.activeProcessorCount) cores") }
        for name in ["first", "idle"] {
            let result = try Measurement.sync(site: site, folder: folder)
            print(json ? try result.json(named: name) : result.line(named: name))
        }
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
