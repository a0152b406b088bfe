import Sinks
import Testing

/// What every sink promises.
@Suite("Every sink")
struct SinkConformanceTests {
    @Test("a pushed document can be read back", arguments: SinkUnderTest.allCases)
    func push(kind: SinkUnderTest) async throws {
        try await kind.test { bench in
            let sink = try bench.make()
            try await sink.check()
            let results = await sink.push([
                SinkUpsert(document: Documents.page("1", "Home")), SinkUpsert(document: Documents.page("2", "Plan")),
            ])
            #expect(results.count == 2)
            #expect(try Set(results.map { try $0.get() }).count == 2)
            try await sink.finish()
            #expect(
                try bench.contents() == [
                    "confluence:main:page:1": .init(title: "Home", text: "Text.\n"),
                    "confluence:main:page:2": .init(title: "Plan", text: "Text.\n"),
                ])
        }
    }

    @Test("pushing again replaces, with the receipt or when it may have arrived", arguments: SinkUnderTest.allCases)
    func again(kind: SinkUnderTest) async throws {
        try await kind.test { bench in
            let sink = try bench.make()
            try await sink.push(Documents.page("1", "Home"))
            let second = try await sink.push(
                Documents.page("1", "Home", version: 2, text: "New.\n"), mayHaveArrived: true)
            try await sink.push(Documents.page("1", "House", version: 3, text: "Newer.\n"), after: second)
            #expect(
                try bench.contents() == ["confluence:main:page:1": .init(title: "House", text: "Newer.\n")])
        }
    }

    @Test("pushing the same again, as after a crash, leaves one document", arguments: SinkUnderTest.allCases)
    func same(kind: SinkUnderTest) async throws {
        try await kind.test { bench in
            let sink = try bench.make()
            let page = Documents.page("1", "Home")
            let first = try await sink.push(page)
            let same = try await sink.push(page, mayHaveArrived: true)
            #expect(same == first)
            #expect(try bench.contents() == ["confluence:main:page:1": .init(title: "Home", text: "Text.\n")])
        }
    }

    @Test(
        "a patch changes the title and keeps the text, or asks for the whole document",
        arguments: SinkUnderTest.allCases)
    func patch(kind: SinkUnderTest) async throws {
        try await kind.test { bench in
            let sink = try bench.make()
            let receipt = try await sink.push(Documents.page("1", "Home", text: "# Odd\n\n---\n\ntext\n"))
            do {
                _ = try await sink.patch(Documents.page("1", "House", version: 2, text: ""), after: receipt)
                #expect(try bench.contents()["confluence:main:page:1"]?.title == "House")
            } catch let error as SinkError {
                #expect(error.remedy == .recreate)
            }
            #expect(try bench.contents()["confluence:main:page:1"]?.text == "# Odd\n\n---\n\ntext\n")
        }
    }

    @Test("a patch of a document that is not there asks for the whole document", arguments: SinkUnderTest.allCases)
    func patchMissing(kind: SinkUnderTest) async throws {
        try await kind.test { bench in
            let sink = try bench.make()
            let error = await #expect(throws: SinkError.self) {
                try await sink.patch(Documents.page("1", "House"), after: SinkReceipt(documentID: "TEAM/Home.md"))
            }
            #expect(error?.remedy == .recreate)
        }
    }

    @Test("a deleted document is gone, and deleting it again is fine", arguments: SinkUnderTest.allCases)
    func delete(kind: SinkUnderTest) async throws {
        try await kind.test { bench in
            let sink = try bench.make()
            let page = Documents.page("1", "Home")
            let receipt = try await sink.push(page)
            try await sink.delete(page, receipt)
            try await sink.delete(page, receipt)
            try await sink.delete(page, nil)
            #expect(try bench.contents().isEmpty)
        }
    }

    @Test("an empty call gives an empty answer", arguments: SinkUnderTest.allCases)
    func empty(kind: SinkUnderTest) async throws {
        try await kind.test { bench in
            let sink = try bench.make()
            #expect(await sink.push([]).isEmpty)
            #expect(await sink.patch([]).isEmpty)
            #expect(await sink.delete([]).isEmpty)
        }
    }

    @Test("many tasks at once lose nothing", arguments: SinkUnderTest.allCases)
    func concurrent(kind: SinkUnderTest) async throws {
        try await kind.test { bench in
            let sink = try bench.make()
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
            #expect(try bench.contents().count == 200)
        }
    }

    @Test("it lists what it holds of one connector, or says that it cannot", arguments: SinkUnderTest.allCases)
    func holdings(kind: SinkUnderTest) async throws {
        try await kind.test { bench in
            let sink = try bench.make()
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
    }

    @Test("it is empty until the first document is there", arguments: SinkUnderTest.allCases)
    func emptiness(kind: SinkUnderTest) async throws {
        try await kind.test { bench in
            let sink = try bench.make()
            try await sink.check()
            #expect(await sink.isEmpty())
            try await sink.push(Documents.page("1", "Home"))
            #expect(await !sink.isEmpty())
        }
    }

    @Test("the fingerprint names kind and place", arguments: SinkUnderTest.allCases)
    func fingerprint(kind: SinkUnderTest) async throws {
        try await kind.test { bench in
            let sink = try bench.make()
            #expect(sink.fingerprint.hasPrefix("\(sink.kind):\(bench.place)"))
            #expect(sink.fingerprint == (try bench.make().fingerprint))
        }
    }

    @Test("a place that is a file where a folder is needed is refused with its path", arguments: SinkUnderTest.files)
    func blocked(kind: SinkUnderTest) async throws {
        try await kind.test { bench in
            try bench.folder.write("", to: "out")
            let sink = try bench.make()
            let error = await #expect(throws: SinkError.self) { try await sink.check() }
            #expect(error?.remedy == .stopRun)
            #expect(error?.message.contains(bench.folder.path + "/out") == true)
            let pushed = await #expect(throws: SinkError.self) { try await sink.push(Documents.page("1", "Home")) }
            #expect(pushed?.remedy == .stopRun)
        }
    }
}
