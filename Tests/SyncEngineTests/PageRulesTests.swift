import ConfluenceClient
import ConfluenceModel
import Foundation
import JobQueue
import SyncEngine
import SyncState
import Testing

@Suite("What becomes of a page")
struct PageRulesTests {
    private let rules = PageRules(connector: Connector(id: "c"))
    private let space = SpaceRecord(
        id: SpaceID("9"), key: "ENG", name: "Engineering", type: "global", status: "current", ordinal: 4)
    private let hash = ContentHash(title: "T", markdown: "words\n")

    private func content(
        version: Int = 7, title: String = "T", body: String? = "<p>words</p>", status: ContentStatus = .current
    ) -> Content {
        Content(
            facts: ContentFacts(
                id: ContentID("1"), kind: .page, title: title, spaceKey: "ENG", version: version, labels: ["a"],
                readRestriction: ReadRestriction.none),
            status: status, body: body)
    }

    private func checkpoint(version: UInt32 = 7, ordinal: UInt16 = 4) -> Checkpoint {
        Checkpoint(
            version: version, treeDigest: Digest.tree(title: "T", spaceKey: "ENG", ancestors: []),
            factsDigest: Digest.facts(labels: ["a"], layers: []), pipeline: 1, spaceOrdinal: ordinal,
            flags: [.digestsKnown])
    }

    private func verdict(
        _ fetched: Fetched?, known: Checkpoint? = nil, flags: JobFlags = [], layers: [String] = [],
        hash: ContentHash? = nil,
        inSpace: Bool = true
    ) throws -> PageVerdict {
        let receipt = known.map { Receipt(version: $0.version, contentHash: self.hash.bytes, documentID: "d") }
        let job = Job(
            id: JobID(.page, ContentID("1")), lane: .scheduled, wantedVersion: 7, flags: flags, space: SpaceID("9"))
        var page = try #require(PageCase(job: job, checkpoint: known, receipt: receipt))
        page.fetched = fetched
        page.layers = layers
        return rules.verdict(on: page, space: inSpace ? space : nil, hash: hash)
    }

    @Test("a page nobody has is pushed")
    func new() throws { #expect(try verdict(.content(content()), hash: hash) == .push) }

    @Test("the same text and facts are unchanged; force pushes them all the same")
    func unchanged() throws {
        #expect(try verdict(.content(content()), known: checkpoint(), hash: hash) == .unchanged)
        #expect(
            try verdict(.content(content()), known: checkpoint(), flags: [.compareBody, .force], hash: hash) == .push)
    }

    @Test("a new version with the same words is a patch, with other words a push")
    func newVersion() throws {
        #expect(try verdict(.content(content(version: 8)), known: checkpoint(), hash: hash) == .patch)
        #expect(
            try verdict(
                .content(content(version: 8)), known: checkpoint(), hash: ContentHash(title: "T", markdown: "other"))
                == .push)
    }

    @Test("facts alone patch, unless the version or the space is another: then the text is needed")
    func factsAlone() throws {
        let moved = Fetched.content(content(title: "T2", body: nil))
        #expect(try verdict(moved, known: checkpoint()) == .patch)
        #expect(try verdict(.content(content(body: nil)), known: checkpoint()) == .unchanged)
        #expect(try verdict(.content(content(version: 8, body: nil)), known: checkpoint()) == .fetchBody)
        #expect(try verdict(moved, known: checkpoint(ordinal: 5)) == .fetchBody)
        #expect(try verdict(moved) == .fetchBody)
    }

    @Test("what was listed and cannot be found is no evidence of anything")
    func absent() throws { #expect(try verdict(.gone, known: checkpoint(), hash: hash) == .absent) }

    @Test("what is trashed, a draft, archived or outside the selected spaces is removed")
    func removed() throws {
        for fetched in [
            Fetched.trashed, .archived(content(status: .archived)), .content(content(status: .draft)),
        ] {
            #expect(try verdict(fetched, known: checkpoint(), hash: hash) == .remove)
        }
        #expect(try verdict(.content(content()), known: checkpoint(), hash: hash, inSpace: false) == .remove)
    }

    @Test("a restricted page is skipped whatever else is true of it")
    func restricted() throws {
        #expect(
            try verdict(.content(content()), known: checkpoint(), layers: ["user:x"], hash: hash) == .skip(.restricted))
        #expect(try verdict(.content(content(body: nil)), layers: ["user:x"]) == .skip(.restricted))
    }

    @Test("digests tell apart what differs, and do not depend on the order of labels")
    func digests() {
        let a = Ancestor(id: ContentID("1"), kind: .page, title: "ab")
        let b = Ancestor(id: ContentID("1a"), kind: .page, title: "b")
        #expect(
            Digest.tree(title: "t", spaceKey: "K", ancestors: [a])
                != Digest.tree(title: "t", spaceKey: "K", ancestors: [b]))
        #expect(
            Digest.tree(title: "t", spaceKey: "K", ancestors: [])
                != Digest.tree(title: "tK", spaceKey: "", ancestors: []))
        #expect(Digest.facts(labels: ["x", "y"], layers: []) == Digest.facts(labels: ["y", "x"], layers: []))
        #expect(Digest.facts(labels: ["x"], layers: ["y"]) != Digest.facts(labels: ["x", "y"], layers: []))
    }

    @Test("the content hash is SHA-256 of title and text")
    func contentHash() {
        // printf 'Tabc' | sha256sum
        #expect(
            ContentHash(title: "T", markdown: "abc").hexadecimal
                == "1ded1d0155ccbfe4c5701db4c874675baf4ec4d8b224c1eb0689e19337fbe578")
    }
}
