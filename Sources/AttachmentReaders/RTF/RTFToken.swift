/// One piece of RTF source.
enum RTFToken {
    case open
    case close
    /// A word after a backslash, with the number behind it.
    case word(RTFWord, Int?)
    /// `\*`: a group that an old reader is to skip.
    case optional
    /// `\'hh`: one byte of text.
    case byte(UInt8)
    /// Bytes of text as they stand, without line ends.
    case text(Range<Int>)
    case end
}

/// Goes through RTF source, one token after the other.
struct RTFScanner {
    let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func next() -> RTFToken {
        while offset < bytes.count {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "{"):
                offset += 1
                return .open
            case UInt8(ascii: "}"):
                offset += 1
                return .close
            case UInt8(ascii: "\\"):
                offset += 1
                return control()
            case 0x0A, 0x0D, 0:
                offset += 1
            default:
                let start = offset
                while offset < bytes.count, !Self.endsText(bytes[offset]) { offset += 1 }
                return .text(start..<offset)
            }
        }
        return .end
    }

    private static func endsText(_ byte: UInt8) -> Bool {
        byte == 0x5C || byte == 0x7B || byte == 0x7D || byte == 0x0A || byte == 0x0D || byte == 0
    }

    private mutating func control() -> RTFToken {
        guard offset < bytes.count else { return .end }
        let byte = bytes[offset]
        if isLetter(byte) { return word() }
        offset += 1
        switch byte {
        case UInt8(ascii: "'"):
            guard offset + 2 <= bytes.count, let high = hexDigit(bytes[offset]), let low = hexDigit(bytes[offset + 1])
            else { return next() }
            offset += 2
            return .byte(high << 4 | low)
        case UInt8(ascii: "*"): return .optional
        case 0x0A, 0x0D: return .word(.par, nil)
        case UInt8(ascii: "~"): return .word(.space, nil)
        case UInt8(ascii: "_"): return .word(.hyphen, nil)
        case UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"): return .text(offset - 1..<offset)
        case 0x09: return .word(.space, nil)
        default: return .word(.nothing, nil)
        }
    }

    private mutating func word() -> RTFToken {
        let start = offset
        while offset < bytes.count, isLetter(bytes[offset]), offset - start < 40 { offset += 1 }
        let name = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<offset]), as: UTF8.self)
        var isNegative = false
        var number: Int?
        if offset + 1 < bytes.count, bytes[offset] == 0x2D, isDigit(bytes[offset + 1]) {
            isNegative = true
            offset += 1
        }
        while offset < bytes.count, isDigit(bytes[offset]) {
            number = min((number ?? 0) * 10 + Int(bytes[offset] - 0x30), 4_294_967_295)
            offset += 1
        }
        if offset < bytes.count, bytes[offset] == 0x20 { offset += 1 }
        if isNegative { number = number.map { -$0 } }
        if name == "bin" {
            offset = min(bytes.count, offset + max(0, number ?? 0))
            return .word(.nothing, nil)
        }
        return .word(RTFWord(rawValue: name) ?? .nothing, number)
    }

    private func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }

    private func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

    private func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
