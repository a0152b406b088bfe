import Foundation
import Sinks
import Testing

@Suite("The front matter of a file")
struct FrontMatterTests {
    let folder: TemporaryFolder
    let sink: DirectorySink

    init() throws {
        folder = try TemporaryFolder()
        sink = DirectorySink(path: folder.path)
    }

    @Test("it has the title, then every key in its order")
    func form() async throws {
        var page = Documents.page("1", "Say \"hi\"", under: ["A", "B, C"], text: "Text")
        page.metadata["labels"] = .strings([])
        let receipt = try await sink.push(page)
        #expect(
            try folder.text(receipt.documentID) == #"""
                ---
                title: "Say \"hi\""
                source: "confluence"
                external_id: "confluence:main:page:1"
                content_type: "page"
                connector_id: "main"
                space_key: "TEAM"
                space_name: "Space TEAM"
                page_id: "1"
                breadcrumbs: ["A", "B, C"]
                version: 1
                restricted: false
                content_hash: "hash-1"
                sync_token: "1:1"
                labels: []
                ---

                Text

                """#)
    }

    static let hostile = [
        "plain", "", " ", "true", "12", "null", "~", "- a", "a: b", "# c", "[x", "{y", "'", "\"", "\\", "\\n", "%TAG",
        "line\nbreak", "\r\n", "tab\t", "---", "---\ntitle: forged\n---", "\u{0}\u{1}\u{7F}\u{85}\u{9F}",
        "\u{2028}\u{2029}", "\u{FEFF}bom", "\u{FFFE}\u{FFFF}", "日本語 👩‍👩‍👧‍👦", "e\u{301}", "\u{1FFFE}",
        "trailing ", String(repeating: "long ", count: 2000),
    ]

    @Test("another YAML parser reads back exactly what was written", .enabled(if: PyYAML.isThere, "PyYAML is missing"))
    func otherParser() async throws {
        var expected: [String: [String: String]] = [:]
        for (index, text) in Self.hostile.enumerated() {
            var page = Documents.page("\(index)", "Page \(index)")
            page.title = text.isEmpty ? "x" : text
            page.metadata["label"] = .string(text)
            page.metadata["labels"] = .strings([text, "other", text])
            // YAML allows keys of 1024 characters.
            let key = String(text.prefix(300))
            page.metadata["weird: \(key)"] = .string(text)
            let receipt = try await sink.push(page)
            let bytes = Data(text.utf8).base64EncodedString()
            expected[receipt.documentID] = [
                "label": bytes, "list": bytes, "key": Data(key.utf8).base64EncodedString(), "version": "int1",
            ]
        }
        let read = try PyYAML.read(folder.path, Array(expected.keys))
        #expect(read == expected)
    }

    @Test("the sink itself reads back what it wrote")
    func ownParser() async throws {
        for (index, text) in Self.hostile.enumerated() {
            var page = Documents.page("\(index)", "Page", version: 5)
            page.externalID = "confluence:main:page:\(index)\(text)"
            page.metadata["sync_token"] = .string(text)
            try await sink.push(page)
        }
        var tokens: [String: String] = [:]
        try await sink.holdings(of: "main") { tokens[$0.externalID] = $0.syncToken }
        for (index, text) in Self.hostile.enumerated() {
            #expect(tokens["confluence:main:page:\(index)\(text)"] == text)
        }
    }
}

/// Python's YAML parser, as somebody else's opinion.
enum PyYAML {
    static let isThere = (try? run("import yaml", "")) != nil

    /// Label, list item and odd key of each file as base64 of their UTF-8.
    static func read(_ folder: String, _ files: [String]) throws -> [String: [String: String]] {
        let script = """
            import sys, json, yaml, base64
            out = {}
            names = json.load(sys.stdin)
            for name in names["files"]:
                text = open(names["folder"] + "/" + name, encoding="utf-8", newline="").read()
                y = yaml.safe_load(text[4:text.index("\\n---\\n")])
                enc = lambda s: base64.b64encode(s.encode()).decode()
                assert y["labels"][0] == y["labels"][2] and y["labels"][1] == "other"
                key = [k for k in y if k.startswith("weird: ")][0]
                assert y[key] == y["label"] == (y["title"] if y["title"] != "x" else "") and y["restricted"] is False
                out[name] = {"label": enc(y["label"]), "list": enc(y["labels"][0]), "key": enc(key[7:]),
                             "version": type(y["version"]).__name__ + str(y["version"])}
            print(json.dumps(out))
            """
        let input = try JSONSerialization.data(withJSONObject: ["folder": folder, "files": files])
        let output = try run(script, String(decoding: input, as: UTF8.self))
        return try JSONDecoder().decode([String: [String: String]].self, from: Data(output.utf8))
    }

    private struct Failure: Error {}

    private static func run(_ script: String, _ input: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure() }
        return String(decoding: output, as: UTF8.self)
    }
}
