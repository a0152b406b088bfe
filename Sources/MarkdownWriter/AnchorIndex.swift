internal import ContentTree

/// Finds the heading that an anchor means. Looks through the page at the first question.
final class AnchorIndex {
    /// Exact names in every form an editor gives them.
    private var slugs: [String: String] = [:]
    /// Letters and digits of the heading alone.
    private var loose: [String: String] = [:]
    private let tree: ContentTree
    private var isFilled = false

    init(_ tree: ContentTree) { self.tree = tree }

    private func fill() {
        guard !isFilled else { return }
        isFilled = true
        var next = HeadingSlugs()
        let title = tree.pageTitle.map(Self.withoutSpaces)
        for text in Self.headings(in: tree.blocks).prefix(HeadingSlugs.limit) {
            let slug = next.next(for: text)
            let packed = Self.withoutSpaces(text)
            add(slug, slug)
            add(text.split(separator: " ").joined(separator: "-"), slug)
            if let title { add(title + "-" + packed, slug) }
            add(packed, slug)
            let key = Self.letters(text)
            if loose[key] == nil { loose[key] = slug }
        }
    }

    /// - Returns: the slug, or the anchor itself when no heading fits.
    func target(of anchor: String) -> String {
        fill()
        if let slug = slugs[anchor] { return slug }
        if let text = tree.namedAnchors[anchor] { return loose[Self.letters(text)] ?? anchor }
        if let slug = loose[Self.letters(anchor)] { return slug }
        // The old editor's form with an unknown page title: whatever stands behind one of the dashes.
        var rest = Substring(anchor)
        for _ in 0..<20 {
            guard let dash = rest.firstIndex(of: "-") else { break }
            rest = rest[rest.index(after: dash)...]
            if let slug = slugs[String(rest)] { return slug }
        }
        return anchor
    }

    private func add(_ name: String, _ slug: String) {
        if !name.isEmpty, slugs[name] == nil { slugs[name] = slug }
    }

    private static func headings(in blocks: [Block]) -> [String] {
        var found: [String] = []
        for block in blocks {
            switch block {
            case .heading(_, let inlines): found.append(inlines.plainText)
            case .quote(let inner): found += headings(in: inner)
            case .panel(let panel): found += headings(in: panel.blocks)
            case .list(let list): for item in list.items { found += headings(in: item.blocks) }
            default: break
            }
        }
        return found
    }

    private static func withoutSpaces(_ text: String) -> String { String(text.filter { !$0.isWhitespace }) }

    private static func letters(_ text: String) -> String {
        String(text.lowercased().filter { $0.isLetter || $0.isNumber })
    }
}
