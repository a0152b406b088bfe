internal import Glibc

extension UnsafeBufferPointer<UInt8> {
    func hasPrefix(_ mark: StaticString, at index: Int) -> Bool {
        let length = mark.utf8CodeUnitCount
        guard index >= 0, index + length <= count else { return false }
        for offset in 0..<length where self[index + offset] != mark.utf8Start[offset] { return false }
        return true
    }

    func index(of mark: StaticString, from start: Int) -> Int? {
        guard let base = baseAddress else { return nil }
        let last = count - mark.utf8CodeUnitCount
        var index = start
        while index <= last {
            guard let found = memchr(base + index, Int32(mark.utf8Start[0]), last + 1 - index) else { return nil }
            index = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            if hasPrefix(mark, at: index) { return index }
            index += 1
        }
        return nil
    }

    /// Line and column of a byte, both from 1, the column in bytes.
    func place(of offset: Int) -> (line: Int, column: Int) {
        let before = self[..<Swift.min(offset, count)]
        let line = before.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
        return (line, before.reversed().prefix { $0 != 0x0A }.count + 1)
    }

    /// U+FFFE and U+FFFF, which XML forbids.
    func isNoncharacter(at index: Int) -> Bool {
        index + 2 < count && self[index] == 0xEF && self[index + 1] == 0xBF && self[index + 2] >= 0xBE
    }
}

enum ByteClass {
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

    static func isNameStart(_ byte: UInt8) -> Bool {
        (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A) || byte == 0x5F || byte >= 0x80
    }

    static func isName(_ byte: UInt8) -> Bool {
        isNameStart(byte) || (byte >= 0x30 && byte <= 0x39) || byte == 0x2D || byte == 0x2E || byte == 0x3A
    }
}

extension String {
    /// Trimmed, with every run of whitespace as one space.
    var singleSpaced: String {
        if isSingleSpaced { return self }
        var text: [UInt8] = []
        var space = false
        var bytes = ArraySlice(Array(utf8))
        while let byte = bytes.popFirst() {
            let isNoBreakSpace = byte == 0xC2 && bytes.first == 0xA0
            if isNoBreakSpace { bytes.removeFirst() }
            if isNoBreakSpace || ByteClass.isSpace(byte) {
                space = !text.isEmpty
            } else {
                if space { text.append(0x20) }
                space = false
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private var isSingleSpaced: Bool {
        var last: UInt8 = 0x20
        for byte in utf8 {
            if byte == 0xC2 || (byte < 0x20 && ByteClass.isSpace(byte)) || (byte == 0x20 && last == 0x20) {
                return false
            }
            last = byte
        }
        return last != 0x20
    }

    var trimmed: String {
        if let first = utf8.first, let last = utf8.last, first > 0x20, first < 0x80, last > 0x20, last < 0x80 {
            return self
        }
        var scalars = Substring(self).unicodeScalars
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }
}

extension [UInt8] {
    var isValidUTF8: Bool { (try? UTF8Span(validating: span)) != nil }
}
