import ContentTree
import MarkdownWriter
import Testing

@Suite("Characters that mean something in markdown")
struct EscapingTests {
    @Test(
        "are escaped where they would be read as markup, and nowhere else",
        arguments: [
            ("snake_case_name", "snake_case_name"), ("_a_", "\\_a\\_"), ("2 * 3", "2 * 3"), ("a*b", "a\\*b"),
            ("**", "**"),
            ("`x`", "\\`x\\`"), ("[a]", "[a]"), ("[a](b)", "\\[a](b)"), ("[a]: b", "\\[a]: b"), ("[^1]", "\\[^1]"),
            ("a < b", "a < b"), ("<b>", "\\<b>"), ("</b>", "\\</b>"), ("&amp;", "\\&amp;"), ("R&D", "R&D"),
            ("&#65;", "\\&#65;"),
            ("~a~", "\\~a\\~"), ("~ a", "~ a"), ("a|b", "a|b"), ("c:\\dir", "c:\\dir"), ("\\*", "\\\\\\*"),
            ("\\\\", "\\\\\\"),
            ("# a", "\\# a"), ("#a", "#a"), ("####### a", "####### a"), ("> a", "\\> a"), ("- a", "\\- a"),
            ("-a", "-a"),
            ("+ a", "\\+ a"), ("1. a", "1\\. a"), ("1) a", "1\\) a"), ("1.5", "1.5"),
            ("1234567890. a", "1234567890. a"),
            ("---", "\\---"), ("- - -", "\\- - -"), ("===", "\\==="), ("~~~", "\\~\\~\\~"),
            ("$x$ (y) {z} @w: !", "$x$ (y) {z} @w: !"),
            ("___", "\\___"), ("* a", "\\* a"),
        ])
    func escapes(text: String, markdown: String) {
        #expect(write([.paragraph([Inline(.text(text))])]) == markdown + "\n")
    }

    @Test(
        "addresses that stand in a text take no escapes",
        arguments: [
            ("see http://a.example/~joe.", "see <http://a.example/~joe>."),
            ("http://a.example/b_c d", "http://a.example/b_c d"),
            ("https://a.example/?a=1&copy;=2", "https\\://a.example/?a=1\\&copy;=2"),
            ("www.a.example/~joe", "www\\.a.example/\\~joe"),
        ])
    func addresses(text: String, markdown: String) {
        #expect(write([.paragraph([Inline(.text(text))])]) == markdown + "\n")
    }

    @Test("line starts are guarded behind every break")
    func breaks() {
        let lines: [Inline] = [
            Inline(.text("a")), Inline(.lineBreak), Inline(.text("# b")), Inline(.lineBreak),
            Inline(.text("--- | ---")),
        ]
        #expect(write([.paragraph(lines)]) == "a\\\n\\# b\\\n\\--- | ---\n")
    }

    @Test("an exclamation mark does not turn a link into an image")
    func exclamation() {
        let link = Inline(.link(Link(destination: .address("u"), content: [Inline(.text("t"))])))
        #expect(write([.paragraph([Inline(.text("wow!")), link])]) == "wow\\![t](u)\n")
    }

    @Test("destinations hold no character that ends them")
    func destinations() {
        let link = Link(destination: .address("a b(c)<d>\n&copy;\\"), content: [Inline(.text("t"))])
        #expect(write([.paragraph([Inline(.link(link))])]) == "[t](a%20b%28c%29%3Cd%3E%0A\\&copy;%5C)\n")
    }

    @Test(
        "brackets in a link's text are escaped only when they do not pair up",
        arguments: [("a [b] c", "a [b] c"), ("a ] b", "a \\] b"), ("][", "\\]\\[")])
    func brackets(text: String, shown: String) {
        let link = Link(destination: .address("u"), content: [Inline(.text(text))])
        #expect(write([.paragraph([Inline(.link(link))])]) == "[\(shown)](u)\n")
    }

    @Test(
        "code spans have longer fences than their text",
        arguments: [("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a``b`", "``` a``b` ```")])
    func code(text: String, shown: String) {
        #expect(write([.paragraph([Inline(.text(text), style: .code)])]) == shown + "\n")
    }

    @Test("a heading's last number signs are part of it")
    func headings() {
        #expect(write([.heading(level: 2, [Inline(.text("C #"))])]) == "## C \\#\n")
        #expect(write([.heading(level: 2, [Inline(.text("C#"))])]) == "## C#\n")
    }

    private func write(_ blocks: [Block]) -> String { MarkdownWriter().write(ContentTree(blocks: blocks)).text }
}
