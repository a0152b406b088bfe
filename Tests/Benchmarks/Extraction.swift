import ArgumentParser
import AttachmentModel
import Foundation
import TextExtraction

/// Reads a folder of files as a worker does, and has the programs that others use for such files do the same.
struct ExtractionBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extraction",
        abstract: "Reads a folder of files and prints what came out and what it cost, beside other engines.",
        discussion: """
            Each engine is judged by the others: a word counts as there when two other engines found it, and as noise when \
            no other did. With a MANIFEST.tsv in the folder (file, type, expect, phrases) the phrases are looked for, and \
            hostile files count as passed when they end within their limits. CPU is that of the programs that read a file; \
            Python's engines get their imports for free.
            """)

    @Argument(help: "Folder of files, searched to its depth.")
    var folder: String

    @Option(help: "Read so many files in a row, over and over, and watch this process's memory. No peers.")
    var files: Int?

    @Flag(inversion: .prefixedNo, help: "Run the peers, installed from PyPI into a folder of their own.")
    var peers = true

    @Flag(help: "Print one JSON object a line.")
    var json = false

    func run() async throws {
        let samples = try ExtractionSample.all(in: folder)
        guard !samples.isEmpty else { throw BenchmarkError(description: "\(folder) holds no files") }
        var settings = ExtractionSettings()
        settings.kinds = Set(AttachmentKind.allCases)
        let extractor = try TextExtractor(settings: settings)
        if let files { return try await MemoryWatch(extractor: extractor, samples: samples).run(files) }

        var results = ["this project": try await ours(extractor, samples)]
        if peers {
            do {
                let found = try ExtractionPeers.measure(samples)
                results.merge(found.results) { own, _ in own }
                for reason in found.leftOut { FileHandle.standardError.write(Data("left out: \(reason)\n".utf8)) }
            } catch {
                FileHandle.standardError.write(Data("peers left out: \(error)\n".utf8))
            }
        }
        let table = ExtractionTable(samples: samples, results: results)
        print(json ? try table.json : table.markdown)
    }

    private func ours(
        _ extractor: TextExtractor, _ samples: [ExtractionSample]
    ) async throws -> [String: ExtractionResult] {
        var results: [String: ExtractionResult] = [:]
        for sample in samples {
            let outcome = try await extractor.extract(path: sample.path)
            let isRefused = ![.ok, .noText].contains(outcome.status)
            results[sample.path] = ExtractionResult(
                text: outcome.markdown, isRefused: isRefused, hasFailed: outcome.status == .crash,
                cpuSeconds: outcome.cost.cpuSeconds, peakBytes: outcome.cost.peakBytes)
        }
        return results
    }
}

/// One file, with what is known of it.
struct ExtractionSample {
    let path: String
    /// By the manifest, or by its name's ending.
    let type: String
    /// `ok`, `scan`, `encrypted`, `corrupt`, `partial` or `bomb`.
    let expectation: String
    let phrases: [String]

    static func all(in folder: String) throws -> [ExtractionSample] {
        let manifest = (try? String(contentsOfFile: folder + "/MANIFEST.tsv", encoding: .utf8)) ?? ""
        let rows = manifest.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        var known: [String: [String: String]] = [:]
        for row in rows.dropFirst() {
            let fields = Dictionary(zip(rows[0], row), uniquingKeysWith: { one, _ in one })
            if let file = fields["file"] { known[file] = fields }
        }
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        let samples = names.sorted().compactMap { name -> ExtractionSample? in
            var isFolder = ObjCBool(false)
            let path = folder + "/" + name
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
                name != "MANIFEST.tsv"
            else { return nil }
            let fields = known[name] ?? [:]
            let phrases = fields["phrases"].map { $0.components(separatedBy: " || ").filter { !$0.isEmpty } }
            return ExtractionSample(
                path: path, type: fields["type"] ?? (name as NSString).pathExtension.lowercased(),
                expectation: fields["expect"].flatMap { $0.isEmpty ? nil : $0 } ?? "ok", phrases: phrases ?? [])
        }
        // Peers load what they need with the first file of a type: not with a bomb.
        return samples.filter { $0.expectation == "ok" } + samples.filter { $0.expectation != "ok" }
    }
}

/// What one engine made of one file.
struct ExtractionResult: Decodable {
    var text: String
    /// It said that it does not read the file.
    var isRefused: Bool
    /// It crashed or did not end.
    var hasFailed: Bool
    var cpuSeconds: Double
    var peakBytes: Int
}
