import Foundation

/// Turns any text into one path component that every file system takes and that leads nowhere else.
enum SafeName {
    /// Bytes of UTF-8 that a component may have, without its ending. File systems take 255.
    static let limit = 200

    /// The text in NFC without slashes, control and direction characters, characters and names that Windows reserves,
    /// leading dots, trailing dots and spaces. May be empty, and may be longer than the limit.
    static func clean(_ text: String) -> String {
        if isPlain(text) { return isDevice(text) ? "_" + text : text }
        var scalars = String.UnicodeScalarView()
        for scalar in normalized(text).unicodeScalars {
            if let replacement = replacement(of: scalar) { scalars.append(replacement) }
        }
        var rest = Substring(String(scalars))
        while rest.unicodeScalars.last.map({ $0 == "." || $0 == " " }) == true { rest.unicodeScalars.removeLast() }
        while rest.unicodeScalars.first == " " { rest.unicodeScalars.removeFirst() }
        let dots = rest.unicodeScalars.prefix { $0 == "." }.count
        let name = String(repeating: "_", count: dots) + String(rest.unicodeScalars.dropFirst(dots))
        return isDevice(name) ? "_" + name : name
    }

    /// The longest start of at most `bytes` bytes that ends between two characters, without trailing dots and spaces.
    static func cut(_ name: String, to bytes: Int) -> String {
        var kept = Substring()
        if name.utf8.count <= bytes { return name }
        var used = 0
        for character in name {
            used += character.utf8.count
            if used > bytes { break }
            kept.append(character)
        }
        if kept.isEmpty { kept = cutInsideCharacter(name, to: bytes) }
        while kept.last == "." || kept.last == " " { kept.removeLast() }
        return String(kept)
    }

    /// A character may be longer than the limit: a letter under hundreds of accents.
    private static func cutInsideCharacter(_ name: String, to bytes: Int) -> Substring {
        var kept = Substring()
        var used = 0
        for scalar in name.unicodeScalars {
            used += UTF8.width(scalar)
            if used > bytes { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept
    }

    /// Most titles: letters, digits, hyphens, underscores and spaces between them.
    private static func isPlain(_ text: String) -> Bool {
        func isWord(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return text.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: " ") } && text.utf8.first.map(isWord) == true
            && text.utf8.last.map(isWord) == true
    }

    private static func normalized(_ text: String) -> String {
        text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
    }

    /// What stands for a character in a name, nil when nothing does.
    private static func replacement(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "/", "\\", ":", "|", "*": "-"
        case "?": "_"
        case "\"": "'"
        case "<": "("
        case ">": ")"
        case "\u{A0}", "\t", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": " "
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": "_"
        // Marks and overrides of direction can make a name look like another one.
        case "\u{200B}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}", "\u{2060}"..."\u{206F}", "\u{FEFF}": nil
        case "\u{FFF0}"..."\u{FFFF}": "_"
        default: scalar
        }
    }

    /// `CON`, `nul.txt`, …: names of devices on Windows, whatever their ending.
    private static func isDevice(_ name: String) -> Bool {
        let base = name.prefix { $0 != "." }.lowercased()
        if ["con", "prn", "aux", "nul"].contains(base) { return true }
        return base.count == 4 && (base.hasPrefix("com") || base.hasPrefix("lpt")) && base.last?.isNumber == true
    }
}
