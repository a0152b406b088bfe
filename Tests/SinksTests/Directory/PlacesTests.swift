import Foundation
import Sinks
import Testing

@Suite("Where a directory keeps its documents")
struct PlacesTests {
    let folder: TemporaryFolder
    let sink: DirectorySink

    init() throws {
        folder = try TemporaryFolder()
        sink = DirectorySink(path: folder.path)
    }

    @Test("a page lies under its space and its ancestors")
    func page() async throws {
        #expect(try await sink.push(Documents.page("1", "Home")).documentID == "TEAM/Home.md")
        let child = Documents.page("2", "Child", under: ["Home", "Parent"])
        #expect(try await sink.push(child).documentID == "TEAM/Home/Parent/Child.md")
        #expect(try folder.files() == ["TEAM/Home.md", "TEAM/Home/Parent/Child.md"])
    }

    @Test("a blog post lies under its day")
    func blogPost() async throws {
        let post = Documents.blogPost("5", "Hello: world", created: "2024-05-17T08:00:00Z")
        #expect(try await sink.push(post).documentID == "TEAM/blog/2024/05/17 Hello- world.md")
        let odd = Documents.blogPost("6", "When", created: "yesterday")
        #expect(try await sink.push(odd).documentID == "TEAM/blog/undated/When.md")
    }

    @Test("an attachment lies beside the children of its page")
    func attachment() async throws {
        let file = Documents.attachment("att9", "plan.pdf", of: "2", under: ["Home", "Child"])
        #expect(try await sink.push(file).documentID == "TEAM/Home/Child/_files/plan.pdf.md")
        let ofPost = Documents.attachment("att8", "a.pdf", of: "5", under: ["News"], kind: "blogpost")
        #expect(try await sink.push(ofPost).documentID == "TEAM/blog/News/_files/a.pdf.md")
    }

    @Test(
        "a title becomes one safe and readable name",
        arguments: [
            ("../../etc/passwd", "__-..-etc-passwd"), ("a/b\\c", "a-b-c"), (".hidden", "_hidden"),
            ("What is this?", "What is this_"), ("ends. . ", "ends"), ("  spaced  ", "spaced"), ("CON", "_CON"),
            ("nul.txt", "_nul.txt"), ("tab\tand\nline", "tab and line"), ("zero\u{0}byte", "zero_byte"),
            ("\u{202E}fdp.exe", "fdp.exe"), ("e\u{301}t\u{E9}", "\u{E9}t\u{E9}"), ("日本語 ✓", "日本語 ✓"),
            ("a:b|c*d<e>f\"g", "a-b-c-d(e)f'g"), ("Index of things", "Index of things"),
        ])
    func title(title: String, name: String) async throws {
        let receipt = try await sink.push(Documents.page("1", title, under: ["Parent"]))
        #expect(Array(receipt.documentID.utf8) == Array("TEAM/Parent/\(name).md".utf8))
        #expect(folder.exists(receipt.documentID))
    }

    @Test(
        "a title that leaves nothing, or that the sink needs itself, gets the id",
        arguments: [
            ("..", "untitled (1)"), ("", "untitled (1)"), (" . ", "untitled (1)"), ("index", "index (1)"),
            ("Blog", "Blog (1)"), ("_files", "_files (1)"), ("README.md", "README.md (1)"),
        ])
    func reserved(title: String, name: String) async throws {
        #expect(try await sink.push(Documents.page("1", title)).documentID == "TEAM/\(name).md")
        let child = Documents.page("2", "Child", under: [title], ids: ["1"])
        #expect(try await sink.push(child).documentID == "TEAM/\(name)/Child.md")
    }

    @Test(
        "a title over 200 bytes is cut between two characters and gets the id",
        arguments: ["a", "ß", "Ж", "漢", "ก็", "👩‍👩‍👧‍👦", "e\u{301}\u{323}"])
    func long(character: String) async throws {
        let fits = String(repeating: character, count: 200 / character.precomposedBytes)
        let title = String(repeating: character, count: 300)
        for (id, text) in [("1", fits), ("2", title)] {
            let receipt = try await sink.push(Documents.page(id, text))
            let name = receipt.documentID.dropFirst("TEAM/".count).dropLast(".md".count)
            #expect(name.utf8.count <= 200)
            #expect(name.hasSuffix(" (2)") == (id == "2"))
            #expect(text.precomposedStringWithCanonicalMapping.hasPrefix(name.replacing(" (2)", with: "")))
            let child = Documents.page(id + "0", "Child", under: [text], ids: [id])
            #expect(try await sink.push(child).documentID == "TEAM/\(name)/Child.md")
        }
        let one = "a" + String(repeating: "\u{301}", count: 300)
        let cut = try await sink.push(Documents.page("3", one))
        #expect(cut.documentID.utf8.count <= 208 && cut.documentID.hasSuffix(" (3).md"))
    }

    @Test("two documents that want one name both stay, the second with its id")
    func clash() async throws {
        let first = Documents.page("1", "a/b")
        let second = Documents.page("2", "a:b")
        let receipt = try await sink.push(first)
        #expect(try await sink.push(second).documentID == "TEAM/a-b (2).md")
        #expect(try await sink.push(first, after: receipt) == receipt)
        #expect(try await sink.push(second).documentID == "TEAM/a-b (2).md")
        try await sink.delete(first, receipt)
        #expect(try await sink.push(second).documentID == "TEAM/a-b.md")
        #expect(try folder.files() == ["TEAM/a-b.md"])
    }

    @Test("two connectors may share a folder")
    func connectors() async throws {
        var paths: Set<String> = []
        for connector in ["one", "two", "three"] {
            paths.insert(try await sink.push(Documents.page("1", "Home", connector: connector)).documentID)
        }
        #expect(paths.count == 3)
        #expect(try folder.files().count == 3)
    }

    @Test("a tree too deep for a path goes on beside it")
    func deep() async throws {
        let titles = (0..<200).map { "Level \($0) " + String(repeating: "x", count: 80) }
        for depth in [30, 60, 199] {
            let page = Documents.page("p\(depth)", titles[depth], under: Array(titles.prefix(depth)))
            let receipt = try await sink.push(page)
            #expect(receipt.documentID.utf8.count < 3500)
            #expect(folder.exists(receipt.documentID))
        }
    }
}

extension String {
    fileprivate var precomposedBytes: Int { precomposedStringWithCanonicalMapping.utf8.count }
}
