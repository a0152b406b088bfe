import AttachmentModel
import Foundation
import Testing
import TextExtraction

/// Files of other programs and of ill will, in a folder beside the project; the tests are left out where it is not there.
enum AttachmentCorpus {
    struct Entry: Sendable, CustomTestStringConvertible {
        let path: String
        /// `ok`, `scan`, `encrypted`, `corrupt`, `partial` or `bomb`.
        let expectation: String
        let forbidden: [String]
        var testDescription: String { (path as NSString).lastPathComponent }
    }

    static let folder: String? = {
        if let named = ProcessInfo.processInfo.environment["ATTACHMENT_CORPUS"] { return named }
        var place = URL(filePath: #filePath).deletingLastPathComponent()
        while place.path != "/" {
            let candidate = place.appending(path: "shared/corpus/attachments").path
            if FileManager.default.fileExists(atPath: candidate) { return candidate }
            place.deleteLastPathComponent()
        }
        return nil
    }()

    static let hostile: [Entry] = {
        guard let folder, let text = try? String(contentsOfFile: folder + "/MANIFEST.tsv", encoding: .utf8) else {
            return []
        }
        let rows = text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        guard let header = rows.first, let file = header.firstIndex(of: "file"),
            let expect = header.firstIndex(of: "expect"),
            let forbid = header.firstIndex(of: "forbid")
        else { return [] }
        return rows.dropFirst().filter { $0.count > max(file, expect, forbid) }.compactMap { row in
            guard !["ok", "scan", ""].contains(row[expect]) else { return nil }
            let forbidden = row[forbid].components(separatedBy: " || ").filter { !$0.isEmpty }
            return Entry(path: folder + "/" + row[file], expectation: row[expect], forbidden: forbidden)
        }
    }()
}

@Suite("Hostile files", .enabled(if: !AttachmentCorpus.hostile.isEmpty, "no corpus beside the project"))
struct CorpusTests {
    @Test("none crashes its reader, and each has a status with a reason", arguments: AttachmentCorpus.hostile)
    func survives(entry: AttachmentCorpus.Entry) async throws {
        // Bombs of computing would hold the tests up for the whole of a minute each.
        let settings = Helpers.settings {
            $0.cpuSeconds = 4
            $0.wallClock = .seconds(30)
        }
        let outcome = try await TextExtractor(settings: settings, helpers: try Helpers.found()).extract(
            path: entry.path)
        #expect(outcome.status != .crash, "\(outcome.reason ?? "")")
        #expect(outcome.markdown.utf8.count <= settings.maxTextBytes)
        #expect(outcome.status == .ok || outcome.reason != nil)
        if entry.expectation == "encrypted" { #expect(outcome.status == .encrypted) }
        if outcome.status == .encrypted { #expect(outcome.markdown.isEmpty) }
        for text in entry.forbidden { #expect(!outcome.markdown.contains(text)) }
    }
}
