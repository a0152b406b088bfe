import Foundation
import Sinks

/// A sink of every kind, with a way to read back, by other means than the sink, what it holds.
enum SinkUnderTest: String, CaseIterable, Sendable {
    case directory
    case jsonLines

    func make(in folder: TemporaryFolder) -> any Sink {
        switch self {
        case .directory: DirectorySink(path: folder.path + "/out")
        case .jsonLines: JSONLinesSink(path: folder.path + "/out/log.jsonl")
        }
    }

    /// Title and text by external id.
    func contents(in folder: TemporaryFolder) throws -> [String: Stored] {
        switch self {
        case .directory: try directory(folder)
        case .jsonLines: try jsonLines(folder)
        }
    }

    struct Stored: Equatable, Sendable {
        var title: String
        var text: String
    }

    private func directory(_ folder: TemporaryFolder) throws -> [String: Stored] {
        var stored: [String: Stored] = [:]
        for name in try folder.files() where name.hasSuffix(".md") && !name.hasSuffix("index.md") {
            let parts = try folder.text(name).split(separator: "---\n", maxSplits: 2, omittingEmptySubsequences: false)
            let lines = parts[1].split(separator: "\n")
            func value(_ key: String) -> String {
                let line = lines.first { $0.hasPrefix("\(key): ") } ?? ""
                return String(line.dropFirst(key.count + 3).dropLast())
            }
            stored[value("external_id")] = Stored(title: value("title"), text: String(parts[2].dropFirst()))
        }
        return stored
    }

    private func jsonLines(_ folder: TemporaryFolder) throws -> [String: Stored] {
        struct Line: Decodable {
            let op: String
            let external_id: String
            let title: String?
            let markdown: String?
            let at: Date
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        var stored: [String: Stored] = [:]
        for text in try folder.text("out/log.jsonl").split(separator: "\n") {
            let line = try decoder.decode(Line.self, from: Data(text.utf8))
            if line.op == "delete" {
                stored[line.external_id] = nil
            } else {
                stored[line.external_id] = Stored(title: line.title ?? "", text: line.markdown ?? "")
            }
        }
        return stored
    }
}
