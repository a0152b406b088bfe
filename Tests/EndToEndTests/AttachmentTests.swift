import ConfluenceSimulator
import Foundation
import TestSupport
import Testing

@Suite("Attachments from end to end", .serialized)
struct AttachmentTests {
    @Test("the sample's files: a Japanese PDF, a Word document, a sheet; a scan has no text and says so")
    func sampleFiles() async throws {
        try await Stage.with(.sample) { stage in
            #expect(try await stage.sync().status == 0)
            let files = try stage.documents.values.filter { $0.string("content_type") == "attachment" }
            func file(_ name: String) -> SyncedDocument? { files.first { $0.title == name } }
            let survey = try #require(file("黒島海峡 環境調査.pdf"))
            #expect(survey.markdown.contains("黒島"))
            #expect(survey.string("extraction_status") == "ok")
            #expect(survey.integer("page_count") ?? 0 >= 1)
            #expect(survey.path.contains("_files/"))
            #expect(file("Travel claim.docx") != nil)
            #expect(file("tank-test-b8.pdf") == nil)
            let shown = try await ConnectorProcess.run(
                ["runs", "show"], in: stage.folder, environment: stage.environment)
            #expect(shown.output.contains("tank-test-b8.pdf"), "\(shown.output)")
        }
    }

    @Test("a new version on an unedited page arrives by delta, a deleted file goes by the next run")
    func versions() async throws {
        try await Stage.with(.generated(pages: 60, spaces: 1, attachmentsPerPage: 0.5)) { stage in
            #expect(try await stage.sync().status == 0)
            let files = stage.simulator.attachments.filter {
                $0.isWanted && stage.simulator.words(ofAttachment: $0.id)?.isEmpty == false
            }
            try stage.simulator.edit(.body(files[0].id))
            let delta = try await stage.sync("--delta")
            #expect(try delta.count("pushed") == 1, "\(delta.errors)")
            try stage.simulator.edit(.trash(files[1].id))
            #expect(try await stage.sync().count("deleted") == 1)
            try stage.expectExact()
        }
    }

