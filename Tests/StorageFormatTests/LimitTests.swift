import ContentTree
import Foundation
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

    @Test("what is flattened for its depth keeps its words apart, and those that style cuts together")
    func flattenedWords() throws {
        let open = String(repeating: "<div>", count: 1_000)
        let close = String(repeating: "</div>", count: 1_000)
        let inside = "<p>one</p><p>t<b>w</b>o</p>three<br/>four<ul><li>five</li><li>six</li></ul>"
        #expect(try markdown(open + inside + close + "<p>behind</p>") == "one two three four five six\n\nbehind\n")
    }

    @Test("elements beyond their number become text, with a warning")
    func elements() throws {
        var options = ConversionOptions()
        options.limits.elementAllowance = 2
        options.limits.bytesPerElement = 1_000_000
        let storage = "<p>a <b>b</b></p><h1>c</h1><p>d<i>e</i></p><script>f</script><p>g</p>"
        let document = try StorageFormatReader(options: options).read(storage)
        #expect(MarkdownWriter().write(document.tree).text == "a **b**\n\nc de g\n")
        #expect(document.warnings.contains { $0.code == .flattened })
        options.limits = ConversionLimits()
        #expect(try StorageFormatReader(options: options).read(storage).warnings.isEmpty)
    }

    @Test("a table of digits in ten megabytes stays a table")
    func digits() throws {
        let row = "<tr>" + String(repeating: "<td>1</td>", count: 20) + "</tr>"
        let count = 10_000_000 / row.utf8.count
        let storage = "<table>" + String(repeating: row, count: count) + "</table>"
        let document = try StorageFormatReader().read(storage)
        #expect(document.warnings.isEmpty)
        guard case .table(let table) = document.tree.blocks.first else {
            Issue.record("no table")
            return
        }
        #expect(table.rows.count == count)
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
        arguments: [
            ("<p>", "["), ("<p>", "*a"), ("<p>", "`"), ("<p>", "<b>"), ("<p>", "</b>"), ("<p>", "&"), ("<p>", "<!--"),
            ("<p>", "<![CDATA["), ("<p>", "a_b*"), ("<p>", "\\"), ("<p>", "~a"), ("<p>", "!["), ("<p>", "]("),
            ("", "<li>x</li>"), ("", "<ac:task><ac:task-body>x</ac:task-body></ac:task>"), ("<ul>", "<b>x</b><p>y</p>"),
            ("<ac:task-list>", "x<br/>y<p>z</p>"), ("<table>", "x<p>y</p>"), ("<table><tr>", "<td>x"),
        ])
    func linear(start: String, piece: String) throws {
        let storage = start + String(repeating: piece, count: 200_000)
        let clock = ContinuousClock()
        let elapsed = try clock.measure { _ = try markdown(storage) }
        #expect(elapsed < .seconds(20))
    }

    @Test("ten megabytes of a page are converted within seconds and within 20 times their size")
    func large() throws {
        let page = try Fixtures.names.map { try Fixtures.text("\($0).xml") }.joined()
        let storage = String(repeating: page, count: 10_000_000 / page.utf8.count)
        let before = PeakMemory.reset()
        let clock = ContinuousClock()
        var length = 0
        let elapsed = try clock.measure { length = try markdown(storage).utf8.count }
        #expect(length > 0)
        #expect(elapsed < .seconds(30))
        // Where the system does not tell, nothing is compared.
        if let before, let peak = PeakMemory.peak { #expect(peak - before < 20 * storage.utf8.count) }
    }
}

/// Of this process, in bytes; Linux alone tells and takes it back.
private enum PeakMemory {
    static var peak: Int? { field("VmHWM:") }

    /// - Returns: what is in use now.
    static func reset() -> Int? {
        guard let file = fopen("/proc/self/clear_refs", "w") else { return nil }
        defer { fclose(file) }
        return fputs("5", file) >= 0 ? field("VmRSS:") : nil
    }

    private static func field(_ name: String) -> Int? {
        let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 * 1_024 }
    }
}
