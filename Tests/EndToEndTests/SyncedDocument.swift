import Foundation
import LH42Simulator
import TestSupport
import Yams

/// A document as somebody else would read it where it was put: front matter by a YAML parser, lines by a JSON parser.
struct SyncedDocument {
    /// Of its file; empty elsewhere.
    var path = ""
    let title: String
    let markdown: String
    private let metadata: [String: Any]

    func string(_ key: String) -> String? { metadata[key] as? String }
    func integer(_ key: String) -> Int? { metadata[key] as? Int }
    func strings(_ key: String) -> [String] { (metadata[key] as? [Any] ?? []).map { "\($0)" } }

    /// All documents below a folder. Index files are none.
    static func all(in folder: String) throws -> [String: SyncedDocument] {
        var documents: [String: SyncedDocument] = [:]
        guard let paths = FileManager.default.enumerator(atPath: folder) else { return [:] }
        for case let path as String in paths where path.hasSuffix(".md") {
            let document = try SyncedDocument(path: folder + "/" + path)
            guard let id = document.string("external_id") else { continue }
            if let other = documents.updateValue(document, forKey: id) {
                throw SupportError("\(id) is there twice: \(other.path) and \(path)")
            }
        }
        return documents
    }

    /// What a file of JSON lines says in the end.
    static func all(inLines path: String) throws -> [String: SyncedDocument] {
        var documents: [String: SyncedDocument] = [:]
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                let id = object["external_id"] as? String
            else { throw SupportError("no external id: \(line.prefix(200))") }
            switch object["op"] as? String {
            case "upsert":
                documents[id] = SyncedDocument(
                    title: object["title"] as? String ?? "", markdown: object["markdown"] as? String ?? "",
                    metadata: object["metadata"] as? [String: Any] ?? [:])
            case "delete": documents[id] = nil
            default: throw SupportError("no operation: \(line.prefix(200))")
            }
        }
        return documents
    }

    /// What a search in LH42 can find.
    static func all(in stored: [LH42StoredDocument]) throws -> [String: SyncedDocument] {
        var documents: [String: SyncedDocument] = [:]
        for one in stored where one.status == "ready" {
            guard let id = one.externalID else { throw SupportError("\(one.title) has no external id") }
            let document = SyncedDocument(
                title: one.title, markdown: one.content, metadata: one.metadata.mapValues(\.plain))
            if documents.updateValue(document, forKey: id) != nil { throw SupportError("\(id) is there twice") }
        }
        return documents
    }

    private init(path: String = "", title: String, markdown: String, metadata: [String: Any]) {
        self.path = path
        self.title = title
        self.markdown = markdown
        self.metadata = metadata
    }

    private init(path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let parts = text.split(separator: "---\n", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isEmpty, let map = try Yams.load(yaml: String(parts[1])) as? [String: Any]
        else {
            throw SupportError("\(path) has no front matter")
        }
        self.init(path: path, title: map["title"] as? String ?? "", markdown: String(parts[2]), metadata: map)
    }
}

extension LH42Value {
    fileprivate var plain: Any {
        switch self {
        case .null: NSNull()
        case .bool(let value): value
        case .int(let value): value
        case .string(let value): value
        case .list(let values): values.map(\.plain)
        case .object(let values): values.mapValues(\.plain)
        }
    }
}
