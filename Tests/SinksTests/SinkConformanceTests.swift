import Sinks
import Testing

/// What every sink promises.
@Suite("Every sink")
struct SinkConformanceTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("a pushed document can be read back", arguments: SinkUnderTest.allCases)
    func push(kind: SinkUnderTest) async throws {
        let sink = kind.make(in: folder)
        try await sink.check()
        let results = await sink.push([
            SinkUpsert(document: Documents.page("1", "Home")), SinkUpsert(document: Documents.page("2", "Plan")),
        ])
        #expect(results.count == 2)
        #expect(try Set(results.map { try $0.get() }).count == 2)
        try await sink.finish()
        #expect(
            try kind.contents(in: folder) == [
                "confluence:main:page:1": .init(title: "Home", text: "Text.\n"),
                "confluence:main:page:2": .init(title: "Plan", text: "Text.\n"),
            ])
    }

    @Test("pushing again replaces, with or without the receipt", arguments: SinkUnderTest.allCases)
    func again(kind: SinkUnderTest) async throws {
        let sink = kind.make(in: folder)
        let first = try await sink.push(Documents.page("1", "Home"))
        let same = try await sink.push(Documents.page("1", "Home", version: 2, text: "New.\n"))
        #expect(same == first)
        try await sink.push(Documents.page("1", "House", version: 3, text: "Newer.\n"), after: same)
        #expect(
            try kind.contents(in: folder) == ["confluence:main:page:1": .init(title: "House", text: "Newer.\n")])
    }

    @Test(
        "a patch changes the title and keeps the text, or asks for the whole document",
        arguments: SinkUnderTest.allCases)
    func patch(kind: SinkUnderTest) async throws {
        let sink = kind.make(in: folder)
        let receipt = try await sink.push(Documents.page("1", "Home", text: "# Odd\n\n---\n\ntext\n"))
        do {
            _ = try await sink.patch(Documents.page("1", "House", version: 2, text: ""), after: receipt)
            #expect(try kind.contents(in: folder)["confluence:main:page:1"]?.title == "House")
        } catch let error as SinkError {
            #expect(error.remedy == .recreate)
        }
        #expect(try kind.contents(in: folder)["confluence:main:page:1"]?.text == "# Odd\n\n---\n\ntext\n")
    }

    @Test("a patch of a document that is not there asks for the whole document", arguments: SinkUnderTest.allCases)
    func patchMissing(kind: SinkUnderTest) async throws {
        let sink = kind.make(in: folder)
        let error = await #expect(throws: SinkError.self) {
            try await sink.patch(Documents.page("1", "House"), after: SinkReceipt(documentID: "TEAM/Home.md"))
        }
        #expect(error?.remedy == .recreate)
    }

    @Test("a deleted document is gone, and deleting it again is fine", arguments: SinkUnderTest.allCases)
    func delete(kind: SinkUnderTest) async throws {
        let sink = kind.make(in: folder)
        let page = Documents.page("1", "Home")
        let receipt = try await sink.push(page)
        try await sink.delete(page, receipt)
        try await sink.delete(page, receipt)
        try await sink.delete(page, nil)
        #expect(try kind.contents(in: folder).isEmpty)
    }

    @Test("an empty call gives an empty answer", arguments: SinkUnderTest.allCases)
    func empty(kind: SinkUnderTest) async throws {
        let sink = kind.make(in: folder)
        #expect(await sink.push([]).isEmpty)
        #expect(await sink.patch([]).isEmpty)
        #expect(await sink.delete([]).isEmpty)
    }

    @Test("many tasks at once lose nothing", arguments: SinkUnderTest.allCases)
    func concurrent(kind: SinkUnderTest) async throws {
        let sink = kind.make(in: folder)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    let documents = (0..<25).map { Documents.page("\(task * 25 + $0)", "Same title") }
                    for result in await sink.push(documents.map { SinkUpsert(document: $0) }) {
                        #expect(throws: Never.self) { try result.get() }
                    }
                }
            }
        }
        #expect(try kind.contents(in: folder).count == 200)
    }

    @Test("it lists what it holds of one connector, or says that it cannot", arguments: SinkUnderTest.allCases)
    func holdings(kind: SinkUnderTest) async throws {
        let sink = kind.make(in: folder)
        let receipt = try await sink.push(Documents.page("1", "Home", version: 7))
        try await sink.push(Documents.page("1", "Home", connector: "other"))
        var found: [SinkHolding] = []
        do {
            try await sink.holdings(of: "main") { found.append($0) }
            let expected = SinkHolding(
                externalID: "confluence:main:page:1", receipt: receipt, syncToken: "1:7", version: 7,
                contentHash: "hash-7")
            #expect(found == [expected])
        } catch let error as SinkError {
            #expect(error.code == .unsupported)
        }
    }

    @Test("the fingerprint names kind and place", arguments: SinkUnderTest.allCases)
    func fingerprint(kind: SinkUnderTest) async throws {
        let sink = kind.make(in: folder)
        #expect(sink.fingerprint.hasPrefix("\(sink.kind):\(folder.path)"))
        #expect(sink.fingerprint == kind.make(in: folder).fingerprint)
    }

    @Test("a place that is a file where a folder is needed is refused with its path", arguments: SinkUnderTest.allCases)
    func blocked(kind: SinkUnderTest) async throws {
        try folder.write("", to: "out")
        let sink = kind.make(in: folder)
        let error = await #expect(throws: SinkError.self) { try await sink.check() }
        #expect(error?.remedy == .stopRun)
        #expect(error?.message.contains(folder.path + "/out") == true)
        let pushed = await #expect(throws: SinkError.self) { try await sink.push(Documents.page("1", "Home")) }
        #expect(pushed?.remedy == .stopRun)
    }
}
