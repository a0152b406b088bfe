import ContentTree
import MarkdownWriter
import StorageFormat
import Testing

@Suite("Bounds")
struct LimitTests {
    private func markdown(_ storage: String) throws -> String {
        MarkdownWriter().write(try StorageFormatReader().read(storage).tree).text
    }

    @Test("a body over the size limit is refused with that reason")
    func size() throws {
        var options = ConversionOptions()
        options.limits.inputBytes = 10
        #expect(throws: StorageFormatError.self) {
            try StorageFormatReader(options: options).read("<p>longer than ten</p>")
        }
    }

    @Test(
        "elements nested a hundred thousand deep keep their text",
        arguments: [
            "div", "b", "span", "blockquote", "ul><li", "table><tr><td",
            "ac:structured-macro ac:name=\"info\"><ac:rich-text-body",
        ])
    func depth(element: String) throws {
        let open = "<" + element + ">"
        let names = element.split(separator: ">").map { $0.prefix { $0 != " " }.drop { $0 == "<" } }
        let close = names.reversed().map { "</\($0)>" }.joined()
        let count = 100_000 / names.count
        let storage = String(repeating: open, count: count) + "core" + String(repeating: close, count: count)
        let document = try StorageFormatReader().read(storage)
        #expect(document.warnings.contains { $0.code == .flattened })
        #expect(try markdown(storage).contains("core"))
        #expect(try markdown(String(repeating: open, count: count) + "core").contains("core"))
    }

    @Test("spans cannot make a small table large")
    func spans() throws {
        let row = "<tr>" + String(repeating: #"<td rowspan="99999" colspan="99999">x</td>"#, count: 20) + "</tr>"
        let storage = "<table>" + String(repeating: row, count: 400) + "</table>"
        #expect(try markdown(storage).utf8.count <= 20 * storage.utf8.count + (1 << 20))
    }

    @Test("a wide row above many short ones cannot either")
    func ragged() throws {
        let storage =
            "<table><tr>" + String(repeating: "<td>x</td>", count: 900) + "</tr>"
            + String(repeating: "<tr><td>y</td></tr>", count: 20_000) + "</table>"
        #expect(try markdown(storage).utf8.count <= 20 * storage.utf8.count + (1 << 20))
    }

    @Test("code in deep lists cannot either")
    func deepCode() throws {
        let code = "<pre>" + String(repeating: "a\n", count: 50_000) + "</pre>"
        let storage = String(repeating: "<ul><li>x", count: 150) + code + String(repeating: "</li></ul>", count: 150)
        #expect(try markdown(storage).utf8.count <= 20 * storage.utf8.count + (2 << 20))
    }

    @Test(
        "time grows with the input, not with its square",
        arguments: ["[", "*a", "`", "<b>", "</b>", "&", "<!--", "<![CDATA[", "a_b*", "\\", "~a", "![", "]("])
    func linear(piece: String) throws {
        let storage = "<p>" + String(repeating: piece, count: 200_000)
        let clock = ContinuousClock()
        let elapsed = try clock.measure { _ = try markdown(storage) }
        #expect(elapsed < .seconds(20))
    }
}
