internal import Synchronization

/// How large a text LH42 takes, learned from what it refused.
final class SizeLimit: Sendable {
    /// Below this a refusal is no matter of size.
    static let least = 32 << 10

    private let refused = Mutex(Int.max)

    /// - Parameter bytes: of the text of one request that was answered with 413.
    func refuse(_ bytes: Int) { refused.withLock { $0 = max(Self.least, min($0, bytes)) } }

    /// How many parts to start with: a power of two, so that every attempt cuts the same way.
    func parts(for bytes: Int) -> Int {
        let limit = refused.withLock { $0 }
        var count = 1
        while bytes / count >= limit { count *= 2 }
        return count
    }
}
