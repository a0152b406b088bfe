/// Names of headings as GitHub makes them: lower case, only letters, digits, `-` and `_`, spaces as `-`, repeats numbered.
package struct HeadingSlugs: Sendable {
    private var used: [String: Int] = [:]

    /// Names beyond which repeats are not told apart any more.
    package static let limit = 50_000

    package init() {}

    /// The slug of the next heading with this text.
    package mutating func next(for text: String) -> String {
        let base = Self.slug(of: text)
        var slug = base
        var repeats = used[base] ?? 0
        while used[slug] != nil {
            repeats += 1
            slug = "\(base)-\(repeats)"
        }
        guard used.count < Self.limit else { return slug }
        used[base] = repeats
        if slug != base { used[slug] = 0 }
        return slug
    }

    package static func slug(of text: String) -> String {
        var ascii: [UInt8] = []
        ascii.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 0x61...0x7A, 0x30...0x39, 0x2D, 0x5F: ascii.append(byte)
            case 0x41...0x5A: ascii.append(byte + 0x20)
            case 0x20, 0x09: ascii.append(0x2D)
            case 0x80...: return slug(ofAnything: text)
            default: continue
            }
        }
        return String(decoding: ascii, as: UTF8.self)
    }

    private static func slug(ofAnything text: String) -> String {
        var slug = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "-", "_": slug.append(scalar)
            case " ", "\u{A0}", "\t": slug.append("-")
            // Kana, Han and Hangul: letters without case, and the bulk of the pages that have them.
            case "\u{3041}"..."\u{3096}", "\u{4E00}"..."\u{9FFF}", "\u{AC00}"..."\u{D7A3}": slug.append(scalar)
            default:
                let properties = scalar.properties
                guard
                    properties.isAlphabetic || properties.numericType != nil
                        || properties.generalCategory == .nonspacingMark
                else { continue }
                if properties.isUppercase {
                    slug.append(contentsOf: properties.lowercaseMapping.unicodeScalars)
                } else {
                    slug.append(scalar)
                }
            }
        }
        return String(slug)
    }
}
