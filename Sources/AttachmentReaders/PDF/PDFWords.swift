/// The words of a whole file, to judge what was cut at a line's end.
struct PDFWords {
    private var words: Set<Substring> = []
    private static let most = 200_000

    init(_ pages: [PDFPage]) {
        for page in pages {
            for line in page.lines {
                for word in line.split(whereSeparator: { !Self.isInWord($0) }) where word.utf8.count > 3 {
                    words.insert(word)
                    if words.count >= Self.most { return }
                }
            }
        }
    }

    private static func isInWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "-"
    }

    /// How the end of one line and the start of the next belong together, where the first ends with a hyphen.
    /// - Returns: the two as one; `nil` when there is no word cut in two.
    func joined(_ line: String, _ next: Substring) -> String? {
        guard let hyphen = line.last, Self.hyphens.contains(hyphen) else { return nil }
        let head = line.dropLast()
        guard let before = head.last, before.isLetter || before.isNumber, let after = next.first,
            after.isLetter || after.isNumber
        else { return nil }
        let whole = String(head) + String(next)
        if hyphen == "\u{AD}" { return whole }
        let first = Self.end(of: head, while: Self.isInWord)
        let second = next.prefix(while: Self.isInWord)
        let compound = "\(first)-\(second)"
        if words.contains(compound[...]) { return line + String(next) }
        let isWord = words.contains("\(first)\(second)"[...])
        let isLower =
            Self.end(of: first) { $0.isLetter }.allSatisfy { $0.isLowercase }
            && second.prefix { $0.isLetter }.allSatisfy { $0.isLowercase }
        let isCut = isWord || (before.isLetter && after.isLetter && isLower)
        return isCut ? whole : line + String(next)
    }

    private static let hyphens: Set<Character> = ["-", "\u{2010}", "\u{AD}"]

    private static func end(of text: Substring, while isWanted: (Character) -> Bool) -> Substring {
        guard let stop = text.lastIndex(where: { !isWanted($0) }) else { return text }
        return text[text.index(after: stop)...]
    }
}
