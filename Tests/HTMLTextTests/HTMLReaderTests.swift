import CharacterSets
import ContentTree
import HTMLText
import MarkdownWriter
import Testing

@Suite("Web pages")
struct HTMLReaderTests {
    private func markdown(_ html: String) -> String {
        MarkdownWriter().write(ContentTree(blocks: HTMLReader().read(utf8: Array(html.utf8)).blocks)).text
    }

    @Test(
        "elements become markdown",
        arguments: [
            (
                "<h1>Top</h1><p>a <b>bold</b>, <i>slanted</i> and <s>old</s> word</p>",
                "# Top\n\na **bold**, *slanted* and ~~old~~ word\n"
            ),
            ("<p>one<p>two<div>three</div>four", "one\n\ntwo\n\nthree\n\nfour\n"),
            ("<p>a<br>b</p><p>c<br><br>d</p>", "a\\\nb\n\nc\n\nd\n"),
            ("<ul><li>a<ul><li>b</ul><li>c</ul><ol start=3><li>d</ol>", "- a\n  - b\n- c\n\n3. d\n"),
            ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b\n"),
            ("<pre>\nx  y\n z</pre>", "```\nx  y\n z\n```\n"),
            ("<blockquote>q<p>r</blockquote>", "> q\n>\n> r\n"),
            ("<dl><dt>Term<dd>meaning</dl>", "**Term**\n\nmeaning\n"),
            ("x<sup>2</sup> H<sub>2</sub>O n<sup>th</sup>", "x² H2O nth\n"),
            ("<img alt='A dam' src=x><img src=y>", "![A dam]()\n"),
            ("R&amp;D &euro; &#8364; a < b", "R&D € € a < b\n"),
            ("<button>Go</button><select><option>a<option>b</select>", "Go a b\n"),
            ("<p>a</p><hr><p>b</p>", "a\n\n---\n\nb\n"),
        ])
    func elements(html: String, expected: String) {
        #expect(markdown(html) == expected)
    }

    @Test(
        "what nobody sees is left out",
        arguments: [
            "<script>x</script>", "<style>x</style>", "<template>x</template>", "<!-- x -->", "<noscript>x</noscript>",
            "<head><meta name=x content=x></head>", "<![if !mso]><![endif]>", "<?xml version='1.0'?><!DOCTYPE html>",
        ])
    func hidden(html: String) {
        #expect(markdown("\(html)<p>seen</p>") == "seen\n")
    }

    @Test(
        "links lead to the web or to mail, or are text",
        arguments: [
            ("<a href='https://e.org/a?b=1'>here</a>", "[here](https://e.org/a?b=1)\n"),
            ("<a href=' HTTP://e.org'>here</a>", "[here](HTTP://e.org)\n"),
            ("<a href='mailto:a@e.org'>mail</a>", "[mail](mailto:a@e.org)\n"),
            ("<a href='javascript:alert(1)'>no</a>", "no\n"), ("<a href='data:text/html,x'>no</a>", "no\n"),
            ("<a href='file:///etc/passwd'>no</a>", "no\n"), ("<a href='/other'>no</a>", "no\n"),
            ("a<a href='https://e.org'> b </a>c", "a [b](https://e.org) c\n"),
        ])
    func links(html: String, expected: String) {
        #expect(markdown(html) == expected)
    }

    @Test("tables keep merged cells, captions and tables in cells")
    func tables() {
        let table = """
            <table><caption>Rates</caption><thead><tr><th>Env<th>Branch<th>Cluster</thead>\
            <tr><td rowspan=2>Test<td>main<td>a | b<tr><td colspan=2><ul><li>x<li>y</ul></table>
            """
        let expected = """
            **Rates**

            | Env | Branch | Cluster |
            | --- | --- | --- |
            | Test | main | a \\| b |
            | Test | - x<br>- y |  |

            """
        #expect(markdown(table) == expected)
        let nested = "<table><tr><th>a<th>b<tr><td>c<td><table><tr><td>d<td>e</table></table>"
        #expect(markdown(nested) == "| a | b |\n| --- | --- |\n| c | d / e |\n")
    }

    @Test("a table that only arranges the page is not a table")
    func layout() {
        #expect(markdown("<table role=presentation><tr><td>a<td>b</table>") == "a\n\nb\n")
        let centred = "<table><tr><td><table><tr><th>k<th>v<tr><td>1<td>2</table></td></tr></table>"
        #expect(markdown(centred) == "| k | v |\n| --- | --- |\n| 1 | 2 |\n")
    }

    @Test("the page's set of characters is the sender's, its own, or guessed")
    func characterSets() throws {
        func read(_ bytes: [UInt8], _ declared: CharacterSet? = nil) -> [Block] {
            bytes.withUnsafeBytes { HTMLReader().read($0, declared: declared) }.blocks
        }
        let word: [UInt8] = [0xE4, 0xE0]
        let meta = Array("<meta http-equiv=Content-Type content='text/html; charset=windows-1251'><p>".utf8)
        #expect(read(meta + word).plainText == "да")
        #expect(read(Array("<p>".utf8) + word, CharacterSet(label: "windows-1251")).plainText == "да")
        let wide = Array("<meta charset=utf-8><p>é".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(read([0xFF, 0xFE] + wide).plainText == "é")
        #expect(read(Array("<p>é".utf8)).plainText == "é")
    }

    @Test("deep markup keeps its text and ends")
    func deep() {
        let page = String(repeating: "<div>", count: 100_000) + "bottom"
        let document = HTMLReader().read(utf8: Array(page.utf8))
        #expect(document.blocks.plainText == "bottom")
        #expect(document.isTooDeep)
    }

    @Test("below the depth only the words are taken, at no more cost than elsewhere")
    func deepWords() {
        let page =
            String(repeating: "<b>", count: 300_000) + "one<p>two&amp;<script>no</script><i>three &#8364;"
            + String(repeating: "</i>", count: 300_000) + "end"
        #expect(HTMLReader().read(utf8: Array(page.utf8)).blocks.plainText == "one two& three € end")
    }

    @Test("spans that would fill the memory are told row by row")
    func spans() {
        let page = "<table>" + String(repeating: "<tr><td rowspan=65534 colspan=1000>word<td>x", count: 5_000)
        let blocks = HTMLReader().read(utf8: Array(page.utf8)).blocks
        #expect(blocks.count == 10_000)
    }

    @Test("cells and items where they do not belong keep their words")
    func stray() {
        let html = "<td>a<li>b<tr>c<table><td>d<td><div><td>e</td>f</div></td>g</table><caption>h"
        let letters = markdown(html).replacing("<br>", with: "").filter { $0.isLetter }
        #expect(letters.sorted() == Array("abcdefgh"))
        #expect(letters.hasPrefix("abc") && letters.hasSuffix("h"))
    }

    @Test("a long page is cut")
    func long() {
        var reader = HTMLReader()
        reader.text = 100
        let document = reader.read(utf8: Array(String(repeating: "<p>word word</p>", count: 100).utf8))
        #expect(document.isTooLong)
        #expect(document.blocks.plainText.utf8.count < 200)
    }
}
