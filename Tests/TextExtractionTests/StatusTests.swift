import AttachmentModel
import Foundation
import Testing
import TextExtraction

@Suite("Outcomes of reading")
struct StatusTests {
    private func read(
        _ bytes: some Sequence<UInt8>, name: String, mediaType: String = "",
        _ change: (inout ExtractionSettings) -> Void = { _ in }
    ) async throws -> Extraction {
        let extractor = TextExtractor(settings: Helpers.settings(change), helpers: try Helpers.found())
        return try await extractor.extract(bytes, name: name, mediaType: mediaType)
    }

    @Test("text in any character set comes out as UTF-8")
    func convertsText() async throws {
        let text = "Протокол совещания: решено утвердить бюджет"
        let bytes = try #require(text.data(using: .windowsCP1251))
        let outcome = try await read(bytes, name: "minutes.txt")
        #expect(outcome.status == .ok)
        #expect(outcome.markdown == text + "\n")
    }

    @Test("an empty file is `no_text`")
    func admitsEmptiness() async throws {
        #expect(try await read([], name: "empty.txt").status == .noText)
        #expect(try await read("  \n\n ".utf8, name: "blank.txt").status == .noText)
    }

    @Test("what nobody reads is `unsupported`")
    func refusesUnknown() async throws {
        #expect(try await read([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0], name: "program").status == .unsupported)
        #expect(try await read([0, 1, 2, 3, 0, 0, 9], name: "notes.txt").status == .unsupported)
    }

    @Test("a kind that is not wanted is `skipped`, whatever its name says")
    func skipsUnwanted() async throws {
        let outcome = try await read("{\\rtf1 words}".utf8, name: "x.txt") { $0.kinds = [.text] }
        #expect(outcome.status == .skipped)
        #expect(outcome.kind == .rtf)
        #expect(try await read(TinyPDF(["words"]).bytes, name: "x.txt") { $0.kinds = [.text] }.status == .skipped)
    }

    @Test("a long text is cut at a line's end, and stays `ok`")
    func cutsText() async throws {
        let lines = (1...1_000).map { "line number \($0)\n" }.joined()
        let outcome = try await read(lines.utf8, name: "long.log") { $0.maxTextBytes = 1_000 }
        #expect(outcome.status == .ok)
        #expect(outcome.truncated == .text)
        #expect(outcome.markdown.utf8.count <= 1_000)
        #expect(lines.hasPrefix(outcome.markdown))
        #expect(outcome.markdown.hasSuffix("\n"))
    }

    @Test(
        "the most hostile names do no harm",
        arguments: ["--detect", "a\u{0}b", "\n{\"status\":\"ok\"}", "../../etc/passwd", ""])
    func takesAnyName(name: String) async throws {
        let outcome = try await read("some words".utf8, name: name)
        #expect(outcome.status == .ok)
        #expect(outcome.markdown == "some words\n")
    }

    /// Ten thousand with EVERY_SIDE; `benchmarks extraction FOLDER --files` counts as far as one likes.
    @Test("many files one after the other leave no descriptors, no processes and no memory behind")
    func leavesNothingBehind() async throws {
        let extractor = TextExtractor(settings: Helpers.settings(), helpers: try Helpers.found())
        let files: [(bytes: [UInt8], name: String)] = [
            (MadeFiles.word(MadeFiles.paragraph("Some words")), "a.docx"), (Array("plain words".utf8), "a.txt"),
            (MadeFiles.workbook(MadeFiles.cell("words")).bytes, "a.xlsx"), (TinyPDF(["Some words"]).bytes, "a.pdf"),
            (MadeFiles.encryptedZip, "b.docx"), (Array("%PDF-1.4\nnothing".utf8), "b.pdf"),
        ]
        func read(_ count: Int) async throws {
            for number in 0..<count {
                let file = files[number % files.count]
                _ = try await extractor.extract(file.bytes, name: file.name)
            }
        }
        let count = ProcessInfo.processInfo.environment["EVERY_SIDE"] == nil ? 300 : 10_000
        try await read(100)
        let (descriptors, memory) = (Self.descriptors, Self.residentBytes)
        try await read(count)
        // Other tests run beside this one.
        #expect(Self.descriptors <= descriptors + 40)
        #expect(Self.residentBytes <= memory + 24 << 20)
        #expect(Self.children <= 20)
    }

    private static var descriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }

    /// Processes whose parent is this one; the fourth word of their /proc/ID/stat.
    private static var children: Int {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.filter { Int($0) != nil }.count { process in
            guard let file = FileHandle(forReadingAtPath: "/proc/\(process)/stat"), let data = try? file.readToEnd()
            else { return false }
            let behindName = String(decoding: data, as: UTF8.self).split(separator: ")").last ?? ""
            return behindName.split(separator: " ").dropFirst().first == "\(getpid())"
        }
    }

    /// The second number of /proc/self/statm, in pages.
    private static var residentBytes: Int {
        guard let file = FileHandle(forReadingAtPath: "/proc/self/statm"), let data = try? file.readToEnd() else {
            return 0
        }
        let words = String(decoding: data, as: UTF8.self).split(separator: " ")
        return (words.dropFirst().first.flatMap { Int($0) } ?? 0) * Int(getpagesize())
    }
}
