import Foundation
import MarkdownWriter
import StorageFormat

/// The golden pairs in `Tests/Fixtures/storage-format`, and what else tests of the conversion share.
enum Fixtures {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/storage-format")

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".xml") }.map { String($0.dropLast(4)) }.sorted()
    }()

    static func text(_ file: String) throws -> String {
        try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    }

    static func markdown(_ storage: String, _ context: ConversionContext = ConversionContext()) throws -> String {
        let document = try StorageFormatReader(context: context).read(storage)
        return MarkdownWriter().write(document.tree).text
    }

    /// Letter-and-digit runs, in order.
    static func words(_ text: String) -> [String] {
        text.split { !$0.isLetter && !$0.isNumber }.map { $0.lowercased() }
    }
}
