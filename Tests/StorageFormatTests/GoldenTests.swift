import Foundation
import Testing

/// `REWRITE_FIXTURES=1 swift test --filter GoldenTests` writes the `.md` files anew; review the difference like code.
@Suite("Golden conversions")
struct GoldenTests {
    @Test("each fixture becomes the markdown beside it", arguments: Fixtures.names)
    func matches(name: String) throws {
        let markdown = try Fixtures.markdown(Fixtures.text("\(name).xml"))
        if ProcessInfo.processInfo.environment["REWRITE_FIXTURES"] == "1" {
            try markdown.write(to: Fixtures.folder.appending(path: "\(name).md"), atomically: true, encoding: .utf8)
        }
        #expect(try markdown == Fixtures.text("\(name).md"))
    }

    @Test("every fixture ends in one line feed, without spaces at line ends outside of code", arguments: Fixtures.names)
    func isTidy(name: String) throws {
        let markdown = try Fixtures.markdown(Fixtures.text("\(name).xml"))
        #expect(markdown.isEmpty || (markdown.hasSuffix("\n") && !markdown.hasSuffix("\n\n")))
        #expect(!markdown.contains("\r") && !markdown.contains("<ac:") && !markdown.contains("<ri:"))
        var isCode = false
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.contains("```") { isCode.toggle() }
            if !isCode { #expect(!line.hasSuffix(" "), "\(line)") }
        }
    }

    @Test(
        "a page without content becomes an empty text",
        arguments: ["", " \n ", "<p/>", "<p>&nbsp;<br/></p>", "<ul><li/></ul>"])
    func empty(storage: String) throws {
        #expect(try Fixtures.markdown(storage).isEmpty)
    }

    @Test("the same bytes come out every time")
    func deterministic() throws {
        for name in Fixtures.names {
            let storage = try Fixtures.text("\(name).xml")
            #expect(try Fixtures.markdown(storage) == Fixtures.markdown(storage))
        }
    }
}
