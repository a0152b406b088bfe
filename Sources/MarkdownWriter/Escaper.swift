/// Puts a backslash before those characters of a text that would be read as markup, and before no others.
struct Escaper {
    /// What stands beside a text.
    enum Neighbour {
        /// Nothing, or whitespace.
        case edge
        case character(Unicode.Scalar)
        /// Perhaps a marker.
        case unknown
    }

    var isInTable = false
    /// All brackets, because those in a link's text do not pair up.
    var escapesBrackets = false
    /// Whether `](` or the like follows behind the current text.
    var linkTailFollows = false
    /// Marked bold or otherwise, so that markers may stand beside the text.
    var isMarked = false
    /// Inside a link's text, where addresses are not linked on their own.
    var isInLink = false

    func append(_ text: UnsafeBufferPointer<UInt8>, before: Neighbour, after: Neighbour, to output: inout [UInt8]) {
        var index = 0
        var copied = 0
        var lastTail: Int?
        while index < text.count {
            let byte = text[index]
            guard Self.isSpecial(byte) else {
                index += 1
                continue
            }
            var length = 1
            let escapes: Bool
            switch byte {
            case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"):
                while index + length < text.count, text[index + length] == byte { length += 1 }
                let left = neighbour(text, before: index, before)
                let right = neighbour(text, after: index + length, after)
                escapes = Self.isMarker(byte, left, right)
            case UInt8(ascii: "["):
                if lastTail == nil { lastTail = linkTailFollows ? Int.max : Self.lastLinkTail(text, endsOpen: after) }
                escapes = opensBracket(text, index, lastTail ?? -1)
            case UInt8(ascii: "]"): escapes = escapesBrackets
            case UInt8(ascii: "!"): escapes = index + 1 == text.count ? after.mayOpenBracket : false
            case UInt8(ascii: "`"): escapes = true
            case UInt8(ascii: "|"): escapes = isInTable
            case UInt8(ascii: "\\"):
                escapes = index + 1 < text.count ? Self.isPunctuation(text[index + 1]) : after.mayBePunctuation
            case UInt8(ascii: "<"): escapes = opensTag(text, index, after)
            default: escapes = Self.isReference(text, index, after)
            }
            if escapes {
                passAddresses(in: text, around: index, &copied, to: &output)
                if copied > index {
                    index = copied
                    continue
                }
            }
            if escapes {
                output.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied..<index]))
                for _ in 0..<length {
                    output.append(UInt8(ascii: "\\"))
                    output.append(byte)
                }
                copied = index + length
            }
            index += length
        }
        // A marker behind an address would be taken for a part of it.
        if after.mayContinueAddress { passAddresses(in: text, around: text.count - 1, &copied, to: &output) }
        output.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied..<text.count]))
    }

    /// Writes the addresses that `index` is inside of, or would be for a reader, so that they end before it.
    private func passAddresses(
        in text: UnsafeBufferPointer<UInt8>, around index: Int, _ copied: inout Int, to output: inout [UInt8]
    ) {
        guard !isInLink else { return }
        while let address = WebAddress(in: text, around: index, from: copied) {
            copied = append(address, of: text, from: copied, to: &output)
        }
    }

    /// - Returns: behind what was written.
    private func append(
        _ address: WebAddress, of text: UnsafeBufferPointer<UInt8>, from start: Int, to output: inout [UInt8]
    ) -> Int {
        switch address {
        case .broken(let mark):
            output.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<mark]))
            output.append(UInt8(ascii: "\\"))
            output.append(text[mark])
            return mark + 1
        case .full(let range):
            output.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<range.lowerBound]))
            if start < range.lowerBound, text[range.lowerBound - 1] == UInt8(ascii: "\\") {
                output.append(UInt8(ascii: "\\"))
            }
            output.append(UInt8(ascii: "<"))
            for byte in text[range] {
                if byte == UInt8(ascii: "|"), isInTable { output.append(UInt8(ascii: "\\")) }
                output.append(byte)
            }
            output.append(UInt8(ascii: ">"))
            return range.upperBound
        }
    }

    @inline(__always)
    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21, 0x26, 0x2A, 0x3C, 0x5B, 0x5C, 0x5D, 0x5F, 0x60, 0x7C, 0x7E: true
        default: false
        }
    }

    static func isPunctuation(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }

    private func neighbour(_ text: UnsafeBufferPointer<UInt8>, before index: Int, _ outside: Neighbour) -> Neighbour {
        guard index > 0 else { return outside }
        var start = index - 1
        while start > 0, text[start] & 0xC0 == 0x80, index - start < 4 { start -= 1 }
        let scalar = String(decoding: text[start..<index], as: UTF8.self).unicodeScalars.last
        return scalar.map { .character($0) } ?? .unknown
    }

    private func neighbour(_ text: UnsafeBufferPointer<UInt8>, after index: Int, _ outside: Neighbour) -> Neighbour {
        guard index < text.count else { return outside }
        let scalar = String(decoding: text[index..<min(text.count, index + 4)], as: UTF8.self).unicodeScalars.first
        return scalar.map { .character($0) } ?? .unknown
    }

    /// CommonMark 0.31, 6.2: a run with whitespace on both sides is no delimiter; underscores inside words neither.
    private static func isMarker(_ byte: UInt8, _ left: Neighbour, _ right: Neighbour) -> Bool {
        if left.isSpace, right.isSpace { return false }
        switch byte {
        case UInt8(ascii: "_"): return !(left.isWord && right.isWord)
        default: return true
        }
    }

    private func opensBracket(_ text: UnsafeBufferPointer<UInt8>, _ index: Int, _ lastTail: Int) -> Bool {
        // Between the brackets of a link either all are escaped or none, so that they pair up.
        if isInLink || escapesBrackets { return escapesBrackets }
        if index < lastTail { return true }
        guard index + 1 < text.count else { return linkTailFollows }
        return text[index + 1] == UInt8(ascii: "^")
    }

    /// Where the last `](`, `][` or `]:` of a text stands, or a `]` at its end; -1: nowhere.
    static func lastLinkTail(_ text: UnsafeBufferPointer<UInt8>, endsOpen after: Neighbour) -> Int {
        var index = text.count - 1
        while index >= 0 {
            if text[index] == UInt8(ascii: "]") {
                guard index + 1 < text.count else {
                    if after.mayContinueLink { return index }
                    index -= 1
                    continue
                }
                switch text[index + 1] {
                case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: ":"): return index
                default: break
                }
            }
            index -= 1
        }
        return -1
    }

    private func opensTag(_ text: UnsafeBufferPointer<UInt8>, _ index: Int, _ after: Neighbour) -> Bool {
        guard index + 1 < text.count else {
            if case .edge = after { return false }
            return true
        }
        switch text[index + 1] {
        case 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "/"), UInt8(ascii: "!"), UInt8(ascii: "?"): return true
        default: return false
        }
    }

    /// `&name;` or `&#1;`, whether or not the name is known.
    static func isReference(_ text: UnsafeBufferPointer<UInt8>, _ index: Int, _ after: Neighbour = .edge) -> Bool {
        var end = index + 1
        if end < text.count, text[end] == UInt8(ascii: "#") { end += 1 }
        let start = end
        while end < text.count, end - start < 34 {
            switch text[end] {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: end += 1
            case UInt8(ascii: ";"): return end > start
            default: return false
            }
        }
        return end == text.count && end - start < 34 && after.mayContinueReference
    }
}

