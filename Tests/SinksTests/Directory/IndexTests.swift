import Foundation
import Sinks
import Testing

@Suite("The indexes of a directory")
struct IndexTests {
    let folder: TemporaryFolder
    let sink: DirectorySink

    init() throws {
        folder = try TemporaryFolder()
        sink = DirectorySink(path: folder.path)
    }

    private func fill() async throws {
        try await sink.push(Documents.page("1", "Home [draft]"))
        try await sink.push(Documents.page("2", "Child & co", under: ["Home [draft]"]))
        try await sink.push(Documents.page("3", "Leaf", under: ["Folder only", "Inner"]))
        try await sink.push(Documents.blogPost("5", "First", created: "2023-12-31T08:00:00Z"))
        try await sink.push(Documents.blogPost("6", "Second", created: "2024-05-17T08:00:00Z"))
        try await sink.push(Documents.attachment("att9", "plan.pdf", of: "1", under: ["Home [draft]"]))
        try await sink.push(Documents.page("9", "Alone", space: "~jo"))
        try await sink.finish()
    }

    @Test("a space lists its tree and its posts, the root lists the spaces")
    func content() async throws {
        try await fill()
        let space = try folder.text("TEAM/index.md")
        #expect(
            space.hasSuffix(
                """
                ---

                - Folder only
                  - Inner
                    - [Leaf](Folder%20only/Inner/Leaf.md)
                - [Home \\[draft\\]](Home%20%5Bdraft%5D.md)
                  - [Child \\& co](Home%20%5Bdraft%5D/Child%20%26%20co.md)

                ## Blog posts

                - 2024-05-17 [Second](blog/2024/05/17%20Second.md)
                - 2023-12-31 [First](blog/2023/12/31%20First.md)

                3 pages, 2 blog posts, 1 attachment

                """))
        #expect(!space.contains("external_id"))
        let root = try folder.text("index.md")
        #expect(root.contains("\n- [Space TEAM](TEAM/index.md) (TEAM): 3 pages, 2 blog posts, 1 attachment\n"))
        #expect(root.contains("\n- [Space \\~jo](~jo/index.md) (\\~jo): 1 page, 0 blog posts, 0 attachments\n"))
    }

    @Test("every link leads to a file")
    func links() async throws {
        try await fill()
        for index in try folder.files() where index.hasSuffix("index.md") {
            let base = URL(fileURLWithPath: folder.path + "/" + index)
            for match in try folder.text(index).matches(of: /\]\(([^)]+)\)/) {
                let target = try #require(URL(string: String(match.1), relativeTo: base))
                #expect(FileManager.default.fileExists(atPath: target.path))
            }
        }
    }

    @Test("an index that would say the same is not written again")
    func unchanged() async throws {
        try await fill()
        func inode(_ name: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)[.systemFileNumber] as? Int
        }
        let before = try (inode("TEAM/index.md"), inode("index.md"))
        try await sink.push(Documents.page("1", "Home [draft]", version: 2, text: "Edited"))
        try await sink.push(Documents.page("44", "Short-lived"))
        try await sink.delete(Documents.page("44", ""), nil)
        try await sink.finish()
        #expect(try (inode("TEAM/index.md"), inode("index.md")) == before)
    }

    @Test("what another process changed is seen")
    func otherWriter() async throws {
        try await fill()
        try await DirectorySink(path: folder.path).push(Documents.page("70", "From elsewhere"))
        try await sink.finish()
        #expect(try folder.text("TEAM/index.md").contains("[From elsewhere]"))
    }

    @Test("a space without documents goes away with its index")
    func goneSpace() async throws {
        try await fill()
        try await sink.delete(Documents.page("9", "Alone"), nil)
        try await sink.finish()
        #expect(!folder.exists("~jo"))
        #expect(try !folder.text("index.md").contains("jo"))
    }

    @Test("drafts of writers that died go away after an hour")
    func drafts() async throws {
        try await fill()
        let drafts = folder.path + "/.sink/drafts"
        #expect(try FileManager.default.contentsOfDirectory(atPath: drafts).isEmpty)
        try folder.write("half", to: ".sink/drafts/.old.tmp")
        try folder.write("half", to: ".sink/drafts/.new.tmp")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -3700)], ofItemAtPath: drafts + "/.old.tmp")
        try await sink.finish()
        #expect(try FileManager.default.contentsOfDirectory(atPath: drafts) == [".new.tmp"])
    }
}
