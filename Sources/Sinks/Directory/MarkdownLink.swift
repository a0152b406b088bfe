/// Links between the files of a directory, as CommonMark.
enum MarkdownLink {
    static func to(_ path: [String], _ title: String) -> String {
        "[\(text(title))](\(path.map(encoded).joined(separator: "/")))"
    }

    /// The text without meaning for markdown, on one line.
    static func text(_ title: String) -> String {
        var text = String.UnicodeScalarView()
        for scalar in title.unicodeScalars {
            if #"\`*_[]<>&~|!"#.unicodeScalars.contains(scalar) { text.append("\\") }
            let isBreak = scalar.value < 0x20 || ["\u{85}", "\u{2028}", "\u{2029}"].contains(scalar)
            text.append(isBreak ? " " : scalar)
        }
        return String(text)
    }

    /// RFC 3986: what is not unreserved becomes percent-encoded UTF-8.
    private static func encoded(_ name: String) -> String {
        var text = ""
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                text += hex.utf8.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return text
    }
}
