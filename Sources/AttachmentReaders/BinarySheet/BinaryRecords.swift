/// The records of a binary part, one after the other (Microsoft, "[MS-XLSB]", §2.1.4).
struct BinaryRecords {
    private let source: any ByteSource
    private var buffer: [UInt8] = []
    private var place = 0
    private(set) var data: [UInt8] = []
    /// A longer record is read to its end, and only its start kept.
    private static let longest = 1 << 20
    private static let piece = 64 << 10

    init(_ source: any ByteSource) { self.source = source }

    /// - Returns: the kind of the next record, whose bytes are then in ``data``; `nil` at the end.
    mutating func next() -> Int? {
        guard let kind = variable(bytes: 2), let size = variable(bytes: 4) else { return nil }
        data.removeAll(keepingCapacity: true)
        var left = size
        while left > 0 {
            if place == buffer.count, !fill() { return nil }
            let count = min(left, buffer.count - place)
            let kept = min(count, Self.longest - data.count)
            if kept > 0 { data += buffer[place..<place + kept] }
            place += count
            left -= count
        }
        return kind
    }

    /// Seven bits a byte, the lowest first; the eighth says that another follows.
    private mutating func variable(bytes: Int) -> Int? {
        var number = 0
        for index in 0..<bytes {
            if place == buffer.count, !fill() { return nil }
            let byte = buffer[place]
            place += 1
            number |= Int(byte & 0x7F) << (7 * index)
            if byte & 0x80 == 0 { break }
        }
        return number
    }

    private mutating func fill() -> Bool {
        buffer = [UInt8](unsafeUninitializedCapacity: Self.piece) { buffer, count in
            count = source.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        place = 0
        return !buffer.isEmpty
    }
}

extension [UInt8] {
    /// A text with the number of its UTF-16 units in front, and where it ends. Empty where there is none.
    func countedText(at offset: Int) -> (text: String, end: Int) {
        let units = uint32(at: offset)
        guard units != 0xFFFF_FFFF, units <= (count - offset - 4) / 2 else { return ("", offset + 4) }
        return (utf16(at: offset + 4, units: units), offset + 4 + 2 * units)
    }
}
