import LH42Simulator
import Sinks
import Testing

@Suite("Collections of LH42")
struct LH42CollectionTests {
    @Test("the setting is an id, a name or one for each space")
    func setting() {
        #expect(LH42Collection(setting: "") == LH42Collection.none)
        #expect(LH42Collection(setting: "col_7") == .id("col_7"))
        #expect(LH42Collection(setting: "name: Team docs ") == .named("Team docs"))
        #expect(LH42Collection(setting: "space") == .perSpace)
        #expect(LH42Collection(setting: "name:") == nil)
        #expect(LH42Collection(setting: "../x") == nil)
        #expect(LH42Collection(setting: "Team docs") == nil)
    }

    @Test("a named one is made when it is missing, once, whoever comes first", arguments: [true, false])
    func named(isUnique: Bool) async throws {
        var options = LH42Options()
        options.hasUniqueCollectionNames = isUnique
        try await LH42Bench.with(options) { bench in
            await withTaskGroup(of: Void.self) { group in
                for writer in 0..<6 {
                    group.addTask {
                        await #expect(throws: Never.self) {
                            try await bench.sink(.named("Docs")).push(Documents.page("\(writer)", "Page"))
                        }
                    }
                }
            }
            #expect(bench.simulator.collections.map(\.name) == ["Docs"])
            let id = bench.simulator.collections.first?.id
            #expect(bench.simulator.documents.count { $0.collectionID == id } == 6)
        }
    }

    @Test("a collection whose creation was cut off is not made twice")
    func cutOff() async throws {
        var options = LH42Options()
        options.hasUniqueCollectionNames = false
        try await LH42Bench.with(options) { bench in
            bench.simulator.add(LH42Fault("POST /collections", .doneThenReset))
            try await bench.sink(.named("Docs")).push(Documents.page("1", "Page"))
            #expect(bench.simulator.collections.count == 1)
        }
    }

    @Test("a name that only resembles ours is another collection")
    func similar() async throws {
        try await LH42Bench.with { bench in
            try await bench.sink(.named("Docs and more")).push(Documents.page("1", "Page"))
            try await bench.sink(.named("Docs")).push(Documents.page("2", "Page"))
            #expect(bench.simulator.collections.map(\.name) == ["Docs and more", "Docs"])
        }
    }

    @Test("one for each space, named by its key, and a page that moves goes along")
    func perSpace() async throws {
        try await LH42Bench.with { bench in
            let sink = try bench.sink(.perSpace)
            let receipt = try await sink.push(Documents.page("1", "Page"))
            try await sink.push(Documents.page("2", "Page", space: "OPS"))
            #expect(bench.simulator.collections.map(\.name) == ["main TEAM", "main OPS"])
            #expect(bench.simulator.collections.map(\.description) == ["Space TEAM", "Space OPS"])
            _ = try await sink.patch(Documents.page("1", "Page", space: "OPS"), after: receipt)
            #expect(
                Set(bench.simulator.documents.map(\.collectionID)) == [bench.simulator.collections[1].id])
        }
    }

    @Test("one that somebody deleted is made again")
    func deleted() async throws {
        try await LH42Bench.with { bench in
            let sink = try bench.sink(.named("Docs"))
            try await sink.push(Documents.page("1", "Page"))
            bench.simulator.removeCollection(bench.simulator.collections[0].id)
            try await sink.push(Documents.page("2", "Page"))
            #expect(bench.simulator.collections.count == 1)
            #expect(bench.simulator.documents.last?.collectionID == bench.simulator.collections[0].id)
        }
    }

    @Test("only what is in the collection counts as held")
    func holdings() async throws {
        try await LH42Bench.with { bench in
            try await bench.sink(.named("Theirs")).push(Documents.page("1", "Page"))
            #expect(try await bench.sink(.named("Ours")).isEmpty())
            #expect(try await !bench.sink(.named("Theirs")).isEmpty())
            try await bench.sink(.named("Ours")).holdings(of: "main") { _ in Issue.record("not ours") }
            #expect(bench.simulator.collections.count == 1)
        }
    }

    @Test("a fixed id that is not there stops the run with its name")
    func missing() async throws {
        try await LH42Bench.with { bench in
            let sink = try bench.sink(.id("col_none"))
            let checked = await #expect(throws: SinkError.self) { try await sink.check() }
            #expect(checked?.remedy == .stopRun)
            #expect(checked?.message.contains("col_none") == true)
            let pushed = await #expect(throws: SinkError.self) { try await sink.push(Documents.page("1", "Page")) }
            #expect(pushed?.remedy == .stopRun)
            #expect(pushed?.message.contains("LH42_COLLECTION") == true)
        }
    }
}
