/// A start or end tag as it stands in the source.
struct SourceTag {
    /// Lower case where it has no prefix.
    let name: String
    let isEnd: Bool
    let isEmpty: Bool
    /// Behind `>`.
    let end: Int
    /// Names, and where their values stand.
    let attributes: [(String, Range<Int>)]

    /// - Returns: `nil` when no tag starts at `index`: then `<` is a character like any other.
    static func at(_ index: Int, in source: UnsafeBufferPointer<UInt8>) -> SourceTag? {
        var cursor = index + 1
        let isEnd = cursor < source.count && source[cursor] == UInt8(ascii: "/")
        if isEnd { cursor += 1 }
        let nameStart = cursor
        guard cursor < source.count, ByteClass.isNameStart(source[cursor]), source[cursor] < 0x80 else { return nil }
        while cursor < source.count, ByteClass.isName(source[cursor]) { cursor += 1 }
        let name = Self.name(source[nameStart..<cursor])
        var attributes: [(String, Range<Int>)] = []
        while cursor < source.count {
            switch source[cursor] {
            case UInt8(ascii: ">"):
                let isEmpty = source[cursor - 1] == UInt8(ascii: "/")
                return SourceTag(name: name, isEnd: isEnd, isEmpty: isEmpty, end: cursor + 1, attributes: attributes)
            case UInt8(ascii: "<"):
                return nil
            case let byte where ByteClass.isNameStart(byte):
                readAttribute(source, &cursor, &attributes)
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                cursor = closingQuote(source, cursor)
            default:
                cursor += 1
            }
        }
        return nil
    }

    private static func readAttribute(
        _ source: UnsafeBufferPointer<UInt8>, _ cursor: inout Int, _ attributes: inout [(String, Range<Int>)]
    ) {
        let nameStart = cursor
        while cursor < source.count, ByteClass.isName(source[cursor]) { cursor += 1 }
        let nameEnd = cursor
        var ahead = cursor
        while ahead < source.count, ByteClass.isSpace(source[ahead]) { ahead += 1 }
        guard ahead < source.count, source[ahead] == UInt8(ascii: "=") else { return }
        ahead += 1
        while ahead < source.count, ByteClass.isSpace(source[ahead]) { ahead += 1 }
        guard ahead < source.count else { return }
        let value: Range<Int>
        if source[ahead] == UInt8(ascii: "\"") || source[ahead] == UInt8(ascii: "'") {
            let close = closingQuote(source, ahead)
            value = (ahead + 1)..<max(ahead + 1, close - 1)
            cursor = close
        } else {
            let start = ahead
            while ahead < source.count, !ByteClass.isSpace(source[ahead]), source[ahead] != UInt8(ascii: ">") {
                ahead += 1
            }
            // `<a href=x/>` ends an empty element; the slash is not part of the value.
            let isSlashed = ahead < source.count && source[ahead] == 0x3E && ahead > start && source[ahead - 1] == 0x2F
            value = start..<(isSlashed ? ahead - 1 : ahead)
            cursor = ahead
        }
        if attributes.count < 1_024 { attributes.append((name(source[nameStart..<nameEnd]), value)) }
    }

    /// - Returns: behind the quote that ends what the quote at `start` begins.
    private static func closingQuote(_ source: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        let quote = source[start]
        var cursor = start + 1
        while cursor < source.count, source[cursor] != quote, source[cursor] != UInt8(ascii: "<") { cursor += 1 }
        guard cursor < source.count, source[cursor] == quote else {
            // Unfinished: the value ends where the tag does.
            cursor = start + 1
            while cursor < source.count, source[cursor] != UInt8(ascii: ">"), source[cursor] != UInt8(ascii: "<") {
                cursor += 1
            }
            return cursor
        }
        return cursor + 1
    }

    private static func name(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        let name = String(decoding: bytes, as: UTF8.self)
        return name.utf8.contains(UInt8(ascii: ":")) ? name : name.lowercased()
    }
}
