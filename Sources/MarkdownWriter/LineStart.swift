/// Keeps the lines of a paragraph from being read as the start of another block.
enum LineStart {
    /// Puts a backslash where a line of `text` would start a heading, list, quote, rule, fence or table.
    ///
    /// - Parameter isContinued: whether a line of the same paragraph stands above.
    static func protect(_ text: [UInt8], isItem: Bool, isContinued: Bool = false) -> [UInt8] {
        guard needsCare(text[...]) else { return text }
        var output: [UInt8] = []
        output.reserveCapacity(text.count + 8)
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex(of: 0x0A) ?? text.count
            let line = text[start..<end]
            let place = escapePlace(line, isFirst: start == 0 && !isContinued, isItem: isItem)
            output += line.prefix(place ?? 0)
            var rest = line.dropFirst(place ?? 0)
            if place != nil { output.append(UInt8(ascii: "\\")) }
            // What is left of a row of tildes would strike through.
            while place != nil, rest.first == UInt8(ascii: "~"), rest.dropFirst().first == UInt8(ascii: "~") {
                output += [UInt8(ascii: "~"), UInt8(ascii: "\\")]
                rest = rest.dropFirst()
            }
            output += rest
            if end < text.count { output.append(0x0A) }
            start = end + 1
        }
        return output
    }

    static func needsCare(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first else { return false }
        return !isHarmless(first) || text.contains(0x0A)
    }

    private static func isHarmless(_ byte: UInt8) -> Bool {
        (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A) || byte >= 0x80
    }

    /// - Returns: how many bytes into the line a backslash belongs.
    private static func escapePlace(_ line: ArraySlice<UInt8>, isFirst: Bool, isItem: Bool) -> Int? {
        guard let first = line.first, !isHarmless(first) else { return nil }
        switch first {
        case UInt8(ascii: ">"): return 0
        case UInt8(ascii: "#"):
            let level = line.prefix { $0 == first }.count
            return level <= 6 && endsWord(line.dropFirst(level)) ? 0 : nil
        case UInt8(ascii: "+"): return endsWord(line.dropFirst()) ? 0 : nil
        case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "_"):
            if first != UInt8(ascii: "_"), endsWord(line.dropFirst()) { return 0 }
            let isRule = isOnly(line, first) && (first == UInt8(ascii: "-") || line.count >= 3)
            return isRule || isDelimiterRow(line, isFirst) ? 0 : nil
        case UInt8(ascii: "="): return isOnly(line, first) ? 0 : nil
        case UInt8(ascii: ":"), UInt8(ascii: "|"): return isDelimiterRow(line, isFirst) ? 0 : nil
        case UInt8(ascii: "~"): return line.prefix(3).count == 3 && line.prefix(3).allSatisfy { $0 == first } ? 0 : nil
        case UInt8(ascii: "["): return opensBracket(line, isFirst: isFirst, isItem: isItem) ? 0 : nil
        case 0x30...0x39:
            let digits = line.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
            guard digits <= 9, let mark = line.dropFirst(digits).first, mark == 0x2E || mark == 0x29 else { return nil }
            return endsWord(line.dropFirst(digits + 1)) ? digits : nil
        default: return nil
        }
    }

    private static func endsWord(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.first.map { $0 == 0x20 || $0 == 0x5C && rest.count == 1 } ?? true
    }

    /// Nothing but `mark` and spaces: a rule or the underline of a heading. A break may follow.
    private static func isOnly(_ line: ArraySlice<UInt8>, _ mark: UInt8) -> Bool {
        line.allSatisfy { $0 == mark || $0 == 0x20 }
    }

    private static func isDelimiterRow(_ line: ArraySlice<UInt8>, _ isFirst: Bool) -> Bool {
        !isFirst && line.allSatisfy { $0 == 0x2D || $0 == 0x3A || $0 == 0x7C || $0 == 0x20 }
    }

    /// A task's box, an alert's kind, or the name of a reference.
    private static func opensBracket(_ line: ArraySlice<UInt8>, isFirst: Bool, isItem: Bool) -> Bool {
        let inside = line.dropFirst().prefix { $0 != UInt8(ascii: "]") }
        let behind = line.dropFirst(inside.count + 1)
        guard isFirst, behind.first == UInt8(ascii: "]") else { return false }
        if inside.first == UInt8(ascii: "!"), inside.dropFirst().allSatisfy(isHarmless), behind.count <= 2 {
            return true
        }
        let isBox = inside.count == 1 && (inside.first == 0x20 || inside.first == 0x78 || inside.first == 0x58)
        return isItem && isBox && endsWord(behind.dropFirst())
    }
}
