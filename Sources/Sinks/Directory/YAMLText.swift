/// Double-quoted YAML scalars that stay on one line (YAML 1.2, 5.7 and 7.3.1).
enum YAMLText {
    static func append(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        defer { out.append(UInt8(ascii: "\"")) }
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
        {
            out += text.utf8
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += #"\""#.utf8
            case "\\": out += #"\\"#.utf8
            case "\n": out += #"\n"#.utf8
            case "\t": out += #"\t"#.utf8
            case "\r": out += #"\r"#.utf8
            // Not printable for YAML, or a line break for some of its parsers.
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": appendHex(#"\x"#, scalar, digits: 2, to: &out)
            case "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}":
                appendHex(#"\u"#, scalar, digits: 4, to: &out)
            default: UTF8.encode(scalar).map { out += $0 }
            }
        }
    }

    private static func appendHex(_ escape: String, _ scalar: Unicode.Scalar, digits: Int, to out: inout [UInt8]) {
        let text = String(scalar.value, radix: 16, uppercase: true)
        out += (escape + String(repeating: "0", count: digits - text.utf8.count) + text).utf8
    }

    /// The text of a scalar as ``append(_:to:)`` writes it, or of a bare one. Unknown escapes stay as they are.
    static func read(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.count >= 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") else {
            return String(decoding: bytes, as: UTF8.self)
        }
        let inner = bytes.dropFirst().dropLast()
        if !inner.contains(UInt8(ascii: "\\")) { return String(decoding: inner, as: UTF8.self) }
        var scalars = String(decoding: inner, as: UTF8.self).unicodeScalars[...]
        var text = String.UnicodeScalarView()
        while let scalar = scalars.popFirst() {
            text.append(scalar == "\\" ? unescape(&scalars) : scalar)
        }
        return String(text)
    }

    private static func unescape(_ rest: inout Substring.UnicodeScalarView) -> Unicode.Scalar {
        switch rest.popFirst() {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "x": return hex(&rest, digits: 2)
        case "u": return hex(&rest, digits: 4)
        case let other: return other ?? "\\"
        }
    }

    private static func hex(_ rest: inout Substring.UnicodeScalarView, digits: Int) -> Unicode.Scalar {
        let text = String(rest.prefix(digits))
        rest = rest.dropFirst(digits)
        return UInt32(text, radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
    }
}
