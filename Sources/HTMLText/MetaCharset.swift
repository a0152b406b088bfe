internal import CharacterSets

/// The character set that a page declares in its first KiB (`<meta charset=…>`, `content="text/html; charset=…"` or the XML
/// declaration). A page whose bytes can be searched for it is not in UTF-16, whatever it says (WHATWG HTML, "prescan").
enum MetaCharset {
    static func find(in bytes: UnsafeRawBufferPointer) -> CharacterSet? {
        let start = bytes.prefix(4_096).map { 0x41...0x5A ~= $0 ? $0 + 0x20 : $0 }
        if start.starts(with: "<?xml".utf8), let end = start.firstIndex(of: 0x3E),
            let set = value(of: "encoding", in: start[..<end])
        {
            return set
        }
        var rest = start[...]
        while let tag = index(of: "<meta", in: rest) {
            let end = rest[tag...].firstIndex(of: 0x3E) ?? rest.endIndex
            if let set = value(of: "charset", in: rest[tag..<end]) { return set }
            rest = rest[end...]
        }
        return nil
    }

    private static func value(of name: String, in tag: ArraySlice<UInt8>) -> CharacterSet? {
        guard let found = index(of: name, in: tag) else { return nil }
        let value = tag[(found + name.utf8.count)...]
            .drop { $0 == 0x20 || $0 == 0x3D || $0 == 0x22 || $0 == 0x27 }
            .prefix { $0 > 0x20 && $0 != 0x22 && $0 != 0x27 && $0 != 0x3B && $0 != 0x2F && $0 != 0x3E }
        guard let set = CharacterSet(label: String(decoding: value, as: UTF8.self)) else { return nil }
        return set.name.hasPrefix("UTF-16") || set.name.hasPrefix("utf-16") ? .utf8 : set
    }

    private static func index(of word: String, in bytes: ArraySlice<UInt8>) -> Int? {
        let word = Array(word.utf8)
        guard let first = word.first, bytes.count >= word.count else { return nil }
        return bytes.indices.dropLast(word.count - 1).first { index in
            bytes[index] == first && bytes[index..<index + word.count].elementsEqual(word)
        }
    }
}
