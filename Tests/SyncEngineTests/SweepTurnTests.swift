import ConfluenceModel
import SyncEngine
import SyncState
import Testing

@Suite("Spaces whose turn it is to be swept")
struct SweepTurnTests {
    private func space(_ key: String, _ objects: Int, swept: Int?) -> SpaceRecord {
        var space = SpaceRecord(
            id: SpaceID(key), key: key, name: "", type: "global", status: "current", ordinal: 1)
        space.objects = objects
        space.sweptAt = swept
        return space
    }

    @Test("all are swept at once where that costs no more than its budget")
    func all() {
        // 100,000 objects: 400 requests for the listing and 500 for labels and restrictions.
        #expect(SweepTurn(of: [space("A", 100_000, swept: 1), space("B", 100_000, swept: 2)]) == nil)
        #expect(SweepTurn(of: []) == nil)
        #expect(SweepTurn(of: [space("A", 100_000_000, swept: 1)]) == nil)
    }

    @Test("those that waited longest come first, never swept ones before them, as many as the budget allows")
    func oldest() {
        let spaces = [
            space("NEW", 0, swept: nil), space("C", 100_000, swept: 3), space("A", 100_000, swept: 1),
            space("B", 100_000, swept: 2),
        ]
        #expect(SweepTurn(of: spaces)?.keys == ["NEW", "A", "B"])
        #expect(SweepTurn(of: spaces, budget: 100)?.keys == ["NEW"])
    }

    @Test("a space that costs more than the budget takes its turn alone")
    func large() {
        let spaces = [space("HUGE", 10_000_000, swept: 1), space("A", 1000, swept: 2)]
        #expect(SweepTurn(of: spaces)?.keys == ["HUGE"])
    }

    @Test("every space has its turn before any has a second one")
    func turns() {
        var spaces = (0..<40).map { space("S\($0)", 50_000, swept: 1) }
        var counts: [String: Int] = [:]
        for now in 2..<12 {
            for key in SweepTurn(of: spaces)?.keys ?? [] {
                counts[key, default: 0] += 1
                for index in spaces.indices where spaces[index].key == key { spaces[index].sweptAt = now }
            }
        }
        // 450 requests each, four a turn, ten turns: once around.
        #expect(counts.count == 40 && counts.values.allSatisfy { $0 == 1 })
    }

    @Test("a space that is never swept to its end has its turns like the others")
    func hopeless() {
        var spaces = (0..<3).map { space("S\($0)", 450_000, swept: $0 == 0 ? nil : 1) }
        var counts: [String: Int] = [:]
        for now in 2..<8 {
            for key in SweepTurn(of: spaces)?.keys ?? [] {
                counts[key, default: 0] += 1
                for index in spaces.indices where spaces[index].key == key {
                    spaces[index].turnAt = now
                    if key != "S0" { spaces[index].sweptAt = now }
                }
            }
        }
        #expect(counts == ["S0": 2, "S1": 2, "S2": 2])
    }

    @Test("numbers that cannot be right do no harm")
    func absurd() {
        let most = Int(UInt32.max)
        #expect(SweepTurn(of: (0..<100).map { space("S\($0)", most, swept: .max) })?.keys.count == 1)
    }
}
