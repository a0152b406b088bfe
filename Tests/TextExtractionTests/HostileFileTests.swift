import AttachmentModel
import Testing
import TextExtraction

/// Through the confined programs, as a worker reads them, one after the other with one extractor.
@Suite("Hostile files of our own")
struct HostileFileTests {
    /// Small, so that what only time ends does not hold the tests up.
    private static let settings = Helpers.settings {
        $0.cpuSeconds = 10
        $0.wallClock = .seconds(60)
    }

    @Test("each has its status, and the next file is read as if nothing had been", arguments: HostileFile.all)
    func survives(file: HostileFile) async throws {
        let extractor = TextExtractor(settings: Self.settings, helpers: try Helpers.found())
        let outcome = try await extractor.extract(file.bytes(), name: file.name)
        #expect(outcome.status == file.status, "\(outcome.reason ?? "")")
        #expect(outcome.truncated == file.truncated)
        if let text = file.text { #expect(outcome.markdown == text) }
        for secret in HostileFile.forbidden { #expect(!outcome.markdown.contains(secret)) }
        #expect(outcome.markdown.utf8.count <= Self.settings.maxTextBytes)
        #expect(outcome.status == .ok || outcome.reason?.isEmpty == false)
        let next = try await extractor.extract(MadeFiles.word(MadeFiles.paragraph("all is well")), name: "good.docx")
        #expect(next.status == .ok)
        #expect(next.markdown == "all is well\n")
    }

    @Test("a stream of deflated nothing on a page ends by its processor time, or without text")
    func endsFlateBombs() async throws {
        let content = Deflate.zlib(Deflate.run(of: 0x20, count: 1 << 30))
        var head = Array("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n".utf8)
        head += Array("2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n".utf8)
        head += Array("3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>\nendobj\n".utf8)
        head += Array("4 0 obj\n<< /Filter /FlateDecode /Length \(content.count) >>\nstream\n".utf8)
        let file = head + content + Array("\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n".utf8)
        let settings = Helpers.settings { $0.cpuSeconds = 1 }
        let extractor = TextExtractor(settings: settings, helpers: try Helpers.found())
        let outcome = try await extractor.extract(file, name: "a.pdf")
        #expect([.timeout, .noText].contains(outcome.status), "\(outcome)")
    }
}
