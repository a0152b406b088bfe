/// A lease as an operator sees it.
package struct LeaseStatus: Sendable, Hashable {
    package var fence: UInt64
    /// Milliseconds since 1970, like the other two.
    package var expiresAt: Int
    /// Empty when the batch is gone: its jobs come back when the lease expires, by the auditor.
    package var worker: String
    package var claimedAt: Int
    package var deadline: Int
    /// Jobs that have not come to an end yet.
    package var jobs: Int

    /// - Parameter batch: `jobs left|worker|claimed at|deadline|ids`
    init(fence: UInt64, expiresAt: Int, batch: String) {
        let parts = batch.split(separator: "|", maxSplits: 4, omittingEmptySubsequences: false)
        func number(_ index: Int) -> Int { index < parts.count ? Int(parts[index]) ?? 0 : 0 }
        self.fence = fence
        self.expiresAt = expiresAt
        worker = parts.count > 1 ? String(parts[1]) : ""
        claimedAt = number(2)
        deadline = number(3)
        jobs = number(0)
    }
}
