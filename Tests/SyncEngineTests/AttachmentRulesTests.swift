import AttachmentModel
import ConfluenceClient
import ConfluenceModel
import Foundation
import JobQueue
import SyncEngine
import SyncState
import Testing

@Suite("What becomes of an attachment")
struct AttachmentRulesTests {
    private let space = SpaceRecord(
        id: SpaceID("9"), key: "ENG", name: "Engineering", type: "global", status: "current", ordinal: 4)

    private func attachment(
        version: Int = 3, name: String = "report.pdf", type: String = "application/pdf", size: Int? = 100,
        status: ContentStatus = .current
    ) -> ConfluenceModel.Attachment {
        ConfluenceModel.Attachment(
            id: ContentID("att1"), status: status, fileName: name, containerID: ContentID("1"), containerKind: .page,
            mediaType: type, fileSize: size, version: ContentVersion(number: version), labels: ["x"])
    }

    private func page(title: String = "T", labels: [String] = [], status: ContentStatus = .current) -> Content {
        Content(
            facts: ContentFacts(
                id: ContentID("1"), kind: .page, title: title, spaceKey: "ENG", version: 7, labels: labels,
                readRestriction: ReadRestriction.none),
            status: status)
    }

    /// As it was remembered of ``attachment()`` on ``page()``.
    private func checkpoint(version: UInt32 = 3, flags: Checkpoint.Flags = []) -> Checkpoint {
        let tree = Digest.tree(title: "T", spaceKey: "ENG", ancestors: [])
        return Checkpoint(
            version: version,
            treeDigest: Digest.tree(fileName: "report.pdf", container: ContentID("1"), page: tree),
            factsDigest: Digest.facts(labels: ["x"], page: Digest.facts(labels: [], layers: [])), pipeline: 1,
            spaceOrdinal: 4, flags: flags.union([.digestsKnown, .attachment]))
    }

    private func receipt(name: String = "report.pdf") -> Receipt {
        Receipt(
            version: 3, contentHash: [UInt8](repeating: 1, count: 32), documentID: "d",
            extraction: Receipt.Extraction(status: 0, pages: 2, nameDigest: Digest.name(name)))
    }

    private func verdict(
        _ fetched: FetchedAttachment?, on page: Fetched?, layers: [String] = [], known: Checkpoint? = nil,
        receipt: Receipt? = nil, flags: JobFlags = [], inSpace: Bool = true,
        connector: Connector = Connector(id: "c")
    ) -> AttachmentVerdict {
        let job = Job(
            id: JobID(.attachment, ContentID("att1")), lane: .scheduled, wantedVersion: 3, flags: flags,
            space: SpaceID("9"))
        var file = AttachmentCase(job: job, checkpoint: known, receipt: receipt)
        file.fetched = fetched
        file.home = page.map { AttachmentCase.Home(fetched: $0, layers: layers, space: inSpace ? space : nil) }
        return AttachmentRules(connector: connector).verdict(on: file)
    }

