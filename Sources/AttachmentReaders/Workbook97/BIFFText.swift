internal import CharacterSets

/// Reads texts out of records that may go on in further ones ("[MS-XLS]", §2.5.293, XLUnicodeRichExtendedString).
struct BIFFText {
    private let bytes: [UInt8]
    private let segments: [Range<Int>]
    private var segment = 0
    private(set) var offset: Int

    init(_ bytes: [UInt8], _ segments: [Range<Int>], at offset: Int? = nil) {
        self.bytes = bytes
        self.segments = segments
        self.offset = offset ?? segments.first?.lowerBound ?? 0
        if segments.isEmpty { segment = 0 }
    }

    /// Nothing is left.
    var isAtEnd: Bool {
        segment >= segments.count || (segment == segments.count - 1 && offset >= segments[segment].upperBound)
    }

    private mutating func settle() {
        while segment < segments.count, offset >= segments[segment].upperBound {
            segment += 1
            if segment < segments.count { offset = segments[segment].lowerBound }
        }
    }

    mutating func byte() -> Int {
        settle()
        guard segment < segments.count else { return 0 }
        defer { offset += 1 }
        return bytes.uint8(at: offset)
    }

    mutating func uint16() -> Int {
        let low = byte()
        return low | byte() << 8
    }

    mutating func uint32() -> Int {
        let low = uint16()
        return low | uint16() << 16
    }

    mutating func skip(_ count: Int) {
        var left = count
        while left > 0 {
            settle()
            guard segment < segments.count else { return }
            let step = min(left, segments[segment].upperBound - offset)
            offset += step
            left -= step
        }
    }

    /// A text with its flags in front of it, and behind it what concerns its looks.
    mutating func rich(_ count: Int) -> [UInt16] {
        let flags = byte()
        let runs = flags & 8 != 0 ? uint16() : 0
        let extra = flags & 4 != 0 ? uint32() : 0
        let units = units(count, isWide: flags & 1 != 0)
        skip(runs * 4)
        skip(extra)
        return units
    }

    /// Where a text goes on in another record, that record says anew how wide its characters are.
    mutating func units(_ count: Int, isWide: Bool) -> [UInt16] {
        var units: [UInt16] = []
        units.reserveCapacity(min(count, 65_536))
        var isWide = isWide
        while units.count < count, segment < segments.count {
            let end = segments[segment].upperBound
            if offset >= end || (isWide && offset + 1 >= end) {
                segment += 1
                guard segment < segments.count else { break }
                offset = segments[segment].lowerBound
                isWide = bytes.uint8(at: offset) & 1 != 0
                offset += 1
                continue
            }
            units.append(UInt16(truncatingIfNeeded: isWide ? bytes.uint16(at: offset) : bytes.uint8(at: offset)))
            offset += isWide ? 2 : 1
        }
        return units
    }
}
