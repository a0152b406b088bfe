internal import CUchardet

extension CharacterSet {
    /// The set that a byte order mark at the start names.
    package static func marked(_ bytes: UnsafeRawBufferPointer) -> CharacterSet? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return .utf32LittleEndian }
        if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return .utf32BigEndian }
        if bytes.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
        if bytes.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
        return nil
    }

    /// The set of text that does not say it: by its mark, as UTF-8 if it is, by the zeros of UTF-16, else what its letters
    /// look like (uchardet, the first 256 KiB); Western when nothing is to be seen.
    package static func guessed(_ bytes: UnsafeRawBufferPointer) -> CharacterSet {
        if let marked = marked(bytes) { return marked }
        let start = UnsafeRawBufferPointer(rebasing: bytes.prefix(262_144))
        if let wide = wide(start) { return wide }
        if isUTF8(start) { return .utf8 }
        return lookingLike(start) ?? .windows1252
    }

    /// Latin text in UTF-16 has a zero in nearly every other byte.
    private static func wide(_ bytes: UnsafeRawBufferPointer) -> CharacterSet? {
        var zeros = (even: 0, odd: 0)
        for (index, byte) in bytes.prefix(4_096).enumerated() where byte == 0 {
            if index % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
        }
        let half = min(bytes.count, 4_096) / 2
        guard half > 1, zeros.even + zeros.odd > half / 2 else { return nil }
        if zeros.even * 10 < zeros.odd { return .utf16LittleEndian }
        if zeros.odd * 10 < zeros.even { return .utf16BigEndian }
        return nil
    }

    /// A character cut off at the end of the piece does not count against it.
    private static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var consumed = 0
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): consumed += UTF8.width(scalar)
            case .emptyInput: return true
            case .error: return bytes.count - consumed < 4
            }
        }
    }

    private static func lookingLike(_ bytes: UnsafeRawBufferPointer) -> CharacterSet? {
        guard let detector = uchardet_new() else { return nil }
        defer { uchardet_delete(detector) }
        guard uchardet_handle_data(detector, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count) == 0
        else { return nil }
        uchardet_data_end(detector)
        guard let name = uchardet_get_charset(detector) else { return nil }
        return CharacterSet(label: String(cString: name))
    }
}
