import MarkdownWriter
import StorageFormat
import Testing

@Suite("Roadmap")
struct RoadmapTests {
    @Test(
        "a source that breaks off gives the titles before the break",
        arguments: [
            "", "{", "\"", "{\"title", "{\"title\"", "{\"title\":\"ab", "{\"title\":\"ab\\", "{\"title\":\"ab\\u00",
            "{\"title\":\"ab\\ud83d\\",
        ])
    func cut(source: String) throws {
        let whole = "{&quot;title&quot;:&quot;Dredging&quot;}," + source.replacing("\"", with: "&quot;")
        let storage = """
            <ac:structured-macro ac:name="roadmap"><ac:parameter ac:name="source">\(whole)</ac:parameter></ac:structured-macro>
            """
        let markdown = MarkdownWriter().write(try StorageFormatReader().read(storage).tree).text
        #expect(markdown.hasPrefix("- Dredging"))
    }
}
