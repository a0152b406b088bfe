import ContentTree
import MarkdownWriter
import Testing

/// Expectations follow CommonMark 0.31, section 6.2 (left- and right-flanking runs, rule of three).
@Suite("Styles")
struct EmphasisTests {
    private func write(_ inlines: [Inline]) -> String {
        String(MarkdownWriter().write(ContentTree(blocks: [.paragraph(inlines)])).text.dropLast())
    }

    private func text(_ text: String, _ style: TextStyle = []) -> Inline { Inline(.text(text), style: style) }

    @Test("get markers where they can be read")
    func plain() {
        #expect(write([text("a ", []), text("b", .strong), text(" c")]) == "a **b** c")
        #expect(write([text("b", [.strong, .emphasis])]) == "***b***")
        #expect(write([text("b", [.strikethrough, .strong])]) == "~~**b**~~")
        #expect(write([text("in", .strong), text("side")]) == "**in**side")
        #expect(
            write([text("a "), text("b ", .strong), text("c", [.strong, .emphasis]), text(" d")]) == "a **b *c*** d")
    }

    @Test("lose them where they could not")
    func flanking() {
        #expect(write([text("(필수)", .strong), text("는")]) == "(필수)는")
        #expect(write([text("x"), text("(y)", .strong)]) == "x(y)")
        #expect(write([text("x "), text("(y)", .strong)]) == "x **(y)**")
        #expect(write([text("x"), text("€5", .strong)]) == "x€5")
    }

    @Test("leave spaces outside")
    func spaces() {
        #expect(
            write([text("a"), text(" ", .strong), text("b", .strong), text(" ", .strong), text("c")]) == "a **b** c")
    }

    @Test("that cross are not nested wrongly")
    func crossing() {
        let written = write([text("a", .strong), text("b", [.strong, .emphasis]), text("c", .emphasis)])
        #expect(written.filter { $0 != "*" } == "abc")
        #expect(written.filter { $0 == "*" }.count.isMultiple(of: 2))
    }

    @Test("that touch never join into longer runs")
    func touching() {
        let written = write([text("a", .emphasis), text("b", .strong), text("c", .emphasis)])
        #expect(!written.contains("****") && written.filter { $0 != "*" } == "abc")
    }

    @Test("covering a whole heading say nothing")
    func headings() {
        let tree = ContentTree(blocks: [
            .heading(level: 1, [text("all", .strong)]), .heading(level: 1, [text("a"), text("b", .strong)]),
        ])
        #expect(MarkdownWriter().write(tree).text == "# all\n\n# a**b**\n")
    }

    @Test("two code spans in a row stay two")
    func codeSpans() {
        #expect(write([text("a", .code), text("b", [.code, .strong])]) == "`a`**`b`**")
    }
}
