/// What a reader of a page gets: blocks inside of blocks, and their text without marks.
struct Outline: Equatable, CustomStringConvertible {
    /// `paragraph`, `heading 2`, `code swift`, `quote`, `bullets`, `numbers from 1`, `item`, `table`,
    /// `row`, `cell`, `rule`.
    var kind: String
    /// Whitespace collapsed, except in code.
    var text = ""
    var children: [Outline] = []

    /// A kind or text that is not compared.
    static let anything = "anything"

    var description: String { lines.joined(separator: "\n") }

    /// The item with the box of a task in front of its text.
    func boxed(isDone: Bool) -> Outline {
        var item = Outline(kind: "item", children: children)
        if item.children.first?.kind == "paragraph" {
            item.children[0].text = (isDone ? "[x] " : "[ ] ") + item.children[0].text
        } else {
            item.children.insert(Outline(kind: "paragraph", text: isDone ? "[x]" : "[ ]"), at: 0)
        }
        return item
    }

    private var lines: [String] {
        [text.isEmpty ? kind : "\(kind): \(text)"] + children.flatMap(\.lines).map { "  " + $0 }
    }

    /// The first place where `other` says something else, with the way there.
    func difference(from other: Outline) -> String? {
        if text == Self.anything, kind == other.kind { return nil }
        // Nobody knows how many blocks stand for it.
        if children.contains(where: { $0.kind == Self.anything }) { return nil }
        guard kind == other.kind, text == other.text else {
            return "meant \(kind) «\(text)», read \(other.kind) «\(other.text)»"
        }
        for (meant, read) in zip(children, other.children) {
            if let difference = meant.difference(from: read) { return "\(kind) > \(difference)" }
        }
        guard children.count == other.children.count else {
            let extra = children.count > other.children.count ? children : other.children
            return "\(kind) has \(children.count), read \(other.children.count): "
                + "\(extra[min(children.count, other.children.count)])"
        }
        return nil
    }
}

extension String {
    /// Trimmed, every run of whitespace as one space.
    var collapsed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
