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
