/// Whether a parameter of an unknown macro may hold words that somebody looks for.
enum IndexWorth {
    private static let settingNames: Set<String> = [
        "class", "style", "id", "layout", "width", "height", "theme", "type", "format", "sort", "order", "macro-id",
        "color",
        "colour", "align", "alignment", "background", "border", "size", "icon", "uuid", "localid", "local-id",
        "version",
        "atlassian-macro-output-type", "cssclass", "sortby", "orderby", "hash",
    ]

    private static let settingEndings = [
        "width", "height", "color", "colour", "style", "class", "theme", "format", "layout", "sort", "order", "id",
        "type",
    ]

    static func isWorthIndexing(_ parameter: Macro.Parameter) -> Bool {
        let name = parameter.name.lowercased()
        if settingNames.contains(name) { return false }
        if settingEndings.contains(where: { name.hasSuffix($0) && isWordEnd(parameter.name, $0) }) { return false }
        return isWorthIndexing(parameter.text.trimmed)
    }

    /// `maxWidth`, `max-width` and `max_width` end in a word of their own; `grid` does not end in `id`.
    private static func isWordEnd(_ name: String, _ ending: String) -> Bool {
        let start = name.dropLast(ending.count)
        guard let first = name.dropFirst(start.count).first, let last = start.last else { return true }
        return first.isUppercase || last == "-" || last == "_" || last == "."
    }

    static func isWorthIndexing(_ text: String) -> Bool {
        guard text.unicodeScalars.contains(where: \.properties.isAlphabetic) else { return false }
        let lower = text.lowercased()
        if ["true", "false", "yes", "no", "on", "off", "none", "null", "auto"].contains(lower) { return false }
        return !isUUID(lower) && !isColor(lower) && !isSize(lower) && !isDatePattern(text) && !isEncoded(text)
    }

    private static func isUUID(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.utf8.count) == [8, 4, 4, 4, 12] && text.allSatisfy { $0 == "-" || $0.isHexDigit }
    }

    private static func isColor(_ text: String) -> Bool {
        if text.hasPrefix("rgb(") || text.hasPrefix("rgba(") || text.hasPrefix("hsl(") || text.hasPrefix("var(--") {
            return true
        }
        return text.hasPrefix("#") && [4, 5, 7, 9].contains(text.utf8.count)
            && text.dropFirst().allSatisfy(\.isHexDigit)
    }

    private static func isSize(_ text: String) -> Bool {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
        return !number.isEmpty
            && ["px", "em", "rem", "pt", "vh", "vw", "cm", "mm", "in", "fr", "ms", "s", "k", "kb", "mb"].contains(
                String(text.dropFirst(number.count)))
    }

    private static func isDatePattern(_ text: String) -> Bool {
        text.count <= 40 && (text.contains("yy") || text.contains("MM") || text.contains("HH"))
            && text.allSatisfy { !$0.isLetter || "yYMdDEHhmsSazZLuwWGkK".contains($0) }
    }

    private static func isEncoded(_ text: String) -> Bool {
        if text.hasPrefix("{") && text.hasSuffix("}") || text.hasPrefix("[{") && text.hasSuffix("]")
            || text.hasPrefix("%7B")
        {
            return true
        }
        guard text.utf8.count > 200 else { return false }
        return text.utf8.allSatisfy { ByteClass.isName($0) || $0 == 0x2B || $0 == 0x2F || $0 == 0x3D || $0 == 0x25 }
    }
}