    @Test("a new file and a new version are read, the same version never again")
    func versions() {
        let here = Fetched.content(page())
        #expect(verdict(.found(attachment()), on: here) == .read)
        #expect(verdict(.found(attachment(version: 4)), on: here, known: checkpoint(), receipt: receipt()) == .read)
        #expect(verdict(.found(attachment()), on: here, known: checkpoint(), receipt: receipt()) == .unchanged)
        #expect(
            verdict(.found(attachment()), on: here, known: checkpoint(), receipt: receipt(), flags: .compareBody)
                == .unchanged)
        #expect(
            verdict(
                .found(attachment()), on: here, known: checkpoint(), receipt: receipt(), flags: [.compareBody, .force])
                == .read)
    }

    @Test("a renamed or moved page patches its files without a download; a renamed file is read again")
    func places() {
        let renamed = Fetched.content(page(title: "Other"))
        #expect(verdict(.found(attachment()), on: renamed, known: checkpoint(), receipt: receipt()) == .patch)
        let here = Fetched.content(page())
        #expect(
            verdict(.found(attachment(name: "other.pdf")), on: here, known: checkpoint(), receipt: receipt()) == .read)
    }

    @Test("who may not read the page does not get its files")
    func restricted() {
        let here = Fetched.content(page())
        #expect(
            verdict(.found(attachment()), on: here, layers: ["user:x"], known: checkpoint(), receipt: receipt())
                == .skip(.restricted))
    }

    @Test(
        "files of pages that are trashed, archived or elsewhere are removed, and files that are trashed themselves")
    func removed() {
        let found = FetchedAttachment.found(attachment())
        let pages: [Fetched] = [
            .trashed, .archived(page(status: .archived)), .content(page(status: .draft)),
        ]
        for page in pages {
            #expect(verdict(found, on: page, known: checkpoint(), receipt: receipt()) == .remove)
        }
        #expect(verdict(found, on: .content(page()), inSpace: false) == .remove)
        #expect(verdict(.trashed, on: .content(page())) == .remove)
        #expect(verdict(.found(attachment(status: .archived)), on: .content(page())) == .remove)
    }

    @Test("files that cannot be found, or whose pages cannot, are left to the sweep")
    func absent() {
        let found = FetchedAttachment.found(attachment())
        #expect(verdict(found, on: nil) == .absent)
        #expect(verdict(found, on: .gone, known: checkpoint(), receipt: receipt()) == .absent)
        #expect(verdict(.gone, on: .content(page())) == .absent)
    }

    @Test("without attachments in the settings none stays")
    func switchedOff() {
        let off = Connector(id: "c", attachments: nil)
        #expect(
            verdict(
                .found(attachment()), on: .content(page()), known: checkpoint(), receipt: receipt(), connector: off)
                == .remove)
    }

    @Test("what gave no text once is not downloaded again until it has a new version")
    func unreadable() {
        let here = Fetched.content(page())
        let known = checkpoint(flags: [.skipped, .unreadable])
        #expect(verdict(.found(attachment()), on: here, known: known) == .skip(.unreadable))
        #expect(verdict(.found(attachment(version: 4)), on: here, known: known) == .read)
        // Skipped for another reason, which may be over: a restriction, a setting.
        #expect(verdict(.found(attachment()), on: here, known: checkpoint(flags: .skipped)) == .read)
    }

    @Test("size and kind are judged before the download, by name and then by media type")
    func selection() {
        let selection = AttachmentSelection(kinds: [.pdf, .docx], maxBytes: 100)
        func refusal(_ name: String, _ type: String = "", size: Int? = 100) -> SkipReason? {
            selection.refusal(of: attachment(name: name, type: type, size: size))
        }
        #expect(refusal("a.pdf") == nil)
        #expect(refusal("a.pdf", size: 101) == .tooLarge)
        #expect(refusal("a.pdf", size: nil) == nil)
        #expect(refusal("film.mp4") == .unwantedKind)
        #expect(refusal("film", "video/mp4") == .unwantedKind)
        #expect(refusal("sheet.XLSX") == .unwantedKind)
        #expect(refusal("letter.PDF") == nil)
        // Nothing to go by: its content will say.
        #expect(refusal("scan", "application/octet-stream") == nil)
        #expect(refusal(".pdf") == nil)
        #expect(AttachmentSelection().refusal(of: attachment(name: "chart.png", type: "image/png")) == .unwantedKind)
    }
}

/// Files without text that are documents all the same.
@Suite("Files that are listed without being read")
struct ListedAttachmentTests {
    private let listing = {
        var selection = AttachmentSelection(kinds: [.pdf], maxBytes: 1_000)
        selection.listsUnread = true
        return selection
    }()