extension Escaper.Neighbour {
    fileprivate var isSpace: Bool {
        switch self {
        case .edge: true
        case .character(let scalar): CharacterClass(scalar) == .space
        case .unknown: false
        }
    }

    fileprivate var isWord: Bool {
        if case .character(let scalar) = self { CharacterClass(scalar) == .word } else { false }
    }

    fileprivate var mayOpenBracket: Bool {
        switch self {
        case .edge: false
        case .character(let scalar): scalar == "["
        case .unknown: true
        }
    }

    fileprivate var mayContinueLink: Bool {
        switch self {
        case .edge: false
        case .character(let scalar): scalar == "(" || scalar == "[" || scalar == ":"
        case .unknown: true
        }
    }

    fileprivate var mayContinueAddress: Bool {
        switch self {
        case .edge: false
        case .character(let scalar): CharacterClass(scalar) != .space && scalar != "<"
        case .unknown: true
        }
    }

    fileprivate var mayContinueReference: Bool {
        switch self {
        case .edge: false
        case .character(let scalar):
            scalar == "#" || scalar == ";" || (scalar.isASCII && CharacterClass(scalar) == .word)
        case .unknown: true
        }
    }

    fileprivate var mayBePunctuation: Bool {
        switch self {
        case .edge: false
        case .character(let scalar): scalar.isASCII && CharacterClass(scalar) == .punctuation
        case .unknown: true
        }
    }
}
