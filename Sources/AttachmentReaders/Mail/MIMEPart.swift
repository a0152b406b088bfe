/// A mail or a part of one.
struct MIMEPart {
    let header: MIMEHeader
    let type: MIMEValue
    let disposition: MIMEValue
    let body: Range<Int>
    private(set) var children: [MIMEPart] = []

    private static let deepest = 32
    private static let most = 2_000

    init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) {
        var left = Self.most
        self.init(bytes, in: range, depth: 0, left: &left)
    }

    private init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>, depth: Int, left: inout Int) {
        header = MIMEHeader(bytes, in: range)
        type = MIMEValue(header.raw("content-type"))
        disposition = MIMEValue(header.raw("content-disposition"))
        body = min(header.end, range.upperBound)..<range.upperBound
        guard isMultipart, depth < Self.deepest, let boundary = type.bytes("boundary"), !boundary.isEmpty else {
            return
        }
        for part in Self.parts(bytes, in: body, boundary: boundary) where left > 0 {
            left -= 1
            children.append(MIMEPart(bytes, in: part, depth: depth + 1, left: &left))
        }
    }

    var isMultipart: Bool { type.value.hasPrefix("multipart/") }

    /// As the sender named the file in it.
    var name: String? { disposition["filename"] ?? type["name"] }

    /// What stands between the boundary's lines. A part whose end was cut off goes to the end.
    private static func parts(_ bytes: UnsafeRawBufferPointer, in body: Range<Int>, boundary: [UInt8]) -> [Range<Int>] {
        let mark = [0x2D, 0x2D] + boundary
        var parts: [Range<Int>] = []
        var start: Int?
        var lines = MailLines(bytes, in: body)
        var lastEnd = body.lowerBound
        while let line = lines.next() {
            if bytes[line].starts(with: mark) {
                let rest = bytes[(line.lowerBound + mark.count)..<line.upperBound]
                let isLast = rest.starts(with: [0x2D, 0x2D])
                guard isLast || rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else {
                    lastEnd = line.upperBound
                    continue
                }
                if let start { parts.append(start..<max(start, lastEnd)) }
                start = isLast ? nil : lines.offset
                if isLast { break }
            }
            lastEnd = line.upperBound
        }
        if let start, start < body.upperBound { parts.append(start..<body.upperBound) }
        return parts
    }
}
