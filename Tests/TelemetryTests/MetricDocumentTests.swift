import Foundation
import Telemetry
import Testing

@Suite("Names of figures")
struct MetricDocumentTests {
    private static let document = URL(fileURLWithPath: #filePath)
        .appending(path: "../../../ops/docs/operations.md").standardizedFileURL

    @Test("every figure stands in the operator's table with its kind, and no other does")
    func documented() throws {
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        let section = try #require(text.components(separatedBy: "\n## Health and figures\n").dropFirst().first)
        let rows = section.components(separatedBy: "\n## ")[0].split(separator: "\n").filter { $0.hasPrefix("| `") }
        let documented = rows.map { row in
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            return "\(cells[0].trimmingCharacters(in: ["`"])) \(cells[1])"
        }
        let all = Metric.all.map { "\($0.name.dropFirst("confluence_connector_".count)) \($0.kind.rawValue)" }
        #expect(documented.sorted() == all.sorted())
    }
}
