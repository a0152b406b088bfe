/// JSON (RFC 8259) on one line, with keys in the order in which they come.
enum JSONText {
    static func append(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += #"\""#.utf8
            case "\\": out += #"\\"#.utf8
            case "\n": out += #"\n"#.utf8
            case "\r": out += #"\r"#.utf8
            case "\t": out += #"\t"#.utf8
            // Line ends for programs that split by Unicode's rules, and a mark that some drop.
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{85}", "\u{2028}", "\u{2029}", "\u{FEFF}":
                let hex = String(scalar.value, radix: 16)
                out += (#"\u"# + String(repeating: "0", count: 4 - hex.utf8.count) + hex).utf8
            default: UTF8.encode(scalar).map { out += $0 }
            }
        }
        out.append(UInt8(ascii: "\""))
    }

    static func append(_ value: MetadataValue, to out: inout [UInt8]) {
        switch value {
        case .string(let text): append(text, to: &out)
        case .integer(let number): out += String(number).utf8
        case .boolean(let flag): out += (flag ? "true" : "false").utf8
        case .strings(let list): appendList(list, to: &out)
        }
    }

    private static func appendList(_ list: [String], to out: inout [UInt8]) {
        out.append(UInt8(ascii: "["))
        for (index, text) in list.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            append(text, to: &out)
        }
        out.append(UInt8(ascii: "]"))
    }

    static func append(_ metadata: SinkMetadata, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "{"))
        for (index, entry) in metadata.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            append(entry.key, to: &out)
            out.append(UInt8(ascii: ":"))
            append(entry.value, to: &out)
        }
        out.append(UInt8(ascii: "}"))
    }
}
