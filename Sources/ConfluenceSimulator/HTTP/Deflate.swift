/// Packs bytes as gzip (RFC 1952): DEFLATE (RFC 1951) with the fixed code, and repetitions found by a table of four bytes.
/// Quick rather than tight: JSON shrinks to about a quarter.
struct Deflate {
    /// Codes as they are sent, lowest bit first, and their widths (RFC 1951, 3.2.6).
    private static let literals: [(bits: UInt64, width: UInt64)] = (0..<288).map { symbol in
        let (code, width) =
            switch symbol {
            case 0..<144: (0x30 + symbol, 8)
            case 144..<256: (0x190 + symbol - 144, 9)
            case 256..<280: (symbol - 256, 7)
            default: (0xC0 + symbol - 280, 8)
            }
        return (reversed(code, width), UInt64(width))
    }
    /// For each length from 0 to 258 its code with the bits that follow; the first three are never used.
    private static let lengths: [(bits: UInt64, width: UInt64)] = (0...258).map { length in
        guard length > 2 else { return (0, 0) }
        if length == 258 { return literals[285] }
        let from = length - 3
        let extra = from < 8 ? 0 : highest(from) - 2
        let symbol = from < 8 ? 257 + from : 257 + 4 * extra + from >> extra
        let (bits, width) = literals[symbol]
        return (bits | UInt64(from & (1 << extra - 1)) << width, width + UInt64(extra))
    }

    private static func reversed(_ code: Int, _ width: Int) -> UInt64 {
        (0..<width).reduce(0) { $0 << 1 | UInt64(code >> $1 & 1) }
    }

    private static func highest(_ value: Int) -> Int { Int.bitWidth - 1 - value.leadingZeroBitCount }

    private var output: [UInt8]
    private var bits: UInt64 = 0
    private var count: UInt64 = 0

    private init(_ output: [UInt8]) { self.output = output }

    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var packer = Deflate([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
        packer.output.reserveCapacity(bytes.count / 3 + 64)
        bytes.withUnsafeBufferPointer { packer.pack($0) }
        packer.output.append(little: Checksum.crc32(bytes))
        packer.output.append(little: UInt32(truncatingIfNeeded: bytes.count))
        return packer.output
    }

    private mutating func pack(_ bytes: UnsafeBufferPointer<UInt8>) {
        let (literals, lengths) = (Deflate.literals, Deflate.lengths)
        // One last block, fixed code.
        put((0b011, 3))
        var seen = [Int](repeating: -1, count: 1 << 13)
        var place = 0
        while place < bytes.count {
            var length = 0
            var before = -1
            if place + 4 <= bytes.count {
                let four = UnsafeRawPointer(bytes.baseAddress)?.loadUnaligned(fromByteOffset: place, as: UInt32.self)
                let slot = Int(((four ?? 0) &* 0x9E37_79B1) >> 19)
                before = seen[slot]
                seen[slot] = place
                if before >= 0, place - before <= 32_768 {
                    let most = min(258, bytes.count - place)
                    while length < most, bytes[before + length] == bytes[place + length] { length += 1 }
                }
            }
            if length >= 4 {
                put(lengths[length])
                put(Deflate.distance(place - before))
                place += length
            } else {
                put(literals[Int(bytes[place])])
                place += 1
            }
        }
        put(literals[256])
        if count > 0 { output.append(UInt8(truncatingIfNeeded: bits)) }
    }

    /// Two codes for each power of two, then the rest of the number.
    private static func distance(_ distance: Int) -> (bits: UInt64, width: UInt64) {
        let from = distance - 1
        if from < 2 { return (reversed(from, 5), 5) }
        let extra = highest(from) - 1
        let code = 2 * extra + from >> extra
        return (reversed(code, 5) | UInt64(from & (1 << extra - 1)) << 5, 5 + UInt64(extra))
    }

    private mutating func put(_ code: (bits: UInt64, width: UInt64)) {
        bits |= code.bits << count
        count += code.width
        while count >= 8 {
            output.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
            count -= 8
        }
    }
}
