import Foundation
import Sinks
import Testing

@Suite("A file of JSON lines")
struct JSONLinesTests {
    let folder: TemporaryFolder
    let sink: JSONLinesSink

    init() throws {
        folder = try TemporaryFolder()
        sink = JSONLinesSink(path: folder.path + "/log.jsonl", now: { Date(timeIntervalSince1970: 1_700_000_000) })
    }

    @Test("each operation is one line of the documented form")
    func form() async throws {
        var file = Documents.attachment("att1", "a.pdf", of: "2", under: [])
        file.metadata = ["source": "confluence", "labels": .strings(["a", "b\"c"]), "version": 3, "restricted": true]
        try await sink.push(file)
        try await sink.delete(file, nil)
        #expect(
            try folder.text("log.jsonl") == #"""
                {"op":"upsert","external_id":"confluence:main:attachment:att1",\#
                "parent_external_id":"confluence:main:page:2","title":"a.pdf","markdown":"Words.\n",\#
                "metadata":{"source":"confluence","labels":["a","b\"c"],"version":3,"restricted":true},\#
                "at":"2023-11-14T22:13:20Z"}
                {"op":"delete","external_id":"confluence:main:attachment:att1","at":"2023-11-14T22:13:20Z"}

                """#)
    }

    @Test("any text comes back as it was, on one line", arguments: FrontMatterTests.hostile)
    func text(text: String) async throws {
        try await sink.push(Documents.page("1", text, text: text))
        let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/log.jsonl"))
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        #expect(object?["title"] as? String == text)
        let written = String(decoding: data, as: UTF8.self)
        #expect(written.split(whereSeparator: \.isNewline).count == 1)
    }

    @Test("the line that a crashed writer left unfinished does not swallow the next one")
    func tornLine() async throws {
        try folder.write("{\"op\":\"upsert\",\"external", to: "log.jsonl")
        try await sink.push(Documents.page("1", "Home"))
        let lines = try folder.text("log.jsonl").split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.last?.hasPrefix("{\"op\":\"upsert\",\"external_id\":\"confluence:main:page:1\"") == true)
    }

    @Test(
        "a full disk stops the run and leaves whole lines",
        .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func fullDisk() async throws {
        let error = await #expect(throws: SinkError.self) {
            try await JSONLinesSink(path: "/dev/full").push(Documents.page("1", "Home"))
        }
        #expect(error?.code == .noSpace)
        #expect(error?.remedy == .stopRun)
        #expect(error?.message.contains("/dev/full") == true)
    }

    @Test("a file that a log rotation took away is made again")
    func rotation() async throws {
        try await sink.push(Documents.page("1", "Home"))
        try FileManager.default.moveItem(atPath: folder.path + "/log.jsonl", toPath: folder.path + "/log.1")
        try await sink.push(Documents.page("2", "Home"))
        #expect(try folder.text("log.jsonl").contains("page:2"))
    }
}
