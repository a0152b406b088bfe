/// A number that looks random and depends on its inputs alone (SplitMix64's finaliser).
func mix(_ seed: UInt64, _ value: Int64, _ salt: UInt64 = 0) -> UInt64 {
    var z = seed &+ UInt64(bitPattern: value) &* 0x9E37_79B9_7F4A_7C15 &+ salt &* 0xD1B5_4A32_D192_ED03
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
}

/// A sequence of such numbers.
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func roll(_ sides: Int) -> Int {
        state = state &+ 0x9E37_79B9_7F4A_7C15
        return Int(mix(state, 0) % UInt64(max(sides, 1)))
    }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[roll(values.count)] }
}

/// A shuffling of `0..<count` that can be undone, one multiplication each way.
struct Shuffle: Sendable {
    private let count: Int
    private let factor: Int
    private let inverse: Int
    private let shift: Int

    init(count: Int, seed: UInt64) {
        self.count = max(count, 1)
        var candidate = Int(mix(seed, 1) % UInt64(self.count)) | 1
        while Shuffle.greatestCommonDivisor(candidate, self.count) != 1 { candidate += 1 }
        factor = candidate % self.count
        inverse = Shuffle.inverse(of: factor, modulo: self.count)
        shift = Int(mix(seed, 2) % UInt64(self.count))
    }

    func place(of value: Int) -> Int { (value * factor + shift) % count }

    func value(at place: Int) -> Int { (place + count - shift) % count * inverse % count }

    private static func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
        right == 0 ? left : greatestCommonDivisor(right, left % right)
    }

    private static func inverse(of value: Int, modulo count: Int) -> Int {
        var (old, new) = (value, count)
        var (oldFactor, factor) = (1, 0)
        while new != 0 {
            let quotient = old / new
            (old, new) = (new, old - quotient * new)
            (oldFactor, factor) = (factor, oldFactor - quotient * factor)
        }
        return (oldFactor % count + count) % count
    }
}
