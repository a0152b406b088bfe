/// Kinds of records that hold something to read (Microsoft, "[MS-XLS]", §2.3; BIFF5's are the same where not named apart).
enum BIFFKind: Int {
    case formula = 0x06
    case end = 0x0A
    case note = 0x1C
    case dateMode = 0x22
    case filePass = 0x2F
    case continuation = 0x3C
    case codePage = 0x42
    case object = 0x5D
    case sheet = 0x85
    case manyNumbers = 0xBD
    case richLabel = 0xD6
    case style = 0xE0
    case merged = 0xE5
    case sharedStrings = 0xFC
    case sharedLabel = 0xFD
    case textObject = 0x1B6
    case link = 0x1B8
    case number = 0x203
    case label = 0x204
    case truthOrError = 0x205
    case string = 0x207
    case shortNumber = 0x27E
    case format = 0x41E
    case begin = 0x809
    case chartText = 0x100D
}

/// Goes through the records of a workbook's stream.
struct BIFFRecords {
    struct Record {
        /// `nil`: nothing to read in it.
        let kind: BIFFKind?
        let data: Range<Int>
    }

    let bytes: [UInt8]
    private(set) var offset: Int

    init(_ bytes: [UInt8], from offset: Int) {
        self.bytes = bytes
        self.offset = max(0, offset)
    }

    /// `nil` at the end of the stream, or where it is cut off.
    mutating func next() -> Record? {
        guard offset <= bytes.count - 4 else { return nil }
        let start = offset + 4
        let end = start + bytes.uint16(at: offset + 2)
        guard end <= bytes.count else { return nil }
        let kind = BIFFKind(rawValue: bytes.uint16(at: offset))
        offset = end
        return Record(kind: kind, data: start..<end)
    }

    /// The data of a record and of those that continue it.
    mutating func segments(_ record: Record) -> [Range<Int>] {
        var segments = [record.data]
        while offset <= bytes.count - 4, bytes.uint16(at: offset) == BIFFKind.continuation.rawValue {
            guard let next = next() else { break }
            segments.append(next.data)
        }
        return segments
    }
}
