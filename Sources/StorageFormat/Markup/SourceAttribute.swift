/// Where the name and the value of an attribute stand in the source.
struct SourceAttribute {
    let name: Range<Int>
    /// Without quotes.
    let value: Range<Int>

    /// Reads `name="value"` or `name='value'`.
    ///
    /// - Parameter cursor: at the name; afterwards behind the closing quote.
    /// - Returns: `nil` when it is something else.
    static func strict(_ source: UnsafeBufferPointer<UInt8>, _ cursor: inout Int) -> SourceAttribute? {
        let start = cursor
        guard ByteClass.isNameStart(source[cursor]) else { return nil }
        while cursor < source.count, ByteClass.isName(source[cursor]) { cursor += 1 }
        let name = start..<cursor
        passSpace(source, &cursor)
        guard cursor < source.count, source[cursor] == UInt8(ascii: "=") else { return nil }
        cursor += 1
        passSpace(source, &cursor)
        guard cursor < source.count else { return nil }
        let quote = source[cursor]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        let first = cursor + 1
        cursor = first
        while cursor < source.count, source[cursor] != quote {
            if source[cursor] == UInt8(ascii: "<") { return nil }
            cursor += 1
        }
        guard cursor < source.count else { return nil }
        cursor += 1
        return SourceAttribute(name: name, value: first..<(cursor - 1))
    }

    /// Reads whatever a browser would take for an attribute.
    ///
    /// - Parameter cursor: at the name; afterwards behind what was read.
    /// - Returns: `nil` for a name without a value.
    static func tolerant(_ source: UnsafeBufferPointer<UInt8>, _ cursor: inout Int) -> SourceAttribute? {
        let start = cursor
        while cursor < source.count, ByteClass.isName(source[cursor]) { cursor += 1 }
        let name = start..<cursor
        var ahead = cursor
        passSpace(source, &ahead)
        guard ahead < source.count, source[ahead] == UInt8(ascii: "=") else { return nil }
        ahead += 1
        passSpace(source, &ahead)
        guard ahead < source.count else { return nil }
        if source[ahead] == UInt8(ascii: "\"") || source[ahead] == UInt8(ascii: "'") {
            cursor = closingQuote(source, ahead)
            let isClosed = cursor - 1 > ahead && source[cursor - 1] == source[ahead]
            return SourceAttribute(name: name, value: (ahead + 1)..<(isClosed ? cursor - 1 : cursor))
        }
        let first = ahead
        while ahead < source.count, !ByteClass.isSpace(source[ahead]), source[ahead] != UInt8(ascii: ">") { ahead += 1 }
        // `<a href=x/>` ends an empty element; the slash is not part of the value.
        let isSlashed = ahead < source.count && source[ahead] == 0x3E && ahead > first && source[ahead - 1] == 0x2F
        cursor = ahead
        return SourceAttribute(name: name, value: first..<(isSlashed ? ahead - 1 : ahead))
    }

    /// - Returns: behind the quote that ends what the quote at `start` begins.
    static func closingQuote(_ source: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
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

    private static func passSpace(_ source: UnsafeBufferPointer<UInt8>, _ cursor: inout Int) {
        while cursor < source.count, ByteClass.isSpace(source[cursor]) { cursor += 1 }
    }
}
