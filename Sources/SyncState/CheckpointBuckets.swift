package import ConfluenceModel

/// Spreads objects over 2^k hashes of about a hundred entries, which Redis keeps as compact lists
/// (`hash-max-listpack-entries` is 128). Chosen once, when the connector is first seen.
package struct CheckpointBuckets: Sendable, Hashable {
    package let exponent: Int

    package init?(exponent: Int) {
        guard (6...24).contains(exponent) else { return nil }
        self.exponent = exponent
    }

    private init(clamped exponent: Int) { self.exponent = min(max(exponent, 6), 24) }

    /// - Parameter expectedObjects: pages, blog posts and attachments; `nil` when not known, which is taken for 100,000.
    package init(expectedObjects: Int?) {
        let buckets = max((expectedObjects ?? 100_000) / 100, 1)
        self.init(clamped: Int.bitWidth - (buckets - 1).leadingZeroBitCount)
    }

    package var count: Int { 1 << exponent }

    package func index(of id: ContentID) -> Int {
        Int(Self.hash(id.rawValue.utf8) & UInt32(count - 1))
    }

    /// FNV-1a, 32 bits (draft-eastlake-fnv).
    static func hash(_ bytes: some Sequence<UInt8>) -> UInt32 {
        bytes.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    }
}
