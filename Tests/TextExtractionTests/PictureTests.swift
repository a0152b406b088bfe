import AttachmentModel
import Testing
import TextExtraction

enum InstalledPrograms {
    static var tesseract: Bool { (try? Helpers.found())?.tesseract != nil }
}

@Suite("Pictures", .enabled(if: InstalledPrograms.tesseract, "tesseract is not installed"))
struct PictureTests {
    /// Letters of five by seven dots, each dot eight points wide, as an inline image.
    private func scan() -> TinyPDF {
        let letters: [[UInt8]] = [
            [0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
            [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
            [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
            [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111],
        ]
        let (width, height, dot) = (400, 120, 8)
        var hex = ""
        for y in 0..<height {
            for x in 0..<width {
                let (column, row) = ((x - 40) / dot, (y - 30) / dot)
                let isInside = x >= 40 && y >= 30 && column / 7 < letters.count && row < 7 && column % 7 < 5
                let isInk = isInside && letters[column / 7][row] >> (4 - column % 7) & 1 == 1
                hex += isInk ? "00" : "FF"
            }
        }
        var file = TinyPDF([])
        let data = hex + ">"
        file.extraContent =
            "q 400 0 0 120 72 500 cm BI /W \(width) /H \(height) /CS /G /BPC 8 /F /AHx ID \(data) EI Q"
        return file
    }

    @Test("a scanned page is read where the operator wants it")
    func readsScans() async throws {
        let settings = Helpers.settings { $0.ocrLanguages = "eng" }
        let extractor = TextExtractor(settings: settings, helpers: try Helpers.found())
        let outcome = try await extractor.extract(scan().bytes, name: "scan.pdf")
        #expect(outcome.status == .ok)
        #expect(outcome.markdown.hasPrefix("<!-- page 1 -->\n\n"))
        #expect(outcome.markdown.contains("HEEL"))
    }

    @Test("otherwise it is `no_text`")
    func leavesScans() async throws {
        let extractor = TextExtractor(settings: Helpers.settings(), helpers: try Helpers.found())
        #expect(try await extractor.extract(scan().bytes, name: "scan.pdf").status == .noText)
    }
}
