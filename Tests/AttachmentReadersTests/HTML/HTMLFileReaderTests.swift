import AttachmentModel
import AttachmentReaders
import Testing

@Suite("Attached web pages")
struct HTMLFileReaderTests {
    @Test("headings stand below the document's own, the window's title above them")
    func headings() {
        let page = "<title>Window</title><h1>Top</h1><h2>Next</h2><p>text"
        let reading = Reading(Array(page.utf8), by: HTMLFileReader.self)
        #expect(reading.markdown == "## Window\n\n## Top\n\n### Next\n\ntext\n")
    }

    @Test("a title that the page shows itself comes once")
    func title() {
        let reading = Reading(Array("<title>Same</title><h2>Same</h2>".utf8), by: HTMLFileReader.self)
        #expect(reading.markdown == "## Same\n")
    }

    @Test("markup deeper than the limit is told")
    func deep() {
        let page = String(repeating: "<div>", count: 1_000) + "x"
        #expect(Reading(Array(page.utf8), by: HTMLFileReader.self).truncation == .depth)
    }
}
