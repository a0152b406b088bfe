/// Damages files in ways that can be repeated: SplitMix64 from a fixed start.
package struct Mutator: RandomNumberGenerator {
    private var state: UInt64
    /// What the format's readers listen to.
    package var pieces: [[UInt8]]

    package init(seed: UInt64, pieces: [String] = []) {
        state = seed
        self.pieces =
            pieces.map { Array($0.utf8) } + [[0], [0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [0xE2, 0x80]]
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Cuts, repeats, puts in and changes, one to six times.
    package mutating func damaged(_ whole: [UInt8]) -> [UInt8] {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...6, using: &self) where bytes.count > 4 {
            let place = Int.random(in: 0..<bytes.count, using: &self)
            let length = min(Int.random(in: 1...40, using: &self), bytes.count - place)
            switch Int.random(in: 0..<8, using: &self) {
            case 0: bytes.removeSubrange(place..<(place + length))
            case 1: bytes.insert(contentsOf: pieces.randomElement(using: &self) ?? [], at: place)
            case 2:
                bytes.insert(
                    contentsOf: bytes[place..<(place + length)], at: Int.random(in: 0...bytes.count, using: &self))
            case 3: bytes.removeLast(length)
            case 4:
                // Formats of fixed places: what follows stays where it was.
                let piece = pieces.randomElement(using: &self) ?? []
                bytes.replaceSubrange(
                    place..<min(place + piece.count, bytes.count), with: piece.prefix(bytes.count - place))
            default: bytes[place] = UInt8.random(in: 0...255, using: &self)
            }
        }
        return bytes
    }
}
