import Foundation
import TestSupport
import Yams

/// A markdown file as somebody else would read it: front matter by a YAML parser, the rest as text.
struct SyncedDocument {
    let path: String
    let markdown: String
    private let frontMatter: [String: Any]

    var title: String { string("title") ?? "" }
    func string(_ key: String) -> String? { frontMatter[key] as? String }
    func integer(_ key: String) -> Int? { frontMatter[key] as? Int }
    func strings(_ key: String) -> [String] { (frontMatter[key] as? [Any] ?? []).map { "\($0)" } }

    /// All documents below a folder by external id; two of one id are an error. Index files are none.
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

    init(path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let parts = text.split(separator: "---\n", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isEmpty, let map = try Yams.load(yaml: String(parts[1])) as? [String: Any]
        else {
            throw SupportError("\(path) has no front matter")
        }
        self.path = path
        frontMatter = map
        markdown = String(parts[2])
    }
}
