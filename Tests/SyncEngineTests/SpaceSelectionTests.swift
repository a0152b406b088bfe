import ConfluenceModel
import SyncEngine
import Testing

@Suite("Space selection")
struct SpaceSelectionTests {
    private func space(_ key: String, type: String = "global", status: String = "current") -> Space {
        Space(id: SpaceID("1"), key: key, name: key, type: type, status: status)
    }

    @Test(
        "globs choose keys, case-sensitively",
        arguments: [
            ("ENG", "ENG", true), ("ENG", "eng", false), ("E*", "ENG", true), ("*", "ENG", true), ("E?G", "ENG", true),
            ("E?G", "EG", false),
            ("*-DOCS", "TEAM-DOCS", true), ("*-DOCS", "TEAM-DOC", false), ("a*b*c", "aXbXbXc", true),
            ("a*b*c", "aXcXb", false), ("", "X", false),
        ])
    func globs(pattern: String, key: String, chosen: Bool) {
        #expect(SpaceSelection(keys: [pattern]).contains(space(key)) == chosen)
    }

    @Test("a pattern of many stars over a long key is decided at once")
    func manyStars() {
        let pattern = String(repeating: "*a", count: 40) + "b"
        #expect(!SpaceSelection(keys: [pattern]).contains(space(String(repeating: "a", count: 400))))
    }

    @Test("personal spaces follow their own setting")
    func personal() {
        let mine = space("~712020abc", type: "personal")
        #expect(SpaceSelection().contains(mine))
        #expect(!SpaceSelection(keys: ["ENG"]).contains(mine))
        #expect(!SpaceSelection(personal: .named).contains(mine))
        #expect(SpaceSelection(keys: ["~*"], personal: .named).contains(mine))
        #expect(!SpaceSelection(keys: ["~*"], personal: .exclude).contains(mine))
    }

    @Test("excluded, archived and trashed spaces stay out")
    func excluded() {
        #expect(!SpaceSelection(keys: ["*"], excludedKeys: ["TMP*"]).contains(space("TMP1")))
        #expect(!SpaceSelection().contains(space("OLD", status: "archived")))
        #expect(SpaceSelection(includeArchived: true).contains(space("OLD", status: "archived")))
        #expect(!SpaceSelection(includeArchived: true).contains(space("GONE", status: "trashed")))
    }

    @Test("keys that match nothing are named, globs too")
    func unknown() {
        #expect(SpaceSelection(keys: ["ENG", "NOPE", "X*"]).unknownKeys(among: [space("ENG")]) == ["NOPE", "X*"])
    }
}
