import Foundation

/// What one sync cost.
struct Measurement: Encodable {
    let documents: Int
    let pushed: Int
    let seconds: Double
    let requests: Int
    /// User and system time of the connector's process.
    let cpuSeconds: Double
    /// Peak resident set of the connector's process.
    let peakMegabytes: Double

    static func sync(site: SimulatedSite, folder: String, round: SyncBenchmark.Round) throws -> Measurement {
        var environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"]
        environment["CONFLUENCE_URL"] = site.address
        environment["CONFLUENCE_USERNAME"] = "connector@example.com"
        environment["CONFLUENCE_API_TOKEN"] = "simulator-token"
        environment["CONFLUENCE_INCLUDE_ATTACHMENTS"] = "\(round.includesAttachments)"
        // The site is ours: what is measured is the line, not the politeness.
        environment["CONFLUENCE_MAX_RPS"] = "10000"
        let before = usage()
        let process = Process()
        let output = Pipe()
        process.executableURL = program("confluence-connector")
        process.arguments = ["sync", "--json"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = environment
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        let start = ContinuousClock.now
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let elapsed = ContinuousClock.now - start
        let after = usage()
        guard process.terminationStatus == 0 else {
            throw BenchmarkError(
                description:
                    "sync ended with status \(process.terminationStatus): \(String(decoding: text, as: UTF8.self))")
        }
        let report = try JSONDecoder().decode(Report.self, from: text)
        return Measurement(
            documents: report.counts.enumerated, pushed: report.counts.pushed, seconds: elapsed / .seconds(1),
            requests: report.requests.confluence, cpuSeconds: after.cpu - before.cpu, peakMegabytes: after.peak)
    }

    func line(named name: String) -> String {
        let perDocument = Double(requests) / Double(max(documents, 1))
        let cpu = cpuSeconds * 1000 / Double(max(documents, 1))
        return String(
            format:
                "%@: %d documents, %d pushed, %.1f s, %.0f a second, %d requests (%.4f a document), %.2f CPU s per 1,000, peak %.0f MB",
            name as NSString, documents, pushed, seconds, Double(documents) / seconds, requests, perDocument, cpu,
            peakMegabytes) as String
    }

    func json(named name: String) throws -> String {
        var object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(self)) as? [String: Any] ?? [:]
        object["run"] = name
        return String(decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self)
    }

    private struct Report: Decodable {
        struct Counts: Decodable { let enumerated, pushed: Int }
        struct Requests: Decodable { let confluence: Int }
        let counts: Counts
        let requests: Requests
    }

    /// Of all children that have ended. The private Redis is not among them: it has a session of its own.
    private static func usage() -> (cpu: Double, peak: Double) {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return (seconds(usage.ru_utime) + seconds(usage.ru_stime), Double(usage.ru_maxrss) / 1024)
    }
}
