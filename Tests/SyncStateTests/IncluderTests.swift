import ConfluenceModel
import RedisClient
import SyncState
import TestSupport
import Testing

@Suite("Who shows what", .redis)
struct IncluderTests {
    private let connector = "i\(UInt32.random(in: 0 ... .max))"
    private let shown = Shown.content(ContentID("7"))

    private func open() async throws -> SyncState {
        try await SyncState.open(redis: try await RedisSuite.client(), connector: connector)
    }

    private func includers(_ state: SyncState, of shown: Shown) async throws -> [String: ShownState] {
        var all: [String: ShownState] = [:]
        try await state.includers(of: shown) { for one in $0 { all[one.includer] = one.state } }
        return all
    }

    @Test("what includers show and what was announced stand side by side")
    func announced() async throws {
        let state = try await open()
        #expect(try await state.shown(among: [shown]).isEmpty)
        try await state.note([(shown, "p:1", ShownState(version: 3)), (shown, "b:2", .unsettled)])
        #expect(try await state.shown(among: [shown, .content(ContentID("8"))]) == [shown])
        #expect(try await state.announced([shown]).isEmpty)
        try await state.announce(shown, .hidden, of: ContentID("7"))
        #expect(try await state.announced([shown])[shown]?.state == .hidden)
        #expect(try await includers(state, of: shown) == ["p:1": ShownState(version: 3), "b:2": .unsettled])
    }

    @Test("whoever comes to bear a name is found by it, whatever its case, and only in its space")
    func titles() async throws {
        let state = try await open()
        let title = Shown.title(spaceKey: "ENG", title: "Über uns")
        try await state.note([(title, "p:1", .unsettled)])
        try await state.announce(title, ShownState(version: 1), of: ContentID("9"))
        let same = Shown.title(spaceKey: "eng", title: "über Uns")
        let other = Shown.title(spaceKey: "OPS", title: "Über uns")
        let found = try await state.announced([same, other])
        #expect(found[same]?.content == ContentID("9") && found[other] == nil)
    }

    @Test("an includer that has spoken since is not forgotten")
    func forgotten() async throws {
        let state = try await open()
        try await state.note([(shown, "p:1", ShownState(version: 3)), (shown, "p:2", ShownState(version: 3))])
        try await state.note([(shown, "p:2", ShownState(version: 4))])
        try await state.forget(
            [("p:1", ShownState(version: 3)), ("p:2", ShownState(version: 3))], of: shown)
        #expect(try await includers(state, of: shown) == ["p:2": ShownState(version: 4)])
    }

    @Test("thousands of includers come in parts")
    func many() async throws {
        let state = try await open()
        try await state.note((1...3000).map { (shown, "p:\($0)", ShownState(version: $0)) })
        var largest = 0
        var all: Set<String> = []
        try await state.includers(of: shown) {
            largest = max(largest, $0.count)
            all.formUnion($0.map(\.includer))
        }
        #expect(all.count == 3000)
        #expect(largest <= 250)
    }
}
