/// Characters of the fonts that Word keeps outside of Unicode: `w:sym` with a private code and the font's name.
enum WordSymbol {
    static func character(font: String, code: String) -> String? {
        guard let value = UInt32(code, radix: 16), let scalar = Unicode.Scalar(value) else { return nil }
        let isPrivate = value >= 0xF000 && value <= 0xF0FF
        let isSymbolFont = font == "Symbol" || font.hasPrefix("Wingdings") || font == "Webdings"
        guard isPrivate || isSymbolFont else { return String(scalar) }
        let byte = UInt8(truncatingIfNeeded: value)
        switch font {
        case "Symbol": return symbol[byte].map { String($0) }
        case "Wingdings": return wingdings[byte].map { String($0) }
        case "Wingdings 2": return wingdings2[byte].map { String($0) }
        default: return nil
        }
    }

    /// Adobe's Symbol encoding; codes 0x41…0x7A are Greek.
    private static let symbol: [UInt8: Character] = {
        var table: [UInt8: Character] = [
            0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±",
            0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈",
            0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD1: "∇", 0xD5: "∏", 0xD6: "√", 0xDB: "⇔", 0xDE: "⇒",
            0xE5: "∑", 0xF2: "∫",
        ]
        let upper = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
        let lower = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
        for (offset, letter) in upper.enumerated() { table[0x41 + UInt8(offset)] = letter }
        for (offset, letter) in lower.enumerated() { table[0x61 + UInt8(offset)] = letter }
        return table
    }()

    private static let wingdings: [UInt8: Character] = [
        0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0xA8: "☐", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
        0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "→", 0xF0: "⇒",
    ]

    private static let wingdings2: [UInt8: Character] = [
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0xA3: "☐",
    ]
}
