/// Bytes that do not go into a paragraph as they are.
enum FlowByte {
    /// First bytes of whitespace and of characters that are removed.
    @inline(__always)
    static func isSpecial(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0xC2 || byte == 0xE2 || byte == 0xEF
    }

    /// A letter or digit, or any character beyond ASCII.
    static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A)
            || (byte >= 0x61 && byte <= 0x7A)
    }

    /// - Returns: the length of what stands at `index`, 0 if it is an ordinary character, and whether it counts as a space.
    static func special(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> (length: Int, isSpace: Bool) {
        switch text[index] {
        case 0xC2:
            guard index + 1 < text.count else { return (0, false) }
            if text[index + 1] == 0xA0 { return (2, true) }  // no-break space
            return text[index + 1] == 0xAD ? (2, false) : (0, false)  // soft hyphen
        case 0xE2:
            guard index + 2 < text.count else { return (0, false) }
            switch (text[index + 1], text[index + 2]) {
            case (0x80, 0x8B): return (3, false)  // zero width space
            case (0x80, 0xAF): return (3, true)  // narrow no-break space
            case (0x81, 0xA0): return (3, false)  // word joiner
            default: return (0, false)
            }
        case 0xEF:
            guard index + 2 < text.count else { return (0, false) }
            switch (text[index + 1], text[index + 2]) {
            case (0xBB, 0xBF): return (3, false)  // byte order mark
            case (0xBF, 0xBD): return (3, false)  // replacement character
            default: return (0, false)
            }
        default: return (1, true)
        }
    }
}
