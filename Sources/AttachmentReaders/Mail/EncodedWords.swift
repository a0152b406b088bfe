internal import CharacterSets

/// Text in headers: `=?charset?B?…?=` (RFC 2047), and what programs write without it.
enum EncodedWords {
    static func decode(_ value: [UInt8]) -> String {
        var text: [UInt8] = []
        var rest = value[...]
        /// Bytes of encoded words that follow each other, which may share a character.
        var pending: (set: CharacterSet, bytes: [UInt8])?
        func flush() {
            if let pending { text += pending.set.decode(pending.bytes) }
            pending = nil
        }
        while !rest.isEmpty {
            if rest.starts(with: "=?".utf8), let word = word(rest) {
                if let last = pending, last.set == word.set {
                    pending = (last.set, last.bytes + word.bytes)
                } else {
                    flush()
                    pending = (word.set, word.bytes)
                }
                rest = rest[word.end...]
                // Blanks between two encoded words are not part of the text.
                let next = rest.drop { $0 == 0x20 || $0 == 0x09 }
                if next.starts(with: "=?".utf8), Self.word(next) != nil { rest = next }
            } else {
                flush()
                let end = rest.dropFirst().firstIndex(of: 0x3D) ?? rest.endIndex
                text += readable(Array(rest[..<end]))
                rest = rest[end...]
            }
        }
        flush()
        return clean(String(decoding: text, as: UTF8.self))
    }

    /// - Parameter value: it starts with `=?`.
    private static func word(_ value: ArraySlice<UInt8>) -> (set: CharacterSet, bytes: [UInt8], end: Int)? {
        let parts = value.dropFirst(2).prefix(998).split(
            separator: 0x3F, maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[1].count == 1, parts[3].first == 0x3D, let kind = parts[1].first else {
            return nil
        }
        // A language may follow the set: `utf-8*en` (RFC 2231 §5).
        let label = parts[0].prefix { $0 != 0x2A }
        let set = CharacterSet(label: String(decoding: label, as: UTF8.self)) ?? .windows1252
        let bytes: [UInt8]
        switch kind | 0x20 {
        case UInt8(ascii: "b"): bytes = TransferEncoding.base64(parts[2])
        case UInt8(ascii: "q"): bytes = TransferEncoding.quoted(parts[2], underscoreIsSpace: true)
        default: return nil
        }
        return (set, bytes, parts[3].startIndex + 1)
    }

    /// Bytes that nobody encoded, as UTF-8.
    static func readable(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return bytes }
        return bytes.withUnsafeBytes { CharacterSet.guessed($0).decode($0) }
    }

    private static func clean(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
            .split(separator: " ").joined(separator: " ")
    }
}
