/// Kinds of records that matter to a reader of the text (Microsoft, "[MS-PPT]", §2.13.24; "[MS-ODRAW]").
enum PPTKind: Int {
    case document = 0x03E8
    case slide = 0x03EE
    case slideAtom = 0x03EF
    case notes = 0x03F0
    case slidePersist = 0x03F3
    case mainMaster = 0x03F8
    case showInfo = 0x03F9
    case placeholder = 0x0BC3
    case drawing = 0x040C
    case slideList = 0x0FF0
    case textReference = 0x0F9E
    case textHeader = 0x0F9F
    case textUnits = 0x0FA0
    case textStyle = 0x0FA1
    case textBytes = 0x0FA8
    case string = 0x0FBA
    case slideNumberMark = 0x0FD8
    case dateMark = 0x0FF7
    case genericDateMark = 0x0FF8
    case headerMark = 0x0FF9
    case footerMark = 0x0FFA
    case richDateMark = 0x1015
    case userEdit = 0x0FF5
    case persistDirectory = 0x1772
    case programTags = 0x1388
    case programTag = 0x138A
    case tagData = 0x138B
    case comment = 0x2EE0

    case drawingGroup = 0xF002
    case shapeGroup = 0xF003
    case shape = 0xF004
    case shapeAtom = 0xF00A
    case properties = 0xF00B
    case moreProperties = 0xF122
    case textBox = 0xF00D
    case childAnchor = 0xF00F
    case anchor = 0xF010
    case clientData = 0xF011
}

/// One record in the stream `PowerPoint Document`.
struct PPTRecord {
    let kind: PPTKind?
    /// Tells apart records of the same kind.
    let instance: Int
    let data: Range<Int>

    static let headerSize = 8

    /// The record at an offset; cut off where its surroundings end.
    init?(_ bytes: [UInt8], at offset: Int, within end: Int) {
        guard offset >= 0, offset <= end - Self.headerSize, end <= bytes.count else { return nil }
        kind = PPTKind(rawValue: bytes.uint16(at: offset + 2))
        instance = bytes.uint16(at: offset) >> 4
        let start = offset + Self.headerSize
        data = start..<min(end, start + bytes.uint32(at: offset + 4))
    }
}

/// The records inside a container, one after the other.
struct PPTRecords: Sequence, IteratorProtocol {
    let bytes: [UInt8]
    private var offset: Int
    private let end: Int

    init(_ bytes: [UInt8], in data: Range<Int>) {
        self.bytes = bytes
        offset = data.lowerBound
        end = data.upperBound
    }

    mutating func next() -> PPTRecord? {
        guard let record = PPTRecord(bytes, at: offset, within: end) else { return nil }
        offset = record.data.upperBound
        return record
    }
}
