import Foundation
import Sinks
import Testing

@Suite("How a directory changes")
struct ChangesTests {
    let folder: TemporaryFolder
    let sink: DirectorySink

    init() throws {
        folder = try TemporaryFolder()
        sink = DirectorySink(path: folder.path)
    }

    @Test("a move writes the new file, removes the old one and the folders that are empty then")
    func move() async throws {
        let old = try await sink.push(Documents.page("1", "Child", under: ["A", "B"]))
        let new = try await sink.push(Documents.page("1", "Child", under: ["C"], version: 2), after: old)
        #expect(new.documentID == "TEAM/C/Child.md")
        #expect(try folder.files() == ["TEAM/C/Child.md"])
        #expect(!folder.exists("TEAM/A"))
    }

    @Test("when a parent is renamed, patches move its children with their text")
    func renamedParent() async throws {
        let parent = try await sink.push(Documents.page("1", "Old"))
        let child = try await sink.push(Documents.page("2", "Child", under: ["Old"], text: "Body\n---\nof it"))
        _ = try await sink.patch(Documents.page("1", "New", version: 2), after: parent)
        let moved = try await sink.patch(Documents.page("2", "Child", under: ["New"], text: ""), after: child)
        #expect(moved.documentID == "TEAM/New/Child.md")
        #expect(try folder.files() == ["TEAM/New.md", "TEAM/New/Child.md"])
        #expect(try folder.text("TEAM/New/Child.md").hasSuffix("\n---\n\nBody\n---\nof it\n"))
    }

    @Test("a late writer does not replace a newer version, wherever that is now")
    func stale() async throws {
        let old = try await sink.push(Documents.page("1", "Home", version: 3))
        for (late, previous) in [
            (Documents.page("1", "Home", version: 2), nil), (Documents.page("1", "Other", version: 2), old),
            (Documents.page("1", "Home", version: 2), old),
        ] {
            let error = await #expect(throws: SinkError.self) { try await sink.push(late, after: previous) }
            #expect(error?.code == .stale)
        }
        #expect(try folder.files() == ["TEAM/Home.md"])
        #expect(try folder.text("TEAM/Home.md").contains("\nversion: 3\n"))
    }

    @Test("a crash between writing the new file and removing the old one is mended by doing it again")
    func crash() async throws {
        let old = try await sink.push(Documents.page("1", "Old"))
        let copy = try folder.text("TEAM/Old.md")
        let new = try await sink.push(Documents.page("1", "New", version: 2), after: old)
        try folder.write(copy, to: "TEAM/Old.md")
        #expect(try await sink.push(Documents.page("1", "New", version: 2), after: old) == new)
        #expect(try folder.files() == ["TEAM/New.md"])
    }

    @Test("after a crash both files are listed, and the old one can be deleted by its receipt")
    func holdingsAfterCrash() async throws {
        let page = Documents.page("1", "Old")
        let old = try await sink.push(page)
        let copy = try folder.text("TEAM/Old.md")
        let new = try await sink.push(Documents.page("1", "New", version: 2), after: old)
        try folder.write(copy, to: "TEAM/Old.md")
        var found: [SinkHolding] = []
        try await sink.holdings(of: "main") { found.append($0) }
        #expect(Set(found.map(\.receipt)) == [old, new])
        #expect(found.max { ($0.version ?? 0) < ($1.version ?? 0) }?.receipt == new)
        try await sink.delete(page, old)
        #expect(try folder.files() == ["TEAM/New.md"])
    }

    @Test("the old file stays when it belongs to another document by now")
    func reusedPath() async throws {
        let first = try await sink.push(Documents.page("1", "Name"))
        try await sink.delete(Documents.page("1", "Name"), first)
        try await sink.push(Documents.page("2", "Name"))
        try await sink.push(Documents.page("1", "Moved", version: 2), after: first)
        try await sink.delete(Documents.page("1", "Name"), first)
        #expect(try folder.files() == ["TEAM/Moved.md", "TEAM/Name.md"])
    }

    @Test("files of other people are neither replaced nor removed")
    func strangers() async throws {
        try folder.write("my notes", to: "TEAM/Home.md")
        try folder.write("---\ntitle: mine\n---\n", to: "TEAM/index.md")
        let receipt = try await sink.push(Documents.page("1", "Home"))
        #expect(receipt.documentID == "TEAM/Home (1).md")
        try await sink.finish()
        try await sink.delete(Documents.page("1", "Home"), SinkReceipt(documentID: "TEAM/Home.md"))
        #expect(try folder.text("TEAM/Home.md") == "my notes")
        #expect(try folder.text("TEAM/index.md") == "---\ntitle: mine\n---\n")
    }

    @Test("symbolic links are not followed out of the folder")
    func links() async throws {
        let outside = try TemporaryFolder()
        try outside.write(
            "---\nexternal_id: \"confluence:main:page:2\"\n---\n\nprecious", to: "victim.md")
        try folder.write("", to: "TEAM/x")
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: folder.path + "/OUT", withDestinationPath: outside.path)
        try manager.createSymbolicLink(
            atPath: folder.path + "/TEAM/Home.md", withDestinationPath: outside.path + "/victim.md")
        let error = await #expect(throws: SinkError.self) {
            try await sink.push(Documents.page("1", "Page", space: "OUT"))
        }
        #expect(error?.remedy == .permanent)
        #expect(error?.message.contains("OUT") == true)
        #expect(try await sink.push(Documents.page("2", "Home")).documentID == "TEAM/Home (2).md")
        try await sink.delete(Documents.page("2", "x"), SinkReceipt(documentID: "OUT/victim.md"))
        #expect(try outside.files() == ["victim.md"])
        #expect(try outside.text("victim.md").hasSuffix("precious"))
    }

    @Test(
        "a forged receipt leads nowhere",
        arguments: [
            "../victim.md", "/etc/passwd", "TEAM/../../victim.md", "", "TEAM//a.md", ".sink/drafts/a.md",
            "a\u{0}b/c.md",
        ])
    func forged(path: String) async throws {
        let inner = DirectorySink(path: folder.path + "/inner")
        try folder.write("---\nexternal_id: \"confluence:main:page:1\"\n---\n", to: "victim.md")
        let page = Documents.page("1", "Home")
        try await inner.delete(page, SinkReceipt(documentID: path))
        #expect(try await inner.push(page, after: SinkReceipt(documentID: path)).documentID == "TEAM/Home.md")
        #expect(folder.exists("victim.md"))
    }

    @Test("an empty file that a crash of the machine left is written again")
    func emptyFile() async throws {
        try folder.write("", to: "TEAM/Home.md")
        #expect(try await sink.push(Documents.page("1", "Home")).documentID == "TEAM/Home.md")
    }

    @Test("a check makes the folder and leaves it empty")
    func check() async throws {
        try await DirectorySink(path: folder.path + "/not/yet").check()
        try await sink.check()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["not"])
        let made = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/not/yet")
        #expect(made.filter { !$0.hasPrefix(".") }.isEmpty)
    }

    @Test("a folder that cannot be made is refused by name")
    func unmakeable() async throws {
        let error = await #expect(throws: SinkError.self) { try await DirectorySink(path: "/proc/nowhere").check() }
        #expect(error?.message.contains("/proc/nowhere") == true)
    }
}
