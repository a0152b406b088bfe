import Foundation
import StorageFormat
import Testing

@Suite("Names of macros")
struct MacroNameTests {
    private static let document = Fixtures.folder.appending(path: "../../../ops/docs/storage-format.md")
        .standardizedFileURL

    @Test("every name with a rule stands in the table of the document, and no other does")
    func documented() throws {
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        let section = try #require(text.components(separatedBy: "\n## Macros\n").dropFirst().first)
        let rows = section.prefix(while: { $0 != "#" }).split(separator: "\n").filter { $0.hasPrefix("| `") }
        let named = rows.flatMap { row in
            row.dropFirst(2).prefix { $0 != "|" }.split(separator: "`").map(String.init).filter { $0 != " " }
        }
        #expect(Set(named) == Set(StorageFormatReader.knownMacros))
        #expect(named.count == Set(named).count)
    }

    @Test("every name with a rule occurs in a fixture")
    func shown() throws {
        let storage = try Fixtures.names.map { try Fixtures.text("\($0).xml") }.joined()
        let used = Set(storage.matches(of: /ac:name="([^"]*)"/).map { $0.1.lowercased() })
        for name in StorageFormatReader.knownMacros {
            let isShown = name.hasSuffix("…") ? used.contains { $0.hasPrefix(name.dropLast()) } : used.contains(name)
            #expect(isShown, "\(name)")
        }
    }

    @Test("no name has two rules")
    func unambiguous() {
        #expect(Set(StorageFormatReader.knownMacros).count == StorageFormatReader.knownMacros.count)
    }
}
