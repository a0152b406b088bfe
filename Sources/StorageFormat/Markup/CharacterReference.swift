/// `&name;`, `&#10;` and `&#xA;`.
enum CharacterReference {
    /// Writes the characters that the reference at `index` means; nothing for those that XML forbids.
    ///
    /// - Returns: its length with `&` and `;`, or 0 when the bytes from `index` on are no known reference: then they are
    ///   plain text.
    static func decode(_ source: UnsafeBufferPointer<UInt8>, at index: Int, into output: inout [UInt8]) -> Int {
        let start = index + 1
        var end = start
        // The longest name has 31 letters (HTML Living Standard, section 13.5).
        let limit = min(source.count, index + 40)
        while end < limit, isNameByte(source[end]) || (end == start && source[end] == UInt8(ascii: "#")) { end += 1 }
        guard end < limit, end > start, source[end] == UInt8(ascii: ";") else { return 0 }
        let length = end + 1 - index
        if source[start] == UInt8(ascii: "#") {
            return decodeNumber(source[(start + 1)..<end], into: &output) ? length : 0
        }
        let name = UnsafeBufferPointer(rebasing: source[start..<end])
        if let byte = predefined(name) {
            output.append(byte)
        } else if name.count == 4, source.hasPrefix("nbsp", at: start) {
            output.append(0xC2)
            output.append(0xA0)
        } else {
            guard let characters = HTMLEntities.characters[name] else { return 0 }
            output.append(contentsOf: characters)
        }
        return length
    }

    /// XML 1.0, section 4.6.
    private static func predefined(_ name: UnsafeBufferPointer<UInt8>) -> UInt8? {
        switch name.count {
        case 2 where name[1] == UInt8(ascii: "t"):
            name[0] == UInt8(ascii: "l") ? UInt8(ascii: "<") : name[0] == UInt8(ascii: "g") ? UInt8(ascii: ">") : nil
        case 3: name.hasPrefix("amp", at: 0) ? UInt8(ascii: "&") : nil
        case 4: name.hasPrefix("quot", at: 0) ? UInt8(ascii: "\"") : nil
        default: nil
        }
    }

    /// - Returns: whether these are digits; a number too large for a character means nothing.
    private static func decodeNumber(_ digits: Slice<UnsafeBufferPointer<UInt8>>, into output: inout [UInt8]) -> Bool {
        let isHex = digits.first.map { $0 | 0x20 == UInt8(ascii: "x") } ?? false
        let digits = isHex ? digits.dropFirst() : digits
        guard !digits.isEmpty else { return false }
        var code: UInt32 = 0
        for digit in digits {
            guard let value = value(of: digit), isHex || value < 10 else { return false }
            code = min(code * (isHex ? 16 : 10) + UInt32(value), 0x11_0000)
        }
        if let scalar = Unicode.Scalar(code), isAllowed(scalar) { output.append(contentsOf: String(scalar).utf8) }
        return true
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }

    /// XML 1.0, production 2 (`Char`).
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
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
