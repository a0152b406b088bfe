import ConfluenceModel
import SyncEngine
import SyncState
import Testing

@Suite("What becomes of deletions that were held")
struct HoldingVerdictTests {
    private func held(_ absent: Int, _ decision: HeldDeletions.Decision) -> HeldDeletions {
        let space = SpaceRecord(
            id: SpaceID("1"), key: "ENG", name: "", type: "global", status: "current", ordinal: 3)
        var held = HeldDeletions(space: space, absent: absent, all: 100, reason: "", run: "r", sweep: 4, since: 0)
        held.decision = decision
        return held
    }

    private func verdict(
        _ absent: Int, others: Int = 0, isHeld: Bool = true, _ known: HeldDeletions?
    ) -> HoldingVerdict {
        HoldingVerdict(on: absent, others: others, known) { _ in isHeld }
    }

    @Test("the rules decide where nobody has said anything")
    func undecided() {
        #expect(verdict(30, nil) == .hold)
        #expect(verdict(3, isHeld: false, nil) == .release)
        #expect(verdict(30, held(30, .waiting)) == .hold)
        #expect(verdict(0, held(30, .waiting)) == .release)
    }

    @Test("rejected ones stay, also when so many came back that the rest would go unasked")
    func rejected() {
        #expect(verdict(30, held(30, .rejected)) == .keep(held(30, .rejected)))
        #expect(verdict(8, isHeld: false, held(30, .rejected)) == .keep(held(30, .rejected)))
        #expect(verdict(31, others: 1, held(30, .rejected)) == .hold)
    }

    @Test("confirmed ones go although not all are gone yet; others are judged, however many were confirmed")
    func confirmed() {
        #expect(verdict(28, held(30, .confirmed)) == .release)
        #expect(verdict(25, others: 25, held(30, .confirmed)) == .hold)
        let known = held(1000, .confirmed)
        #expect(HoldingVerdict(on: 950, others: 900, known) { $0 > 20 } == .hold)
        #expect(HoldingVerdict(on: 950, others: 5, known) { $0 > 20 } == .release)
    }
}
