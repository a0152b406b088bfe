package import SyncState

/// What becomes of the deletions in one space. A person's word holds for those it was given for.
package enum HoldingVerdict: Equatable {
    case release
    case hold
    /// They were rejected before.
    case keep(HeldDeletions)

    /// - Parameters:
    ///   - absent: objects that are no longer listed.
    ///   - others: those among them that were still listed when `known` was held.
    ///   - known: what was held in the space before.
    ///   - isHeld: whether the rules would hold so many.
    package init(on absent: Int, others: Int, _ known: HeldDeletions?, isHeld: (Int) -> Bool) {
        self = absent > 0 && isHeld(absent) ? .hold : .release
        guard let known, absent > 0 else { return }
        switch known.decision {
        case .waiting: break
        case .rejected: if absent <= known.absent { self = .keep(known) }
        case .confirmed: self = others > 0 && isHeld(others) ? .hold : .release
        }
    }
}
