/// Numbers as Microsoft's formats store them. Outside of the bytes everything is 0.
extension [UInt8] {
    func uint8(at offset: Int) -> Int {
        offset >= 0 && offset < count ? Int(self[offset]) : 0
    }

    func uint16(at offset: Int) -> Int {
        guard offset >= 0, offset <= count - 2 else { return 0 }
        return Int(self[offset]) | Int(self[offset + 1]) << 8
    }

    func uint32(at offset: Int) -> Int {
        uint16(at: offset) | uint16(at: offset + 2) << 16
    }

    func int32(at offset: Int) -> Int {
        Int(Int32(truncatingIfNeeded: uint32(at: offset)))
    }

    func uint64(at offset: Int) -> UInt64 {
        UInt64(uint32(at: offset)) | UInt64(uint32(at: offset + 4)) << 32
    }

    func double(at offset: Int) -> Double {
        Double(bitPattern: uint64(at: offset))
    }

    /// Up to `count` bytes from `offset`; fewer at the end, none outside.
    func slice(_ offset: Int, _ length: Int) -> [UInt8] {
        guard offset >= 0, offset < count, length > 0 else { return [] }
        return Array(self[offset..<offset + Swift.min(length, count - offset)])
    }

    /// Text of `units` UTF-16 code units; unpaired halves become U+FFFD.
    func utf16(at offset: Int, units: Int) -> String {
        guard offset >= 0, offset < count, units > 0 else { return "" }
        let units = Swift.min(units, (count - offset) / 2)
        return String(
            decoding: (0..<units).map { UInt16(truncatingIfNeeded: uint16(at: offset + 2 * $0)) }, as: UTF16.self)
    }
}
