import AttachmentModel
import Foundation
import TestSupport
import Testing
import TextExtraction

/// What a reader that a file has taken over can still do. The deeds are those of `sandbox-probe`.
@Suite("Sandbox")
struct SandboxTests {
    private func attempt(_ deed: String, _ change: (inout ExtractionSettings) -> Void = { _ in }) async throws
        -> Extraction
    {
        let extractor = TextExtractor(settings: Helpers.settings(change), helpers: try Helpers.probing())
        return try await extractor.extract("anything".utf8, name: deed)
    }

    private static func holds(_ layer: String) async -> Bool {
        guard let helpers = try? Helpers.found() else { return false }
        let report = try? await TextExtractor(settings: Helpers.settings(), helpers: helpers).report()
        return report?.layers.first { $0.name == layer }.map { $0.fault == nil } ?? false
    }

    @Test(
        "calls to the outside are refused",
        arguments: ["socket", "unix-socket", "fork", "kill-parent", "raise-limits"])
    func refusesCalls(deed: String) async throws {
        #expect(try await attempt(deed).markdown == "refused\n")
    }

    @Test(
        "files and programs are out of reach", .enabled("Landlock is missing here") { await holds("landlock") },
        arguments: ["write", "passwd", "proc", "exec", "privileges"])
    func refusesFiles(deed: String) async throws {
        #expect(try await attempt(deed).markdown == "refused\n")
    }

    @Test("a call that no reader makes ends it")
    func endsDebuggers() async throws {
        let outcome = try await attempt("ptrace")
        #expect(outcome.status == .crash)
        #expect(outcome.reason?.contains("what no reader does") ?? false)
    }

    @Test("nothing of the parent's environment and descriptors comes through")
    func inheritsNothing() async throws {
        #expect(try await attempt("environment").markdown == "LANG=C.UTF-8\nPATH=/usr/bin\nlisted\n")
        #expect(try await attempt("descriptors").markdown == "listed\n")
    }

    @Test("memory beyond the limit is `limit`")
    func limitsMemory() async throws {
        let outcome = try await attempt("memory")
        #expect(outcome.status == .limit)
        #expect(outcome.reason == "extractor ran out of memory")
    }

    @Test("endless output is `limit`, and no more of it is held than a text may have")
    func limitsOutput() async throws {
        let outcome = try await attempt("flood") { $0.maxTextBytes = 1 << 20 }
        #expect(outcome.status == .limit)
        #expect(outcome.markdown.utf8.count <= (1 << 20) + 65_536)
    }

    @Test("an endless stack is `crash`")
    func limitsStack() async throws {
        #expect(try await attempt("stack").status == .crash)
    }

    @Test("an endless computation is `timeout` by processor time")
    func limitsProcessorTime() async throws {
        let outcome = try await attempt("spin") { $0.cpuSeconds = 1 }
        #expect(outcome.status == .timeout)
        #expect(outcome.reason == "extractor took more than 1 s of processor time")
    }

    @Test("one that sleeps, deaf to all signals, is `timeout` by the clock", arguments: ["sleep", "silence"])
    func limitsTime(deed: String) async throws {
        let outcome = try await attempt(deed) { $0.wallClock = .milliseconds(300) }
        #expect(outcome.status == .timeout)
    }

    @Test("a cancelled reading ends at once")
    func cancels() async throws {
        let reading = Task { try await attempt("sleep") }
        reading.cancel()
        await #expect(throws: CancellationError.self) { try await reading.value }
    }

    @Test("a reader does not outlive the one who started it")
    func diesWithParent() async throws {
        let helpers = try Helpers.probing()
        let driver = ChildDriver(width: 1)
        let orphan =
            [helpers.confine] + helpers.readable.flatMap { ["--read", $0] } + [helpers.extractor, "--name", "sleep"]
        let input = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(input) }
        let result = try await driver.run(
            Pipeline(
                stages: [[helpers.extractor, "--abandon"] + orphan], input: input, outputLimit: 100,
                wallClock: .seconds(20)))
        let text = String(decoding: result.output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        let orphanID = try #require(pid_t(text))
        try await eventually("the orphan is gone") { kill(orphanID, 0) != 0 || Self.isZombie(orphanID) }
    }

    /// Nobody may be there to collect it in a container.
    private static func isZombie(_ process: pid_t) -> Bool {
        guard let file = FileHandle(forReadingAtPath: "/proc/\(process)/stat"), let data = try? file.readToEnd() else {
            return true
        }
        return String(decoding: data, as: UTF8.self).contains(") Z ")
    }

    @Test("no more readers run at the same time than there are workers")
    func boundsWorkers() async throws {
        let extractor = TextExtractor(
            settings: Helpers.settings {
                $0.workers = 1
                $0.wallClock = .milliseconds(200)
            }, helpers: try Helpers.probing())
        let clock = ContinuousClock()
        let taken = try await clock.measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 { group.addTask { _ = try await extractor.extract("".utf8, name: "sleep") } }
                try await group.waitForAll()
            }
        }
        #expect(taken >= .milliseconds(600))
    }
}
