/// How far a listing has come, and what one of its answers held: enough to find any circle it goes in, whatever its
/// length, without keeping the way (Brent, "An improved Monte Carlo factorization algorithm", 1980, section 2).
struct Trail: Hashable {
    /// Answers so far.
    var steps = 0
    /// Of the answer at the last power of two of steps.
    var mark: UInt64 = 0

    /// Answers after which a listing counts as endless.
    static let longest = 100_000

    /// - Parameter sign: of this answer's elements; `nil`: they have no ids.
    /// - Returns: `nil` where this answer was seen before, or one too many.
    func followed(by sign: UInt64?) -> Trail? {
        guard steps < Self.longest else { return nil }
        var next = self
        next.steps += 1
        guard let sign else { return next }
        if steps > 0, sign == mark { return nil }
        if next.steps & (next.steps - 1) == 0 { next.mark = sign }
        return next
    }
}

extension Trail {
    /// Equal for the same elements in the same order, in every process (FNV-1a over their ids); `nil` where one has none.
    static func sign(of elements: [JSON]) -> UInt64? {
        guard !elements.isEmpty else { return nil }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        for element in elements {
            guard let id = element["id"].text ?? element["content"]["id"].text else { return nil }
            id.utf8.forEach(add)
            add(0)
        }
        return hash
    }
}
