/// What CommonMark's rules for emphasis know of a character.
enum CharacterClass {
    case space
    /// Punctuation to every reader.
    case punctuation
    /// A symbol that newer readers count as punctuation and older ones do not.
    case symbol
    case word

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x09, 0x0A, 0x0C, 0x0D, 0x20: self = .space
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: self = .word
        case 0x21...0x7E: self = .punctuation
        case ..<0x80: self = .word
        default: self = Self.beyondASCII(scalar)
        }
    }

    private static func beyondASCII(_ scalar: Unicode.Scalar) -> CharacterClass {
        switch scalar.properties.generalCategory {
        case .spaceSeparator: .space
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation,
            .otherPunctuation:
            .punctuation
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: .symbol
        default: .word
        }
    }

    /// - Parameter strict: whether symbols count as punctuation.
    func isPunctuation(strict: Bool) -> Bool { self == .punctuation || (strict && self == .symbol) }
}

extension [UInt8] {
    /// The character that ends before `index`.
    func scalar(before index: Int) -> Unicode.Scalar? {
        guard index > 0 else { return nil }
        var start = index - 1
        while start > 0, self[start] & 0xC0 == 0x80, index - start < 4 { start -= 1 }
        return String(decoding: self[start..<index], as: UTF8.self).unicodeScalars.last
    }

    /// The character that starts at `index`.
    func scalar(at index: Int) -> Unicode.Scalar? {
        guard index < count else { return nil }
        if self[index] < 0x80 { return Unicode.Scalar(self[index]) }
        return String(decoding: self[index..<Swift.min(count, index + 4)], as: UTF8.self).unicodeScalars.first
    }
}
