/// Ids that grow with a number and can be turned back into it, without being contiguous.
struct NumberedIDs: Sendable {
    private static let stride: Int64 = 9

    let base: Int64
    let count: Int
    let seed: UInt64

    /// The first id behind these.
    var end: Int64 { base + Int64(count) * NumberedIDs.stride + NumberedIDs.stride }

    func id(_ number: Int) -> Int64 {
        base + Int64(number) * NumberedIDs.stride + Int64(mix(seed, Int64(number), 21) % UInt64(NumberedIDs.stride))
    }

    func number(of id: Int64) -> Int? {
        guard id >= base, id < end else { return nil }
        let number = Int((id - base) / NumberedIDs.stride)
        return number < count && self.id(number) == id ? number : nil
    }
}