    @Test("a restriction on a page takes its files out of the sink, and opening it brings them back")
    func restricted() async throws {
        try await Stage.with(.generated(pages: 60, spaces: 1, attachmentsPerPage: 0.5)) { stage in
            #expect(try await stage.sync().status == 0)
            let inner = Set(stage.simulator.pages.flatMap { $0.ancestors.map(\.id) })
            let files = stage.simulator.attachments.filter {
                $0.isWanted && $0.containerKind == "page" && !inner.contains($0.containerID)
            }
            let file = try #require(
                files.first { stage.simulator.words(ofAttachment: $0.id)?.isEmpty == false })
            let id = "confluence:confluence:attachment:\(file.id)"
            #expect(try stage.documents[id] != nil)
            try stage.simulator.edit(.restrict(file.containerID, users: ["somebody"]))
            #expect(try await stage.sync().status == 0)
            #expect(try stage.documents[id] == nil)
            try stage.expectExact()
            try stage.simulator.edit(SiteEdit(.unrestrict, id: file.containerID))
            #expect(try await stage.sync().status == 0)
            #expect(try stage.documents[id] != nil)
            try stage.expectExact()
        }
    }

    @Test(
        "a file that is too large, never ends or is cut off is bounded and named, and its page unharmed",
        arguments: SimulatorOptions.Deployment.allCases)
    func hostileDownloads(deployment: SimulatorOptions.Deployment) async throws {
        let settings = ["ATTACHMENT_MAX_BYTES": "2MiB"]
        try await Stage.with(.generated(pages: 20, spaces: 1), on: deployment, settings: settings) { stage in
            let page = try #require(stage.simulator.pages.first { $0.isWanted })
            let endless = try stage.simulator.edit(.attach("endless.txt", text: "short by its listing", to: page.id))
            let oversize = try stage.simulator.edit(.attach("oversize.txt", text: "short, too", to: page.id))
            try stage.simulator.edit(
                .attach(
                    "page.pdf", text: "<!DOCTYPE html><p>cuckoo words</p>", mediaType: "application/pdf", to: page.id))
            try stage.simulator.edit(
                .attach("huge.txt", text: String(repeating: "0123456789abcdef\n", count: 200_000), to: page.id))
            stage.simulator.add(Fault(.endless, item: endless))
            stage.simulator.add(Fault(.oversize, item: oversize))
            let ended = try await stage.sync()
            #expect(ended.status == 0, "\(ended.errors)")
            try stage.expectExact()
            let files = try stage.documents.values.filter { $0.string("content_type") == "attachment" }
            #expect(!files.contains { ["endless.txt", "oversize.txt", "huge.txt"].contains($0.title) })
            // Its content decides.
            #expect(files.first { $0.title == "page.pdf" }?.markdown.contains("cuckoo words") == true)
            let shown = try await ConnectorProcess.run(
                ["runs", "show"], in: stage.folder, environment: stage.environment)
            for name in ["endless.txt", "oversize.txt", "huge.txt"] {
                #expect(shown.output.contains(name), "\(shown.output)")
            }
        }
    }

    @Test("switched off, attachments leave the sink; switched on again, they return")
    func switchedOff() async throws {
        try await Stage.with(.generated(pages: 60, spaces: 1, attachmentsPerPage: 0.5)) { stage in
            #expect(try await stage.sync().status == 0)
            let all = try stage.documents.count
            #expect(try await stage.sync("--confluence-include-attachments", "false").status == 0)
            #expect(try stage.documents.values.allSatisfy { $0.string("content_type") != "attachment" })
            #expect(try await stage.sync().status == 0)
            #expect(try stage.documents.count == all)
            try stage.expectExact()
        }
    }

    @Test("other bounds of size reach files that are there already, with the next run")
    func otherBounds() async throws {
        try await Stage.with(.generated(pages: 10, spaces: 1)) { stage in
            let page = try #require(stage.simulator.pages.first { $0.isWanted })
            let text = String(repeating: "many words ", count: 2_000)
            let id = try stage.simulator.edit(.attach("long.txt", text: text, to: page.id))
            let key = "confluence:confluence:attachment:\(id)"
            #expect(try await stage.sync("--attachment-max-bytes", "10KiB").status == 0)
            #expect(try stage.documents[key] == nil)
            #expect(try await stage.sync().status == 0)
            #expect(try stage.documents[key] != nil)
            let idle = try await stage.sync()
            #expect(try (idle.count("pushed"), idle.count("patched")) == (0, 0))
            #expect(try await stage.sync("--attachment-max-bytes", "10KiB").status == 0)
            #expect(try stage.documents[key] == nil)
        }
    }

    @Test("where unread files are listed, each is a document: comment, labels, link and why there is no text")
    func listsUnread() async throws {
        let settings = ["ATTACHMENT_UNREAD": "list", "ATTACHMENT_MAX_BYTES": "1MiB"]
        try await Stage.with(.generated(pages: 10, spaces: 1), settings: settings) { stage in
            let page = try #require(stage.simulator.pages.first { $0.isWanted })
            var film = SiteEdit.attach("film.mp4", text: "moving pictures", mediaType: "video/mp4", to: page.id)
            film.comment = "The opening *ceremony*"
            film.labels = ["festive"]
            let filmID = try stage.simulator.edit(film)
            let locked = try stage.simulator.edit(
                .attach("locked.pdf", text: "%PDF-1.4\nnothing", mediaType: "application/pdf", to: page.id))
            let huge = try stage.simulator.edit(
                .attach("huge.txt", text: String(repeating: "0123456789abcdef\n", count: 100_000), to: page.id))
            #expect(try await stage.sync().status == 0)
            func document(_ id: String?) throws -> SyncedDocument? {
                try id.flatMap { try stage.documents["confluence:confluence:attachment:\($0)"] }
            }
            let listed = try #require(try document(filmID))
            #expect(listed.string("extraction_status") == "skipped")
            #expect(listed.strings("labels") == ["festive"])
            #expect(listed.markdown.contains("The opening \\*ceremony\\*"))
            #expect(listed.markdown.contains("[film.mp4](\(listed.string("url") ?? "?"))"))
            #expect(listed.markdown.contains("video/mp4, 15 bytes, not read: a kind that is not read"))
            #expect(try document(locked)?.string("extraction_status") == "corrupt")
            #expect(try document(huge)?.string("extraction_status") == "too_large")
            let again = try await stage.sync("--full")
            #expect(try again.count("pushed") == 0, "\(again.errors)")
            #expect(try await stage.sync("--full", "--attachment-unread", "skip").status == 0)
            #expect(try document(filmID) == nil)
            #expect(try document(locked) == nil)
            #expect(try document(huge) == nil)
        }
    }

    @Test("of a page with many files only so many are read, the oldest first")
    func countsFiles() async throws {
        try await Stage.with(.generated(pages: 10, spaces: 1), settings: ["ATTACHMENT_MAX_PER_PAGE": "3"]) { stage in
            let page = try #require(stage.simulator.pages.first { $0.isWanted })
            for number in 1...5 {
                try stage.simulator.edit(.attach("file\(number).txt", text: "words \(number)", to: page.id))
            }
            #expect(try await stage.sync().status == 0)
            let files = try stage.documents.values.filter {
                $0.string("page_id") == page.id && $0.title.hasPrefix("file")
            }
            #expect(files.map(\.title).sorted() == ["file1.txt", "file2.txt", "file3.txt"])
        }
    }

    @Test("a Tika server gets what nothing here reads")
    func tika() async throws {
        let server = try LoopbackServer { visit in visit.answer(text: "the ground floor") }
        defer { server.stop() }
        try await Stage.with(.generated(pages: 10, spaces: 1), settings: ["TIKA_URL": server.url("")]) { stage in
            let page = try #require(stage.simulator.pages.first { $0.isWanted })
            var plan = SiteEdit.attach("plan.dwg", text: "", mediaType: "image/vnd.dwg", to: page.id)
            (plan.text, plan.base64) = (nil, Data([0x41, 0x43, 0x31, 0, 0, 1, 2]).base64EncodedString())
            let id = try stage.simulator.edit(plan)
            let key = "confluence:confluence:attachment:\(id)"
            #expect(try await stage.sync().status == 0)
            #expect(try stage.documents[key]?.holds(["the ground floor"]) == true)
            #expect(server.heads.allSatisfy { $0.hasPrefix("PUT /tika ") })
        }
    }
}
