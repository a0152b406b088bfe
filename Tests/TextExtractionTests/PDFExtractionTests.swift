import AttachmentModel
import Testing
import TextExtraction

@Suite("Reading pdf files")
struct PDFExtractionTests {
    private func read(_ file: TinyPDF, name: String = "x.pdf") async throws -> Extraction {
        let extractor = TextExtractor(settings: Helpers.settings(), helpers: try Helpers.found())
        return try await extractor.extract(file.bytes, name: name)
    }

    @Test("each page starts with its number")
    func numbersPages() async throws {
        let outcome = try await read(TinyPDF(["The first page of the survey"], ["The second page of the survey"]))
        #expect(outcome.status == .ok)
        #expect(outcome.pages == 2)
        #expect(
            outcome.markdown == """
                <!-- page 1 -->

                The first page of the survey

                <!-- page 2 -->

                The second page of the survey

                """)
    }

    @Test("the content decides: a pdf with another name, and one with something before its header")
    func decidesByContent() async throws {
        #expect(try await read(TinyPDF(["Some words"]), name: "report.docx").kind == .pdf)
        var file = TinyPDF(["Some words"])
        file.preamble = "HTTP junk\n"
        #expect(try await read(file).markdown.contains("Some words"))
    }

    @Test("pages without letters are `no_text`, not `ok`")
    func admitsEmptiness() async throws {
        #expect(try await read(TinyPDF([])).status == .noText)
    }

    @Test("a scan with a stamp on it is `no_text`; a short text without pictures is not")
    func recognisesScans() async throws {
        var scan = TinyPDF(["Copy 7"])
        scan.extraObjects = [
            "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
                + "/Length 1 >>\nstream\n0\nendstream"
        ]
        #expect(try await read(scan).status == .noText)
        #expect(try await read(TinyPDF(["Copy 7"])).status == .ok)
    }

    @Test("a file whose end is lost is read all the same")
    func repairsLostEnds() async throws {
        var file = TinyPDF(["The marzipan lighthouse"])
        file.hasTrailer = false
        let outcome = try await read(file)
        #expect(outcome.status == .ok)
        #expect(outcome.markdown.contains("The marzipan lighthouse"))
    }

    @Test("what only says that it is a pdf is `corrupt`")
    func refusesImpostors() async throws {
        let extractor = TextExtractor(settings: Helpers.settings(), helpers: try Helpers.found())
        let outcome = try await extractor.extract("%PDF-1.7\nnothing more".utf8, name: "x.pdf")
        #expect(outcome.status == .corrupt)
        #expect(outcome.reason == "pdf cannot be opened")
        #expect(outcome.markdown.isEmpty)
    }

    @Test("pages past the limit are left out, and that is said")
    func limitsPages() async throws {
        // Digits alone would make it one running line.
        func name(_ page: Int) -> String {
            String(page).map { String(repeating: "ox", count: $0.wholeNumberValue ?? 0) + "." }.joined()
        }
        let outcome = try await read(
            TinyPDF(pages: (1...2_003).map { ["A page by the name of \(name($0)) stands here"] }))
        #expect(outcome.truncated == .pages)
        #expect(outcome.pages == 2_000)
        #expect(outcome.markdown.contains(" \(name(2_000)) "))
        #expect(!outcome.markdown.contains(" \(name(2_001)) "))
    }
}
