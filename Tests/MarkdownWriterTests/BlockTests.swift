import ContentTree
import MarkdownWriter
import Testing

@Suite("Blocks")
struct BlockTests {
    private func write(_ blocks: [Block]) -> String { MarkdownWriter().write(ContentTree(blocks: blocks)).text }

    private func paragraph(_ text: String) -> Block { .paragraph([Inline(.text(text))]) }

    private func item(_ blocks: Block...) -> ListBlock.Item { ListBlock.Item(blocks: blocks) }

    @Test("neighbouring lists of one kind change their marks")
    func neighbours() {
        let list = Block.list(ListBlock(items: [item(paragraph("a"))]))
        let numbers = Block.list(ListBlock(start: 1, items: [item(paragraph("a"))]))
        #expect(write([list, list, list]) == "- a\n\n* a\n\n- a\n")
        #expect(write([numbers, numbers]) == "1. a\n\n1) a\n")
        #expect(write([list, numbers]) == "- a\n\n1. a\n")
    }

    @Test("content of an item is indented by the width of its mark")
    func indentation() {
        let code = Block.code(CodeBlock(language: "sh", text: "x\n\ny"))
        #expect(
            write([.list(ListBlock(start: 10, items: [item(paragraph("a"), code)]))])
                == "10. a\n\n    ```sh\n    x\n\n    y\n    ```\n")
    }

    @Test("a rule never touches a list's mark or the top of the page")
    func rules() {
        #expect(write([.rule, .rule]) == "***\n\n---\n")
        #expect(write([.list(ListBlock(items: [item(.rule)]))]) == "- ___\n")
    }

    @Test("a fence is longer than any in its text")
    func fences() {
        #expect(write([.code(CodeBlock(text: "````"))]) == "`````\n````\n`````\n")
    }

    @Test("a quote in a quote")
    func quotes() {
        #expect(write([.quote([paragraph("a"), .quote([paragraph("b")])])]) == "> a\n>\n> > b\n")
    }

    @Test("tasks keep their boxes")
    func tasks() {
        let items = [
            ListBlock.Item(blocks: [paragraph("a")], isDone: true),
            ListBlock.Item(blocks: [paragraph("b")], isDone: false),
        ]
        #expect(write([.list(ListBlock(items: items))]) == "- [x] a\n- [ ] b\n")
    }

    @Test("front matter is quoted YAML, the title a heading")
    func frontMatter() {
        var options = MarkdownOptions()
        options.frontMatter = [.init(key: "title", value: "A \"b\": c")]
        options.title = "T*"
        let markdown = MarkdownWriter(options: options).write(ContentTree(blocks: [paragraph("x")]))
        #expect(markdown.text == "---\ntitle: \"A \\\"b\\\": c\"\n---\n\n# T\\*\n\nx\n")
        #expect(markdown.headings.first?.text == "T*")
    }

    @Test("a row without a heading cell never becomes a head")
    func headlessTable() {
        let cell = Table.Cell(blocks: [paragraph("a")])
        #expect(write([.table(Table(rows: [.init(cells: [cell])]))]) == "|  |\n| --- |\n| a |\n")
    }

    @Test("merged cells repeat downwards and stay empty sideways")
    func spans() {
        let tall = Table.Cell(blocks: [paragraph("t")], rowSpan: 9)
        let wide = Table.Cell(blocks: [paragraph("w")], columnSpan: 2)
        let plain = Table.Cell(blocks: [paragraph("p")], isHeader: true)
        let table = Table(rows: [
            .init(cells: [plain, plain, plain]), .init(cells: [tall, wide]), .init(cells: [plain]),
        ])
        #expect(write([.table(table)]) == "| p | p | p |\n| --- | --- | --- |\n| t | w |  |\n| t | **p** |  |\n")
    }

    @Test("a note's mark stands in the text, its own text in a block behind it")
    func footnotes() {
        let marked = Block.paragraph([Inline(.text("Noted")), Inline(.footnote(1))])
        let note = Block.footnote(number: 1, [paragraph("first"), paragraph("second")])
        #expect(write([marked, note]) == "Noted[^1]\n\n[^1]: first\n\n    second\n")
    }
}
