internal import Synchronization

/// How far the jobs of one lease have come: whether the sink may have something of them.
final class LeaseProgress: Sendable {
    private let writing = Atomic(false)

    var hasBegunWriting: Bool { writing.load(ordering: .acquiring) }

    func beginWriting() { writing.store(true, ordering: .releasing) }
}