    private func verdict(
        _ name: String, size: Int = 100, rank: Int? = nil, selection: AttachmentSelection,
        known status: ExtractionStatus? = nil, flags: Checkpoint.Flags = []
    ) -> AttachmentVerdict {
        let attachment = ConfluenceModel.Attachment(
            id: ContentID("att1"), status: .current, fileName: name, containerID: ContentID("1"), containerKind: .page,
            mediaType: "", fileSize: size, version: ContentVersion(number: 3), labels: [])
        let facts = ContentFacts(
            id: ContentID("1"), kind: .page, title: "T", spaceKey: "ENG", version: 7, labels: [],
            readRestriction: ReadRestriction.none)
        let space = SpaceRecord(
            id: SpaceID("9"), key: "ENG", name: "E", type: "global", status: "current", ordinal: 4)
        let tree = Digest.tree(title: "T", spaceKey: "ENG", ancestors: [])
        let checkpoint = Checkpoint(
            version: 3, treeDigest: Digest.tree(fileName: name, container: ContentID("1"), page: tree),
            factsDigest: Digest.facts(
                labels: [], page: Digest.facts(labels: [], layers: []),
                refusal: selection.refusalMark(of: attachment)),
            pipeline: 1, spaceOrdinal: 4, flags: flags.union([.digestsKnown, .attachment]))
        let receipt = status.map {
            Receipt(
                version: 3, contentHash: [UInt8](repeating: 1, count: 32), documentID: "d",
                extraction: Receipt.Extraction(status: $0.code, pages: 0, nameDigest: Digest.name(name)))
        }
        let job = Job(
            id: JobID(.attachment, ContentID("att1")), lane: .scheduled, wantedVersion: 3, flags: .compareBody,
            space: SpaceID("9"))
        var file = AttachmentCase(job: job, checkpoint: status == nil ? nil : checkpoint, receipt: receipt)
        file.fetched = .found(attachment)
        file.rank = rank
        file.home = AttachmentCase.Home(
            fetched: .content(Content(facts: facts, status: .current)), layers: [], space: space)
        return AttachmentRules(connector: Connector(id: "c", attachments: selection)).verdict(on: file)
    }

    @Test("a kind, a size and a number that are not wanted are listed once, and then left alone")
    func lists() {
        #expect(verdict("film.mp4", selection: listing) == .list(.unwantedKind))
        #expect(verdict("huge.pdf", size: 1_001, selection: listing) == .list(.tooLarge))
        #expect(verdict("film.mp4", selection: listing, known: .skipped) == .unchanged)
        #expect(verdict("huge.pdf", size: 1_001, selection: listing, known: .tooLarge) == .unchanged)
        #expect(verdict("report.pdf", selection: listing) == .read)
    }

    @Test("what was read and gave nothing is listed, and not downloaded again")
    func unreadable() {
        #expect(verdict("locked.pdf", selection: listing, known: .encrypted, flags: .unreadable) == .unchanged)
        #expect(verdict("odd.pdf", selection: listing, known: .skipped, flags: .unreadable) == .unchanged)
    }

    @Test("with other settings, what was listed is read, what was read is listed, and what was listed goes")
    func otherSettings() {
        #expect(verdict("report.pdf", selection: listing, known: .skipped) == .read)
        #expect(verdict("film.mp4", selection: listing, known: .ok) == .list(.unwantedKind))
        var silent = listing
        silent.listsUnread = false
        #expect(verdict("film.mp4", selection: silent, known: .skipped) == .skip(.unwantedKind))
        #expect(verdict("locked.pdf", selection: silent, known: .encrypted, flags: .unreadable) == .skip(.unreadable))
    }

    @Test("of a page with many files the oldest are read, by the numbers in their ids")
    func counts() {
        var few = AttachmentSelection(kinds: [.pdf])
        few.maxPerPage = 2
        #expect(verdict("a.pdf", rank: 1, selection: few) == .read)
        #expect(verdict("a.pdf", rank: 2, selection: few) == .skip(.tooMany))
        let files = ["att1000", "att99", "att100", "att98"].map { id in
            ConfluenceModel.Attachment(
                id: ContentID(id), status: .current, fileName: id == "att98" ? "film.mp4" : "a.pdf",
                containerID: ContentID("1"), containerKind: .page, mediaType: "", fileSize: 1,
                version: ContentVersion(number: 1))
        }
        // The film is not wanted anyway: it takes nobody's place.
        #expect(
            few.ranks(of: files) == [ContentID("att99"): 0, ContentID("att100"): 1, ContentID("att1000"): 2])
    }

    @Test("films and installers are never downloaded, not even for a server that reads everything")
    func neverDownloads() {
        let all = AttachmentSelection(kinds: Set(AttachmentKind.allCases))
        #expect(verdict("film.mp4", selection: all) == .skip(.unwantedKind))
        #expect(verdict("drawing.dwg", selection: all) == .read)
    }
}
