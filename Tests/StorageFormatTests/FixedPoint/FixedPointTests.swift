import ContentTree
import Foundation
import MarkdownWriter
import StorageFormat
import Testing

/// Markdown read by a reader that is not ours gives the blocks and texts that were meant.
///
/// `FIXED_POINT_TREES=100000` for more than the usual number of generated pages, `STORAGE_CORPUS=FOLDER` for pages of
/// one's own.
@Suite(
    "Markdown means what the page means", .enabled(if: CommonMarkReader.program != nil, "cmark-gfm is not installed"))
struct FixedPointTests {
    @Test("on every fixture", arguments: Fixtures.names)
    func fixtures(name: String) throws {
        try check(StorageFormatReader().read(Fixtures.text("\(name).xml")).tree, name)
    }

    @Test("on the corpus, where there is one")
    func corpus() throws {
        for file in Corpus.files {
            try check(StorageFormatReader().read([UInt8](Data(contentsOf: file))).tree, file.lastPathComponent)
        }
    }

    @Test("on pages made of everything that looks like markup")
    func generated() throws {
        let count = ProcessInfo.processInfo.environment["FIXED_POINT_TREES"].flatMap(Int.init) ?? 300
        var failures = 0
        for seed in 0..<count where failures < 8 {
            var generator = TreeGenerator(seed: UInt64(seed))
            if try !check(generator.tree(), "seed \(seed)") { failures += 1 }
        }
    }

    @discardableResult
    private func check(_ tree: ContentTree, _ name: String) throws -> Bool {
        let markdown = MarkdownWriter().write(tree).text
        let difference = Outline(meant: tree).difference(from: try CommonMarkReader.outline(of: markdown))
        #expect(difference == nil, "\(name)\n\(markdown.prefix(3_000))")
        return difference == nil
    }
}
