import Foundation
import TestSupport
import Testing

/// `confluence-connector convert`, as a user types it.
@Suite("convert")
struct ConvertTests {
    private struct Place {
        let folder: String

        func write(_ text: String, _ name: String) throws {
            let url = URL(fileURLWithPath: folder).appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }

        func read(_ name: String) throws -> String { try String(contentsOfFile: folder + "/" + name, encoding: .utf8) }

        func files(below name: String) -> [String] {
            (FileManager.default.enumerator(atPath: folder + "/" + name)?.allObjects as? [String] ?? [])
                .filter { $0.hasSuffix(".md") }.sorted()
        }

        func convert(_ arguments: String..., input: String? = nil) async throws -> ConnectorProcess.Ended {
            try await ConnectorProcess(
                ["convert"] + arguments, in: folder, environment: [:], input: input.map { folder + "/" + $0 }
            ).ended()
        }
    }

    private func with(_ body: (Place) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("convert-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(Place(folder: folder.path))
    }

    @Test("writes a file to standard output, with links to the site that is named")
    func oneFile() async throws {
        try await with { place in
            try place.write(#"<p>See <ac:link><ri:page ri:content-title="Next steps"/></ac:link></p>"#, "a.xml")
            let ended = try await place.convert(
                "a.xml", "--base-url", "https://wiki.example.org", "--space", "DOC")
            #expect(ended.status == 0)
            #expect(ended.output == "See [Next steps](https://wiki.example.org/display/DOC/Next+steps)\n")
            #expect(ended.errors.isEmpty)
        }
    }

    @Test("reads standard input and writes where --output says")
    func standardInput() async throws {
        try await with { place in
            try place.write("<h1>Über uns</h1>", "page")
            #expect(try await place.convert("-", input: "page").output == "# Über uns\n")
            let ended = try await place.convert("-", "--output", "new/folder/about.md", input: "page")
            #expect(ended.status == 0 && ended.output.isEmpty)
            #expect(try place.read("new/folder/about.md") == "# Über uns\n")
        }
    }

    @Test("keeps the folders of a folder, and tells files of one name apart")
    func folders() async throws {
        try await with { place in
            try place.write("<p>one</p>", "in/page.xml")
            try place.write("<p>two", "in/page.html")
            try place.write("<p>three</p>", "in/page.xml.xml")
            try place.write("<p>four</p>", "in/deep/er/Page.XML")
            try place.write("<p>not this</p>", "in/.hidden/page.xml")
            try place.write("not this", "in/notes.txt")
            let ended = try await place.convert("in", "-o", "out")
            #expect(ended.status == 0, "\(ended.errors)")
            #expect(place.files(below: "out") == ["deep/er/Page.md", "page.html.md", "page.xml.md", "page.xml.xml.md"])
            #expect(try place.read("out/page.xml.md") == "one\n")
            #expect(try place.read("out/page.html.md") == "two\n")
            #expect(try place.read("out/page.xml.xml.md") == "three\n")
            #expect(ended.errors.contains("4 files written to out"))
        }
    }

    @Test("goes on behind a file that cannot be read, and ends with status 1")
    func unreadable() async throws {
        try await with { place in
            try place.write("<p>good</p>", "good.xml")
            try place.write("<p>also good</p>", "more/also.xml")
            try FileManager.default.createSymbolicLink(
                atPath: place.folder + "/more/broken.xml", withDestinationPath: "nowhere")
            let ended = try await place.convert("missing.xml", "good.xml", "more", "-o", "out")
            #expect(ended.status == 1)
            #expect(place.files(below: "out") == ["also.md", "good.md"])
            #expect(ended.errors.contains("missing.xml: there is no such file"))
            #expect(ended.errors.contains("more/broken.xml: cannot be read (No such file or directory)"))
            #expect(ended.errors.contains("2 files written"))
        }
    }

    @Test("says what it could not convert well, and where")
    func warnings() async throws {
        try await with { place in
            try place.write("<p>first\n<b>never ended</p>", "a.xml")
            #expect(try await place.convert("a.xml").errors.isEmpty)
            let ended = try await place.convert("a.xml", "--warnings")
            #expect(ended.status == 0)
            #expect(ended.errors.hasPrefix("a.xml:2:15: recovered: "), "\(ended.errors)")
        }
    }

    @Test("prints an object for each file with --json, failures among them")
    func json() async throws {
        try await with { place in
            try place.write("<p>first\n<b>never ended</p>", "a.xml")
            try place.write("<p>fine</p>", "b.xml")
            let ended = try await place.convert("a.xml", "none.xml", "b.xml", "--json")
            #expect(ended.status == 1)
            let objects = try ended.output.split(separator: "\n").map {
                try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
            }
            #expect(objects.compactMap { $0["file"] as? String } == ["none.xml", "a.xml", "b.xml"])
            #expect(objects.first?["error"] as? String == "there is no such file or folder")
            let recovered = try #require((objects.dropFirst().first?["warnings"] as? [[String: Any]])?.first)
            #expect(recovered["code"] as? String == "recovered")
            #expect(recovered["line"] as? Int == 2)
            #expect(objects.last?["markdown"] as? String == "fine\n")
        }
    }

    @Test(
        "refuses what makes no sense with status 2",
        arguments: [
            ["in"], ["a.xml", "b.xml"], ["-", "-", "-o", "out"], ["a.xml", "--base-url", "wiki.example.org"],
            ["a.xml", "--redis-url", "redis://127.0.0.1"], [],
        ])
    func usage(arguments: [String]) async throws {
        try await with { place in
            for name in ["a.xml", "b.xml", "in/c.xml"] { try place.write("<p/>", name) }
            let ended = try await ConnectorProcess.run(
                ["convert"] + arguments, in: place.folder, environment: [:])
            #expect(ended.status == 2, "\(ended.errors)")
            #expect(ended.output.isEmpty)
        }
    }

    /// Bodies of nothing but the shortest tags, which take the most memory for their size, and an ordinary one.
    @Test(
        "takes at most 20 times the memory of its input, beyond what it takes for none",
        arguments: [
            ("", "<p>x"), ("", "<b>x</b>y"), ("<table><tr>", "<td>x"), ("<ul>", "<li>x"), ("", "<h1>x</h1>"),
            ("", "x<br>"), ("", "<a href=x>y"), ("", "<img src=x>"), ("", "<blockquote>x<ol>"),
            ("", "<p>An <em>ordinary</em> page with <a href=\"https://a.example/\">links</a> and words.</p>"),
        ])
    func memory(start: String, piece: String) async throws {
        try await with { place in
            try place.write("", "empty.xml")
            let least = try await peak(of: "empty.xml", place)
            let size = 10_000_000
            try place.write(start + String(repeating: piece, count: size / piece.utf8.count), "page.xml")
            let peak = try await peak(of: "page.xml", place)
            #expect(peak - least <= 20 * size, "\((peak - least) / size) times \(size) bytes of \(piece)")
        }
    }

    /// Bytes that a conversion of its own held at most. Python asks, for it starts its child out of a process that is small.
    private func peak(of file: String, _ place: Place) async throws -> Int {
        let script = """
            import resource, subprocess, sys
            subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c", script, ConnectorProcess.executable.path, "convert", place.folder + "/" + file,
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let number = String(decoding: answer, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return try #require(Int(number))
    }
}
