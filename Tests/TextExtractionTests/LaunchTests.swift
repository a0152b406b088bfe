import Foundation
import Testing
import TextExtraction

@Suite("Where files cannot be read at all")
struct LaunchTests {
    /// A launcher that tells of layers what a test wants to hear.
    private func extractor(telling report: String) throws -> TextExtractor {
        let path = NSTemporaryDirectory() + "confine-\(UUID().uuidString)"
        try "#!/bin/sh\nprintf '\(report)'\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        var helpers = try Helpers.found()
        helpers.confine = path
        return TextExtractor(settings: Helpers.settings { $0.sandbox = .strict }, helpers: helpers)
    }

    private func code(_ work: () async throws -> Void) async -> TextExtractionError.Code? {
        do { try await work() } catch { return (error as? TextExtractionError)?.code }
        return nil
    }

    @Test(
        "a strict sandbox that lacks a layer, or does not tell, is refused before any file is read",
        arguments: [
            ("limits yes\\nnamespaces no: x\\nlandlock no: Function not implemented\\nseccomp yes\\n", "landlock"),
            ("limits yes\\nlandlock yes\\n", "seccomp"), ("", "landlock"),
        ])
    func strict(report: String, layer: String) async throws {
        let extractor = try extractor(telling: report)
        let failure = await #expect(throws: TextExtractionError.self) { try await extractor.checkSandbox() }
        #expect(failure?.code == .sandboxMissing)
        #expect(failure?.detail.contains(layer) == true)
    }

    @Test("namespaces may be missing, as in most containers")
    func withoutNamespaces() async throws {
        try await extractor(telling: "limits yes\\nnamespaces no: x\\nlandlock yes\\nseccomp yes\\n").checkSandbox()
    }

    @Test("a reader or a launcher that cannot be started is told from one that could not be started this time")
    func unstartable() async throws {
        var helpers = try Helpers.found()
        helpers.extractor = "/nowhere/extractor"
        let unread = TextExtractor(settings: Helpers.settings(), helpers: helpers)
        #expect(await code { _ = try await unread.extract("words".utf8, name: "a.txt") } == .helperMissing)
        helpers.confine = "/nowhere/confine"
        let unlaunched = TextExtractor(settings: Helpers.settings(), helpers: helpers)
        #expect(await code { _ = try await unlaunched.extract("words".utf8, name: "a.txt") } == .helperMissing)
    }
}
