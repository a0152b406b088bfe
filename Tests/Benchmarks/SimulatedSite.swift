import Foundation

/// `confluence-simulator` with a computed site, on a port of its own.
final class SimulatedSite {
    let address: String
    private let process = Process()

    init(pages: Int, attachmentsPerPage: Double, deployment: String, folder: String) throws {
        let path = folder + "/site.json"
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        process.executableURL = program("confluence-simulator")
        process.arguments = [
            "--pages", "\(pages)", "--attachments-per-page", "\(attachmentsPerPage)", "--deployment", deployment,
            "--port", "0", "--json",
        ]
        process.standardOutput = FileHandle(forWritingAtPath: path)
        try process.run()
        while true {
            if let site = try? JSONDecoder().decode(
                [String: String].self, from: Data(contentsOf: URL(fileURLWithPath: path))),
                let url = site["url"]
            {
                address = url
                return
            }
            guard process.isRunning else { throw BenchmarkError(description: "the simulator did not start") }
            usleep(20_000)
        }
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}

/// A product built beside this one.
func program(_ name: String) -> URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent(name)
}
