internal import ContentTree

/// Makes paragraphs and lists of the lines of one page.
struct PDFParagraphs {
    private(set) var blocks: [Block] = []
    private let words: PDFWords
    private var items: [ListBlock.Item] = []

    init(_ page: PDFPage, words: PDFWords) {
        self.words = words
        for group in page.lines.split(whereSeparator: \.isEmpty) { add(group) }
        endList()
    }

    /// One block of lines without a blank one between them.
    private mutating func add(_ lines: ArraySlice<Substring>) {
        let width = lines.map(\.utf8.count).max() ?? 0
        var text = ""
        var isItem = false
        var previous = Substring()
        for line in lines {
            let bullet = Self.bullet(line)
            if !text.isEmpty, bullet != nil || Self.ends(previous, before: line, width: width) {
                end(text, isItem: isItem)
                text = ""
                isItem = false
            }
            if text.isEmpty {
                isItem = bullet != nil
                text = String(bullet ?? line)
            } else {
                text = join(text, line)
            }
            previous = line
        }
        end(text, isItem: isItem)
    }

    /// A line that stops early at the end of a sentence ends its paragraph; so does one before a numbered line.
    private static func ends(_ line: Substring, before next: Substring, width: Int) -> Bool {
        if startsWithNumber(next) { return true }
        let isShort = line.utf8.count * 4 < width * 3
        guard isShort, let last = line.last else { return false }
        if ".:!?。！？".contains(last) { return true }
        return line.utf8.count * 2 < width && next.first?.isUppercase ?? false
    }

    /// `1. word`, `2) word`, and `3.1 Heading`.
    private static func startsWithNumber(_ line: Substring) -> Bool {
        let number = line.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let digits = number.prefix { $0 != "." }
        guard !digits.isEmpty, digits.count <= 3 else { return false }
        let rest = line.dropFirst(number.count)
        if number.count == digits.count { return rest.hasPrefix(") ") }
        guard let space = rest.first, space == " ", let first = rest.dropFirst().first else { return false }
        return number.dropFirst(digits.count) == "." || first.isUppercase
    }

    private static let bullets: Set<Character> = ["•", "‣", "◦", "▪", "▫", "●", "○", "■", "□", "\u{F0B7}", "\u{F0A7}"]

    /// - Returns: what stands behind the bullet.
    private static func bullet(_ line: Substring) -> Substring? {
        guard let first = line.first, bullets.contains(first) else { return nil }
        return line.dropFirst().drop { $0 == " " || $0 == "\t" }
    }

    private func join(_ text: String, _ line: Substring) -> String {
        if let joined = words.joined(text, line) { return joined }
        guard let last = text.unicodeScalars.last, let first = line.unicodeScalars.first else { return text + line }
        return Self.isWithoutSpaces(last) && Self.isWithoutSpaces(first) ? text + line : text + " " + line
    }

    /// Scripts that put no spaces between words: kana, Han and their marks; Thai.
    private static func isWithoutSpaces(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3000...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFF65, 0x20000...0x3FFFF, 0x0E00...0x0E7F:
            true
        default: false
        }
    }

    private mutating func end(_ text: String, isItem: Bool) {
        guard !text.isEmpty else { return }
        let paragraph = Block.paragraph([Inline(.text(Self.withoutLeaders(text)))])
        if isItem {
            items.append(ListBlock.Item(blocks: [paragraph]))
        } else {
            endList()
            blocks.append(paragraph)
        }
    }

    /// The dots that lead the eye from a heading to its page.
    private static func withoutLeaders(_ text: String) -> String {
        guard text.contains(". . . .") || text.contains(".....") else { return text }
        var output = ""
        var dots = ""
        func end(_ dots: String) {
            let isLeader = dots.filter { $0 == "." }.count > 3
            while isLeader, output.last == " " { output.removeLast() }
            output += isLeader ? " … " : dots
        }
        for character in text {
            if character == "." || (character == " " && !dots.isEmpty) {
                dots.append(character)
            } else {
                end(dots)
                output.append(character)
                dots = ""
            }
        }
        end(dots)
        return output
    }

    private mutating func endList() {
        guard !items.isEmpty else { return }
        blocks.append(.list(ListBlock(items: items)))
        items = []
    }
}
