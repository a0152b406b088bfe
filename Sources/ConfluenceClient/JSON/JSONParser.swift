/// Reads RFC 8259 JSON from bytes that nobody vouches for: bounded in depth and in the number of values.
struct JSONParser {
    struct Failure: Error, Hashable, CustomStringConvertible {
        let reason: String
        let offset: Int

        var description: String { "\(reason) at byte \(offset)" }
    }

    static let maxDepth = 64
    /// A value takes some 24 bytes, so that `[0,0,0,…` cannot grow to many times the bounded body.
    static let maxValues = 1_000_000

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var values = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    static func parse(_ bytes: [UInt8]) throws(Failure) -> JSON {
        let result = bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(buffer)
            do throws(Failure) {
                return Result<JSON, Failure>.success(try parser.document())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private mutating func document() throws(Failure) -> JSON {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw failure("text after the end of the document") }
        return value
    }

    private func failure(_ reason: String) -> Failure { Failure(reason: reason, offset: position) }

    private mutating func skipSpace() {
        while position < bytes.count, bytes[position] == 0x20 || (bytes[position] >= 9 && bytes[position] <= 13) {
            position += 1
        }
    }

    /// The next byte after white space, not consumed.
    private mutating func peek() throws(Failure) -> UInt8 {
        skipSpace()
        guard position < bytes.count else { throw failure("unexpected end") }
        return bytes[position]
    }

    private mutating func value(depth: Int) throws(Failure) -> JSON {
        values += 1
        guard values <= Self.maxValues else { throw failure("more than \(Self.maxValues) values") }
        guard depth < Self.maxDepth else { throw failure("nested deeper than \(Self.maxDepth)") }
        switch try peek() {
        case UInt8(ascii: "{"): return .object(try members(depth: depth))
        case UInt8(ascii: "["): return .array(try elements(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSON) throws(Failure) -> JSON {
        let length = word.utf8CodeUnitCount
        guard bytes.count - position >= length, (0..<length).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] })
        else { throw failure("unknown word") }
        position += length
        return value
    }

    private mutating func number() throws(Failure) -> String {
        let start = position
        while position < bytes.count, Self.isNumberByte(bytes[position]) { position += 1 }
        guard position > start, position - start <= 64 else {
            position = start
            throw failure("no value")
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || byte == 0x2D || byte == 0x2B || byte == 0x2E || byte | 0x20 == 0x65
    }

    private mutating func elements(depth: Int) throws(Failure) -> [JSON] {
        position += 1
        var elements: [JSON] = []
        if try peek() == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        while true {
            elements.append(try value(depth: depth + 1))
            if try separator(closing: UInt8(ascii: "]")) { return elements }
        }
    }

    private mutating func members(depth: Int) throws(Failure) -> [JSON.Member] {
        position += 1
        var members: [JSON.Member] = []
        if try peek() == UInt8(ascii: "}") {
            position += 1
            return members
        }
        while true {
            guard try peek() == UInt8(ascii: "\"") else { throw failure("a name in quotes is missing") }
            let name = try string()
            guard try peek() == UInt8(ascii: ":") else { throw failure("a colon is missing") }
            position += 1
            members.append(JSON.Member(name: name, value: try value(depth: depth + 1)))
            if try separator(closing: UInt8(ascii: "}")) { return members }
        }
    }

    /// - Returns: whether the closing byte came, and not a comma.
    private mutating func separator(closing: UInt8) throws(Failure) -> Bool {
        let byte = try peek()
        guard byte == closing || byte == UInt8(ascii: ",") else { throw failure("a comma is missing") }
        position += 1
        return byte == closing
    }

    private mutating func string() throws(Failure) -> String {
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") {
            position += 1
        }
        guard position < bytes.count else { throw failure("a string does not end") }
        if bytes[position] == UInt8(ascii: "\"") {
            defer { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        return try escapedString(from: start)
    }

    private mutating func escapedString(from start: Int) throws(Failure) -> String {
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            let runStart = position
            while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") {
                position += 1
            }
            text.append(contentsOf: bytes[runStart..<position])
            guard position < bytes.count else { break }
            if bytes[position] == UInt8(ascii: "\"") {
                position += 1
                return String(decoding: text, as: UTF8.self)
            }
            try escape(into: &text)
        }
        throw failure("a string does not end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(Failure) {
        guard bytes.count - position >= 2 else { throw failure("a string does not end") }
        let letter = bytes[position + 1]
        position += 2
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try scalar()).utf8)
        default: throw failure("unknown escape")
        }
    }

    /// After `\u`. Halves of a surrogate pair that stand alone become U+FFFD.
    private mutating func scalar() throws(Failure) -> Unicode.Scalar {
        let first = try hex4()
        if first >= 0xD800, first < 0xDC00, bytes.count - position >= 6, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        {
            let here = position
            position += 2
            let second = try hex4()
            if second >= 0xDC00, second < 0xE000 {
                return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
            }
            position = here
        }
        return Unicode.Scalar(first) ?? "\u{FFFD}"
    }

    private mutating func hex4() throws(Failure) -> UInt32 {
        guard bytes.count - position >= 4 else { throw failure("a \\u escape is too short") }
        var value: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            let lower = byte | 0x20
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case _ where lower >= 0x61 && lower <= 0x66: value = value << 4 | UInt32(lower - 0x61 + 10)
            default: throw failure("a \\u escape has no hexadecimal digits")
            }
        }
        position += 4
        return value
    }
}
