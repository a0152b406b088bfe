/// What a file says about its paragraph styles and lists.
struct RTFStyles {
    /// Outline levels from 0 by style number.
    private(set) var outlines: [Int: Int] = [:]
    private var bases: [Int: Int] = [:]
    private static let most = 8_192

    // The style that is being described.
    private var number = 0
    private var name: [UInt8] = []

    mutating func begin(_ number: Int) {
        self.number = number
        name = []
    }

    mutating func base(_ base: Int) {
        if bases.count < Self.most { bases[number] = base }
    }

    mutating func outline(_ level: Int) {
        if outlines.count < Self.most { outlines[number] = level }
    }

    /// A style's name ends with a semicolon.
    mutating func text(_ bytes: UnsafeRawBufferPointer) {
        guard name.count < 256 else { return }
        name += bytes.prefix(256)
        guard name.last == UInt8(ascii: ";") else { return }
        let words = String(decoding: name.dropLast(), as: UTF8.self).lowercased().split(separator: " ")
        name = []
        guard outlines[number] == nil else { return }
        if words == ["title"] { outline(0) }
        if words.count == 2, words[0] == "heading", let level = Int(words[1]), 1...9 ~= level { outline(level - 1) }
    }

    /// The level of a paragraph with this style; 9 and more is body text.
    func outline(of style: Int) -> Int? {
        var style = style
        for _ in 0..<8 {
            if let outline = outlines[style] { return 0...8 ~= outline ? outline : nil }
            guard let base = bases[style], base != style, base != 222 else { return nil }
            style = base
        }
        return nil
    }
}

/// Which lists are numbered, from the tables at the start of a file.
struct RTFLists {
    /// Formats of the levels by the list's id; 23 is a bullet, 255 nothing.
    private var formats: [Int: [Int]] = [:]
    private var overrides: [Int: Int] = [:]
    private var levels: [Int] = []
    private var listID = 0
    private static let most = 8_192

    mutating func beginList() { levels = [] }

    mutating func beginLevel() { if levels.count < 16 { levels.append(0) } }

    mutating func format(_ format: Int) { if !levels.isEmpty { levels[levels.count - 1] = format } }

    /// The id comes behind the levels of a list, and before the number in an override.
    mutating func identify(_ id: Int) {
        listID = id
        if !levels.isEmpty, formats.count < Self.most { formats[id] = levels }
        levels = []
    }

    mutating func override(_ number: Int) { if overrides.count < Self.most { overrides[number] = listID } }

    /// - Returns: `nil` when the file does not say.
    func format(list: Int, level: Int) -> Int? {
        guard let levels = formats[overrides[list] ?? list], level >= 0, level < levels.count else { return nil }
        return levels[level]
    }
}
