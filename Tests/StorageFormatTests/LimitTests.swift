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
