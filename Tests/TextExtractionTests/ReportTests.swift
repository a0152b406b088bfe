import AttachmentModel
import Foundation
import HTTPTransport
import Testing
import TextExtraction

@Suite("What doctor is told")
struct ReportTests {
    private func report(_ change: (inout ExtractionSettings) -> Void = { _ in }, without program: String? = nil)
        async throws -> SandboxReport
    {
        var helpers = try Helpers.found()
        if program == "pdftotext" { helpers.pdftotext = nil }
        if program == "tesseract" { helpers.tesseract = nil }
        return try await TextExtractor(settings: Helpers.settings(change), helpers: helpers).report()
    }

    @Test("each layer holds or says why not, and the kernel's Landlock has a number where it has one")
    func layers() async throws {
        let report = try await report()
        #expect(report.layers.map(\.name) == ["limits", "namespaces", "landlock", "seccomp"])
        #expect(report.layers.first?.fault == nil)
        let landlock = try #require(report.layers.first { $0.name == "landlock" })
        #expect((landlock.fault == nil) == (report.landlockVersion != nil))
        #expect(report.isUsable)
    }

    @Test("a needed program that is not there is named with its package, another one is not")
    func engines() async throws {
        let without = try await report(without: "pdftotext")
        #expect(
            without.missing.contains(
                "pdf files are not read: pdftotext is not installed (apt-get install poppler-utils)"))
        let names = without.engines.map(\.name)
        for name in ["pdftotext", "poppler-data", "catdoc", "vsd2text", "tesseract", "pdftoppm"] {
            #expect(names.contains(name))
        }
        #expect(try await report(without: "tesseract").missing.allSatisfy { !$0.contains("tesseract") })
        let wanted = try await report({ $0.ocrLanguages = "eng" }, without: "tesseract")
        #expect(wanted.missing.contains { $0.contains("apt-get install tesseract-ocr)") })
    }

    @Test("what pdf files in Chinese, Japanese and Korean need is there, as ops/install has it")
    func popplerData() async throws {
        let data = try await report().engines.first { $0.name == "poppler-data" }
        #expect(data?.isInstalled == true)
    }

    @Test("where files go to another machine, that is said without what may be secret in its address")
    func tika() async throws {
        let address = try HTTPURL("http://tika:9998/a?key=secret")
        let report = try await report { $0.tika = TikaSettings(address: address) }
        #expect(report.tika?.hasPrefix("http://tika:9998/a") == true)
        #expect(report.tika?.contains("secret") == false)
    }

    @Test("reading pictures is refused at the start, with the line that installs what is missing")
    func refusesRecognition() throws {
        var helpers = try Helpers.found()
        helpers.tesseract = nil
        #expect {
            try helpers.checkRecognition("tlh+chi_xyz")
        } throws: { error in
            let error = error as? TextExtractionError
            return error?.code == .programMissing
                && error?.detail.hasSuffix("tesseract-ocr tesseract-ocr-tlh tesseract-ocr-chi-xyz") == true
        }
    }
}
