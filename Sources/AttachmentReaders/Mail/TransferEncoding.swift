/// How bytes are written as mail lines (RFC 2045 §6).
enum TransferEncoding: String {
    case base64
    case quotedPrintable = "quoted-printable"
    case uuencode = "x-uuencode"
    case none

    init(_ header: [UInt8]?) {
        let name = String(decoding: header ?? [], as: UTF8.self).lowercased().prefix { $0 != ";" }
        let trimmed = String(name.filter { $0 != " " && $0 != "\t" })
        self = Self(rawValue: trimmed) ?? (trimmed.contains("uue") ? .uuencode : .none)
    }

    func decode(_ bytes: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
        switch self {
        case .base64: Self.base64(bytes)
        case .quotedPrintable: Self.quoted(bytes)
        case .uuencode: Self.uudecoded(bytes)
        case .none: Array(bytes)
        }
    }

    /// Characters outside the alphabet are passed over, as the format asks.
    static func base64(_ text: some Sequence<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for character in text {
            guard let value = sextet(character) else {
                // An end inside means that pieces were put together.
                if character == 0x3D {
                    bits = 0
                    count = 0
                }
                continue
            }
            bits = bits << 6 | value
            count += 1
            if count > 1 { bytes.append(UInt8(truncatingIfNeeded: bits >> (8 - 2 * UInt32(count)))) }
            if count == 4 {
                bits = 0
                count = 0
            }
        }
        return bytes
    }

    private static func sextet(_ character: UInt8) -> UInt32? {
        switch character {
        case 0x41...0x5A: UInt32(character) - 0x41
        case 0x61...0x7A: UInt32(character) - 0x61 + 26
        case 0x30...0x39: UInt32(character) - 0x30 + 52
        case 0x2B, 0x2D: 62
        case 0x2F, 0x5F: 63
        default: nil
        }
    }

    static func quoted(_ text: some Collection<UInt8>, underscoreIsSpace: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            text.formIndex(after: &index)
            guard byte == 0x3D else {
                bytes.append(byte == 0x5F && underscoreIsSpace ? 0x20 : byte)
                continue
            }
            let rest = text[index...].prefix(2)
            let digits = rest.compactMap { hexDigit($0) }
            if digits.count == 2 {
                bytes.append(digits[0] << 4 | digits[1])
                text.formIndex(&index, offsetBy: 2)
            } else if let end = softEnd(text[index...]) {
                index = end
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// A `=` at the end of a line joins it with the next; blanks may stand behind it.
    private static func softEnd<Text: Collection<UInt8>>(_ rest: Text) -> Text.Index? {
        var index = rest.startIndex
        while index < rest.endIndex, rest[index] == 0x20 || rest[index] == 0x09 { rest.formIndex(after: &index) }
        guard index < rest.endIndex else { return index }
        guard rest[index] == 0x0D || rest[index] == 0x0A else { return nil }
        let isReturn = rest[index] == 0x0D
        rest.formIndex(after: &index)
        if isReturn, index < rest.endIndex, rest[index] == 0x0A { rest.formIndex(after: &index) }
        return index
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private static func uudecoded(_ text: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
        var bytes: [UInt8] = []
        for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            guard let first = line.first, !line.starts(with: "begin ".utf8), !line.starts(with: "end".utf8) else {
                continue
            }
            let length = Int((first &- 0x20) & 0x3F)
            var decoded: [UInt8] = []
            var bits: UInt32 = 0
            for (index, character) in line.dropFirst().enumerated() {
                bits = bits << 6 | UInt32((character &- 0x20) & 0x3F)
                guard index % 4 == 3 else { continue }
                decoded += [
                    UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8),
                    UInt8(truncatingIfNeeded: bits),
                ]
                bits = 0
            }
            bytes += decoded.prefix(length)
        }
        return bytes
    }
}
