import MarkdownWriter
import StorageFormat
import Testing

/// Bodies put together from everything the format knows, whole or with pieces missing. `Tests/Fuzz/storage-format` goes
/// on for hours; this is the same for seconds.
@Suite("Bodies made up by a grammar")
struct GrammarTests {
    @Test("are converted within the bounds, without leaks of markup, and alike each time", arguments: [false, true])
    func converts(isDamaged: Bool) throws {
        var random = SplitMix(state: 5)
        for _ in 0..<1_500 {
            var grammar = StorageGrammar(random: random, isDamaged: isDamaged)
            let storage = grammar.body()
            random = grammar.random
            let markdown = try Fixtures.markdown(storage)
            #expect(markdown.utf8.count <= 20 * storage.utf8.count + (1 << 20))
            #expect(!markdown.contains("\r") && !markdown.hasSuffix("\n\n"), "\(storage)")
            if !isDamaged { #expect(!markdown.contains("<ac:") && !markdown.contains("<ri:"), "\(storage)") }
            #expect(try Fixtures.markdown(storage) == markdown)
        }
    }
}

private struct StorageGrammar {
    var random: SplitMix
    /// Leaves out ends and starts now and then.
    let isDamaged: Bool

    private static let blocks = [
        "p", "div", "h2", "blockquote", "pre", "ul", "ol", "table", "hr", "macro", "layout", "tasks", "adf", "dl",
    ]
    private static let inlines = [
        "strong", "em", "del", "code", "sup", "span", "a", "link", "image", "user", "status", "br", "time", "emoticon",
        "text", "text", "text",
    ]
    private static let macros = [
        "code", "info", "panel", "expand", "excerpt", "details", "toc", "html", "markdown", "ui-steps", "ui-step",
        "jira",
        "include", "children", "contentbylabel", "roadmap", "drawio", "view-file", "anchor", "section", "column", "q-r",
        "footnote", "plantumlcloud", "mathblock", "widget", "profile", "button", "poll",
    ]
    private static let words = [
        "a", "two words", "*", "_x_", "&amp;", "&nbsp;", "&lt;b&gt;", "|", "한", "]]", "#", "- ", "R&D",
    ]

    private mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

    private mutating func pick(_ list: [String]) -> String { list[below(list.count)] }

    mutating func body() -> String { (0..<(1 + below(4))).map { _ in block(0) }.joined() }

    private mutating func element(_ name: String, _ attributes: String = "", _ content: String) -> String {
        let start = isDamaged && below(12) == 0 ? "" : "<\(name)\(attributes)>"
        let end = isDamaged && below(8) == 0 ? "" : "</\(name)>"
        return start + content + end
    }

    private mutating func block(_ depth: Int) -> String {
        let name = depth > 5 ? "p" : pick(Self.blocks)
        switch name {
        case "ul", "ol": return element(name, "", items("li", depth))
        case "table": return element("table", "", element("tbody", "", rows(depth)))
        case "hr": return "<hr/>"
        case "macro": return macro(depth)
        case "layout":
            let cell = element("ac:layout-cell", "", block(depth + 1))
            return element("ac:layout", "", element("ac:layout-section", "", cell + cell))
        case "tasks":
            let status = element("ac:task-status", "", pick(["complete", "incomplete"]))
            let task = element("ac:task-id", "", "7") + status + element("ac:task-body", "", line(depth))
            return element("ac:task-list", "", element("ac:task", "", task))
        case "adf":
            let kind = element("ac:adf-attribute", #" key="panel-type""#, pick(["note", "info", "error", "custom"]))
            let node = element("ac:adf-node", #" type="panel""#, kind + element("ac:adf-content", "", block(depth + 1)))
            return element("ac:adf-extension", "", node + element("ac:adf-fallback", "", block(depth + 1)))
        case "dl": return element("dl", "", element("dt", "", line(depth)) + element("dd", "", block(depth + 1)))
        case "blockquote", "div": return element(name, "", block(depth + 1) + block(depth + 1))
        default: return element(name, "", line(depth))
        }
    }

    private mutating func items(_ name: String, _ depth: Int) -> String {
        (0..<(1 + below(3))).map { _ in
            let inner = below(3) == 0 ? block(depth + 1) : ""
            return element(name, "", line(depth) + inner)
        }.joined()
    }

    private mutating func rows(_ depth: Int) -> String {
        (0..<(1 + below(3))).map { _ in
            let cells = (0..<(1 + below(3))).map { _ in
                let span = pick(["", #" colspan="2""#, #" rowspan="3""#, #" rowspan="x""#])
                return element(pick(["td", "th"]), span, below(3) == 0 ? block(depth + 2) : line(depth))
            }
            return element("tr", "", cells.joined())
        }.joined()
    }

    private mutating func macro(_ depth: Int) -> String {
        let names = ["title", "name", "", "language", "label", "hidden", "key", "data", "source"]
        let parameters = (0..<below(3)).map { _ in
            let value = below(4) == 0 ? #"<ri:page ri:content-title="T"/>"# : pick(Self.words)
            return element("ac:parameter", " ac:name=\"\(pick(names))\"", value)
        }.joined()
        let body: String
        switch below(3) {
        case 0: body = element("ac:rich-text-body", "", block(depth + 1))
        case 1: body = element("ac:plain-text-body", "", "<![CDATA[" + pick(Self.words) + "\n<b>x</b>]]>")
        default: body = ""
        }
        return element("ac:structured-macro", " ac:name=\"\(pick(Self.macros))\"", parameters + body)
    }

    private mutating func line(_ depth: Int) -> String { (0..<(1 + below(4))).map { _ in inline(depth) }.joined() }

    private mutating func inline(_ depth: Int) -> String {
        let name = depth > 6 ? "text" : pick(Self.inlines)
        switch name {
        case "text": return pick(Self.words) + pick(["", " "])
        case "br": return "<br/>"
        case "a": return element("a", pick([#" href="https://a.example/b""#, ##" href="#x""##, ""]), line(depth + 1))
        case "link":
            let body = below(2) == 0 ? element("ac:link-body", "", line(depth + 1)) : ""
            return element("ac:link", pick(["", #" ac:anchor="a""#]), #"<ri:page ri:content-title="T"/>"# + body)
        case "image": return element("ac:image", "", #"<ri:attachment ri:filename="f.png"/>"#)
        case "user": return element("ac:link", "", #"<ri:user ri:account-id="1"/>"#)
        case "status":
            return element(
                "ac:structured-macro", #" ac:name="status""#, element("ac:parameter", #" ac:name="title""#, "OK"))
        case "time": return #"<time datetime="2024-02-03"/>"#
        case "emoticon": return #"<ac:emoticon ac:name="tick"/>"#
        case "span": return element("span", #" style="font-weight: bold""#, line(depth + 1))
        default: return element(name, "", line(depth + 1))
        }
    }
}
