import Foundation
import LH42Simulator
import Sinks
import Testing

private let sdkPython = ProcessInfo.processInfo.environment["LH42_SDK_PYTHON"]

/// The simulator speaks as LH42's own SDK expects, and the SDK finds what the sink stored.
/// `LH42_SDK_PYTHON` names a Python that has `lakehouse42-sdk`.
@Suite("LH42's own SDK", .enabled(if: sdkPython != nil, "LH42_SDK_PYTHON is not set"))
struct LH42ReadBackTests {
    @Test("reads back what was pushed, and finds it by its metadata", arguments: [true, false])
    func readBack(wrapsAnswers: Bool) async throws {
        var options = LH42Options()
        options.wrapsAnswers = wrapsAnswers
        options.prefix = "/v1"
        try await LH42Bench.with(options) { bench in
            let pages = (0..<130).map { Documents.page("\($0)", "Page \($0)", under: ["Über", "A & B"]) }
            for result in try await bench.sink().push(pages.map { SinkUpsert(document: $0) }) { _ = try result.get() }
            let report = try await Self.run(bench.simulator.url + "/v1")
            #expect(report["documents"] as? Int == 130)
            #expect(report["twice"] as? Int == 0)
            #expect(report["round_trip"] as? String == "ready")
            let entries = try #require(report["entries"] as? [String: [String: Any]])
            for page in pages {
                let entry = try #require(entries[page.externalID])
                #expect(entry["title"] as? String == page.title)
                #expect(entry["status"] as? String == "ready")
                #expect(entry["found"] as? Bool != false)
                let metadata = entry["metadata"] as? [String: Any]
                #expect(metadata?["breadcrumbs"] as? [String] == ["Über", "A & B"])
                #expect(metadata?["version"] as? Int == 1)
                #expect(metadata?["sync_token"] as? String == page.metadata.string("sync_token"))
            }
        }
    }

    /// What the script prints.
    private static func run(_ address: String) async throws -> [String: Any] {
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../ops/python/lh42-read-back.py").standardized
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: try #require(sdkPython))
        process.arguments = [script.path, address, "--key", "lh_test", "--connector", "main", "--round-trip"]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}
