/// Text between tags and in attribute values.
enum SourceText {
    /// Control characters, and the first byte of U+FFFE and U+FFFF.
    @inline(__always)
    static func mayBeForbidden(_ byte: UInt8) -> Bool {
        (byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D) || byte == 0xEF
    }

    /// - Returns: how many bytes at `index` are one forbidden character, 0 for none.
    static func forbiddenLength(_ source: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        guard source[index] == 0xEF else { return mayBeForbidden(source[index]) ? 1 : 0 }
        return source.isNoncharacter(at: index) ? 3 : 0
    }

    /// Replaces references by their characters and forbidden characters by spaces.
    static func decode(
        _ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, references: Bool, into output: inout [UInt8]
    ) {
        // No reference reaches beyond the range.
        let text = UnsafeBufferPointer(rebasing: source[range])
        var index = 0
        var copied = 0
        while index < text.count {
            let byte = text[index]
            var length = 0
            if byte == UInt8(ascii: "&"), references {
                output.append(contentsOf: text[copied..<index])
                copied = index
                length = CharacterReference.decode(text, at: index, into: &output)
            } else if mayBeForbidden(byte) {
                length = forbiddenLength(text, at: index)
                if length > 0 {
                    output.append(contentsOf: text[copied..<index])
                    output.append(0x20)
                }
            }
            index += max(1, length)
            if length > 0 { copied = index }
        }
        output.append(contentsOf: text[copied...])
    }

    /// Whether the range holds something that does not stand there as it is meant.
    static func needsDecoding(_ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, references: Bool) -> Bool {
        for index in range {
            let byte = source[index]
            if byte == UInt8(ascii: "&") ? references : mayBeForbidden(byte) && forbiddenLength(source, at: index) > 0 {
                return true
            }
        }
        return false
    }
}
