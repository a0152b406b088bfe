/// Names of headings as GitHub makes them: lower case, only letters, digits, `-` and `_`, spaces as `-`, repeats numbered.
package struct HeadingSlugs: Sendable {
    private var used: [String: Int] = [:]

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
        used[base] = repeats
        if slug != base { used[slug] = 0 }
        return slug
    }

    package static func slug(of text: String) -> String {
        var slug = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "-", "_": slug.append(scalar)
            case " ", "\u{A0}", "\t": slug.append("-")
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
