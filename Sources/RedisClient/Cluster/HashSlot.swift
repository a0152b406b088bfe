/// The slot of a cluster that a key belongs to (Redis Cluster specification, "Key distribution model"): CRC16 of the key,
/// or of what stands in its first `{…}`, modulo 16384.
package enum HashSlot {
    static let count = 16384

    package static func of(_ key: [UInt8]) -> Int {
        var checksum: UInt16 = 0
        for byte in tag(of: key) ?? key[...] {
            checksum = checksum << 8 ^ table[Int(checksum >> 8 ^ UInt16(byte))]
        }
        return Int(checksum) % count
    }

    /// What stands between the first `{` and the next `}`, unless that is nothing.
    static func tag(of key: [UInt8]) -> ArraySlice<UInt8>? {
        guard let open = key.firstIndex(of: UInt8(ascii: "{")),
            let close = key[open...].firstIndex(of: UInt8(ascii: "}")), close > open + 1
        else { return nil }
        return key[(open + 1)..<close]
    }

    /// CRC-16/XMODEM: polynomial 0x1021, begun at 0.
    private static let table: [UInt16] = (0..<256).map { byte in
        (0..<8).reduce(UInt16(byte) << 8) { value, _ in value & 0x8000 == 0 ? value << 1 : value << 1 ^ 0x1021 }
    }
}
