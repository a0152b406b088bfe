internal import CharacterSets

/// The character sets of a file's fonts, and decoders for them.
struct RTFFonts {
    private struct Font {
        var codePage: Int?
        var isSymbol = false
    }

    private var fonts: [Int: Font] = [:]
    private var decoders: [Int: CharacterSetDecoder] = [:]
    /// Of text in a font that says nothing.
    var codePage = 1252
    var standard: Int?
    private static let most = 8_192

    mutating func define(_ font: Int, charset: Int) {
        guard fonts.count < Self.most else { return }
        fonts[font] = Font(codePage: Self.codePages[charset], isSymbol: charset == 2)
    }

    mutating func define(_ font: Int, codePage: Int) {
        guard fonts.count < Self.most, codePage > 0 else { return }
        fonts[font, default: Font()].codePage = codePage
    }

    func isSymbol(_ font: Int?) -> Bool { fonts[font ?? standard ?? -1]?.isSymbol ?? false }

    func codePage(of font: Int?) -> Int { fonts[font ?? standard ?? -1]?.codePage ?? codePage }

    mutating func decode(_ bytes: [UInt8], codePage: Int) -> [UInt8] {
        if let decoder = decoders[codePage] { return bytes.withUnsafeBytes { decoder.decode($0) } }
        let set = CharacterSet(codePage: codePage) ?? .windows1252
        guard decoders.count < 64, let decoder = CharacterSetDecoder(set) else { return set.decode(bytes) }
        decoders[codePage] = decoder
        return bytes.withUnsafeBytes { decoder.decode($0) }
    }

    /// Windows' numbers of character sets, as `\fcharset` has them. 1 is whatever the file has.
    private static let codePages = [
        0: 1252, 77: 10_000, 78: 932, 79: 949, 80: 936, 81: 950, 83: 1255, 84: 1256, 85: 1253, 86: 1254, 87: 874,
        88: 1250, 89: 1251, 128: 932, 129: 949, 130: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
        177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
    ]
}
