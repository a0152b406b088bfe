import Foundation
import Sinks
import Testing

@Suite("Several processes at once")
struct ManyProcessesTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("writers of one folder keep every document, and the newest version of the one they share")
    func directory() async throws {
        let path = folder.path
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<3 {
                group.addTask {
                    await #expect(processExitsWith: .success) { [path = path as String, writer = writer as Int] in
                        let sink = DirectorySink(path: path)
                        for round in 0..<60 {
                            let id = writer * 1000 + round
                            _ = try await sink.push(Documents.page("\(id)", "Same title", under: ["P\(round % 3)"]))
                            let shared = Documents.page("shared", "Shared", version: round, text: "Round \(round)\n")
                            do {
                                _ = try await sink.push(shared)
                            } catch let error as SinkError where error.code == .stale {}
                            if round % 20 == 19 { try await sink.finish() }
                        }
                    }
                }
            }
        }
        let files = try folder.files().filter { !$0.hasSuffix("index.md") }
        #expect(files.count == 3 * 60 + 1)
        #expect(try folder.text("TEAM/Shared.md").contains("\nversion: 59\n"))
        #expect(try folder.text("TEAM/Shared.md").hasSuffix("\nRound 59\n"))
    }

    @Test("writers of one file of lines never mix them")
    func lines() async throws {
        let path = folder.path + "/log.jsonl"
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<3 {
                group.addTask {
                    await #expect(processExitsWith: .success) { [path = path as String, writer = writer as Int] in
                        let sink = JSONLinesSink(path: path)
                        let text = String(repeating: "\(writer) ", count: 20_000)
                        for round in 0..<30 {
                            try await sink.push(Documents.page("\(writer)-\(round)", "T", text: text))
                        }
                    }
                }
            }
        }
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 90)
        for line in lines {
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        }
    }
}
