import ConfluenceModel
import SyncEngine
import SyncState
import Testing

@Suite("Which space something lies in")
struct SpaceTableTests {
    private let old = SpaceRecord(
        id: SpaceID("1"), key: "ENG", name: "Old", type: "global", status: "current", ordinal: 3)
    private let new = SpaceRecord(
        id: SpaceID("2"), key: "ENG", name: "New", type: "global", status: "current", ordinal: 8)

    private func content(in space: String?) -> Content {
        Content(
            facts: ContentFacts(
                id: ContentID("7"), kind: .page, title: "T", spaceKey: "ENG", version: 1,
                readRestriction: ReadRestriction.none),
            status: .current, spaceID: space.map { SpaceID($0) })
    }

    @Test("of two spaces with one key it is the one whose id the content has, else the newer one")
    func sameKey() {
        for table in [SpaceTable([old, new]), SpaceTable([new, old])] {
            #expect(table.space(of: content(in: "1"))?.ordinal == 3)
            #expect(table.space(of: content(in: "2"))?.ordinal == 8)
            #expect(table.space(of: content(in: nil))?.ordinal == 8)
            #expect(table.space(of: content(in: "99"))?.ordinal == 8)
        }
    }

    @Test("a space that is not selected is not replaced by another one of its key")
    func notSelected() {
        var archived = old
        archived.status = "archived"
        let table = SpaceTable([archived, new]).selected(by: SpaceSelection())
        #expect(table.space(of: content(in: "1")) == nil)
        #expect(table.space(of: content(in: "2"))?.ordinal == 8)
    }

    @Test("a space that a shifting list shows twice is one space")
    func listedTwice() {
        let spaces = ["1", "2", "1", "3", "2"].map {
            Space(id: SpaceID($0), key: "K\($0)", name: "", type: "global", status: "current")
        }
        #expect(spaces.listedOnce.map(\.id.rawValue) == ["1", "2", "3"])
    }
}
