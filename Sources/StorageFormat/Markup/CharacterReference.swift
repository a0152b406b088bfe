/// `&name;`, `&#10;` or `&#xA;` at one place in the source.
struct CharacterReference {
    enum Meaning {
        /// UTF-8 of the characters meant.
        case characters([UInt8])
        /// A character that XML forbids.
        case forbidden
    }

    let meaning: Meaning
    /// Bytes from `&` up to and with `;`.
    let length: Int

    /// - Returns: `nil` when the bytes from `index` on, which hold `&`, are no known reference: they are plain text.
    static func read(_ source: UnsafeBufferPointer<UInt8>, at index: Int) -> CharacterReference? {
        var end = index + 1
        let limit = min(source.count, index + 40)
        while end < limit, source[end] != UInt8(ascii: ";") {
            guard isNameByte(source[end]) || (end == index + 1 && source[end] == UInt8(ascii: "#")) else { return nil }
            end += 1
        }
        guard end < limit, end > index + 1 else { return nil }
        let length = end + 1 - index
        if source[index + 1] == UInt8(ascii: "#") {
            return numeric(source, index + 2, end).map { CharacterReference(meaning: $0, length: length) }
        }
        if length == 6, source[index + 1] == 0x6E, source[index + 2] == 0x62, source[index + 3] == 0x73,
            source[index + 4] == 0x70
        {
            return CharacterReference(meaning: .characters([0xC2, 0xA0]), length: length)
        }
        let name = String(decoding: source[(index + 1)..<end], as: UTF8.self)
        guard let text = HTMLEntities.characters(named: name) else { return nil }
        return CharacterReference(meaning: .characters(Array(text.utf8)), length: length)
    }

    private static func numeric(_ source: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Meaning? {
        guard start < end else { return nil }
        let isHex = source[start] == UInt8(ascii: "x") || source[start] == UInt8(ascii: "X")
        let digits = String(decoding: source[(isHex ? start + 1 : start)..<end], as: UTF8.self)
        guard !digits.isEmpty, !digits.hasPrefix("+") else { return nil }
        guard let code = UInt32(digits, radix: isHex ? 16 : 10) else {
            return digits.allSatisfy(\.isHexDigit) && (isHex || digits.allSatisfy(\.isNumber)) ? .forbidden : nil
        }
        guard let scalar = Unicode.Scalar(code), isAllowed(scalar) else { return .forbidden }
        return .characters(Array(String(scalar).utf8))
    }

    /// XML 1.0, production 2 (`Char`).
    static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}
