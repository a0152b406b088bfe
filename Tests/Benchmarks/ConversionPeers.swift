import Foundation

/// The converters that others use for such pages, in Python.
struct ConversionPeers {
    struct Peer: Decodable {
        let name: String
        /// MB/s of CPU time.
        let speed: Double
    }

    /// Installs them into a temporary folder and runs them over the files.
    static func measure(folder: String) throws -> [Peer] {
        let place = FileManager.default.temporaryDirectory.appending(path: "conversion-peers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let python = place.appending(path: "bin/python").path
        _ = try run(["python3", "-m", "venv", place.path])
        _ = try run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"] + packages)
        let script = place.appending(path: "peers.py")
        try Data(source.utf8).write(to: script)
        return try JSONDecoder().decode([Peer].self, from: run([python, script.path, folder]))
    }

    private static let packages = ["markdownify", "html2text", "confluence-markdown-exporter"]

    private static func run(_ command: [String]) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkError(description: "\(command.prefix(4).joined(separator: " ")) failed")
        }
        return data
    }

    /// Each gets the pages as text; those it fails on count as done.
    private static let source = """
        import glob, json, logging, os, sys, time, types, warnings
        warnings.filterwarnings("ignore")
        logging.disable(logging.CRITICAL)
        files = sorted(glob.glob(os.path.join(sys.argv[1], "*.xml")))
        pages = [open(f, encoding="utf8", errors="replace").read() for f in files]
        size = sum(len(p.encode("utf8", "replace")) for p in pages)

        def markdownify():
            from markdownify import markdownify
            return lambda page: markdownify(page, heading_style="ATX")

        def html2text():
            import html2text
            return lambda page: html2text.HTML2Text(bodywidth=0).handle(page)

        def exporter():
            from confluence_markdown_exporter.confluence import Page
            def convert(page):
                stub = types.SimpleNamespace(
                    id=1, title="page", html=page, body=page, body_export=page, body_storage=page, editor2="",
                    labels=[], attachments=[], ancestors=[], base_url="https://wiki.invalid", export_path=None,
                    space=types.SimpleNamespace(key="KEY"))
                return Page.Converter(stub).convert(page)
            return convert

        results = []
        for name, make in (("markdownify", markdownify), ("html2text", html2text),
                           ("confluence-markdown-exporter", exporter)):
            convert = make()
            best = float("inf")
            for _ in range(3):
                start = time.process_time()
                for page in pages:
                    try:
                        convert(page)
                    except Exception:
                        pass
                best = min(best, time.process_time() - start)
            results.append({"name": name, "speed": size / 1e6 / best})
        print(json.dumps(results))
        """
}
