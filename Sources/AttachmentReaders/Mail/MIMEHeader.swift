internal import CharacterSets

/// The header block of a mail or of one of its parts (RFC 5322 §2.2, RFC 2045).
struct MIMEHeader {
    /// Lower-case names with what stands behind the colon, lines unfolded.
    private var fields: [(name: String, value: [UInt8])] = []
    /// Where the body starts.
    private(set) var end: Int
    private static let most = 1_000
    private static let longest = 64 << 10

    init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) {
        var lines = MailLines(bytes, in: range)
        end = range.upperBound
        var isFirst = true
        while let line = lines.next() {
            if line.isEmpty {
                // Blank lines in front of everything mean nothing.
                if isFirst { continue }
                end = lines.offset
                return
            }
            let isFolded = bytes[line.lowerBound] == 0x20 || bytes[line.lowerBound] == 0x09
            if isFolded, !fields.isEmpty {
                append(bytes[line])
            } else if let colon = Self.colon(bytes, line) {
                guard fields.count < Self.most else { continue }
                let name = String(decoding: bytes[line.lowerBound..<colon], as: UTF8.self).lowercased()
                fields.append((name.filter { $0 != " " }, []))
                append(bytes[(colon + 1)..<line.upperBound])
            } else if !isFirst || !Self.isEnvelope(bytes[line]) {
                // Somebody forgot the blank line: the body starts here.
                end = line.lowerBound
                return
            }
            isFirst = false
        }
    }

    private mutating func append(_ bytes: Slice<UnsafeRawBufferPointer>) {
        guard let last = fields.indices.last, fields[last].value.count < Self.longest else { return }
        fields[last].value += bytes.prefix(Self.longest)
    }

    /// The line that mailboxes put in front of each mail.
    private static func isEnvelope(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
        line.starts(with: "From ".utf8) || line.starts(with: ">From ".utf8)
    }

    private static func colon(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) -> Int? {
        guard let colon = bytes[line].firstIndex(of: 0x3A), colon > line.lowerBound, colon - line.lowerBound < 80 else {
            return nil
        }
        let name = bytes[line.lowerBound..<colon]
        let isName = name.allSatisfy { $0 > 0x20 && $0 < 0x7F } || name.dropLast().allSatisfy { $0 > 0x20 && $0 < 0x7F }
        return isName ? colon : nil
    }

    var isEmpty: Bool { fields.isEmpty }

    func has(_ name: String) -> Bool { fields.contains { $0.name == name } }

    /// What stands behind the first of this name.
    func raw(_ name: String) -> [UInt8]? { fields.first { $0.name == name }?.value }

    /// The text of all of this name, encoded words decoded; `nil` when there is none.
    func text(_ name: String) -> String? {
        let found = fields.filter { $0.name == name }.map { EncodedWords.decode($0.value) }
        return found.isEmpty ? nil : found.joined(separator: ", ")
    }
}

/// Lines of a range, whatever ends them; the ends are left out.
struct MailLines {
    private let bytes: UnsafeRawBufferPointer
    private let end: Int
    private(set) var offset: Int

    init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) {
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    mutating func next() -> Range<Int>? {
        guard offset < end else { return nil }
        let start = offset
        while offset < end, bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
        let line = start..<offset
        if offset < end {
            let isReturn = bytes[offset] == 0x0D
            offset += 1
            if isReturn, offset < end, bytes[offset] == 0x0A { offset += 1 }
        }
        return line
    }
}
