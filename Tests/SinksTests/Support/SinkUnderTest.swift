import Foundation
import LH42Simulator
import Sinks

/// A sink of every kind, with a way to read back, by other means than the sink, what it holds.
enum SinkUnderTest: String, CaseIterable, Sendable {
    case directory
    case jsonLines
    case lh42

    /// Those that are a place in the file system.
    static let files: [SinkUnderTest] = [.directory, .jsonLines]

    struct Stored: Equatable, Sendable {
        var title: String
        var text: String
    }

    /// Hands over a fresh place to store documents in, and takes it down afterwards.
    func test(_ body: (SinkBench) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        if self == .lh42 {
            try await LH42Bench.with { try await body(SinkBench(kind: self, folder: folder, lh42: $0)) }
        } else {
            try await body(SinkBench(kind: self, folder: folder, lh42: nil))
        }
    }
}

/// A place to store documents in.
struct SinkBench {
    let kind: SinkUnderTest
    let folder: TemporaryFolder
    let lh42: LH42Bench?

    func make() throws -> any Sink {
        if let lh42 { return try lh42.sink() }
        switch kind {
        case .directory: return DirectorySink(path: folder.path + "/out")
        default: return JSONLinesSink(path: folder.path + "/out/log.jsonl")
        }
    }

    /// What its fingerprint names.
    var place: String { lh42?.simulator.url ?? folder.path }

    /// Title and text by external id.
    func contents() throws -> [String: SinkUnderTest.Stored] {
        if let lh42 { return lh42.contents }
        return kind == .directory ? try directory() : try jsonLines()
    }

    private func directory() throws -> [String: SinkUnderTest.Stored] {
        var stored: [String: SinkUnderTest.Stored] = [:]
        for name in try folder.files() where name.hasSuffix(".md") && !name.hasSuffix("index.md") {
            let parts = try folder.text(name).split(separator: "---\n", maxSplits: 2, omittingEmptySubsequences: false)
            let lines = parts[1].split(separator: "\n")
            func value(_ key: String) -> String {
                let line = lines.first { $0.hasPrefix("\(key): ") } ?? ""
                return String(line.dropFirst(key.count + 3).dropLast())
            }
            stored[value("external_id")] = .init(title: value("title"), text: String(parts[2].dropFirst()))
        }
        return stored
    }

    private func jsonLines() throws -> [String: SinkUnderTest.Stored] {
        struct Line: Decodable {
            let op: String
            let external_id: String
            let title: String?
            let markdown: String?
            let at: Date
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        var stored: [String: SinkUnderTest.Stored] = [:]
        for text in try folder.text("out/log.jsonl").split(separator: "\n") {
            let line = try decoder.decode(Line.self, from: Data(text.utf8))
            if line.op == "delete" {
                stored[line.external_id] = nil
            } else {
                stored[line.external_id] = .init(title: line.title ?? "", text: line.markdown ?? "")
            }
        }
        return stored
    }
}
