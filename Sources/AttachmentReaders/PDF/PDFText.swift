/// What `pdftotext -htmlmeta` writes: a head with the title, and the text itself, unescaped, between `<pre>` lines.
struct PDFText {
    /// From the file's metadata; empty where it has none worth keeping.
    private(set) var title = ""
    var pages: [PDFPage]

    init(_ text: String) {
        var body = text[...]
        if text.hasPrefix("<!DOCTYPE"), let start = text.firstRange(of: "\n<pre>\n") {
            title = Self.title(in: text[..<start.lowerBound])
            body = text[start.upperBound...]
        }
        pages = body.split(separator: "\u{C}", omittingEmptySubsequences: false).map { PDFPage($0) }
        // Each page ends with a form feed: what follows the last one is no page, unless the text was cut there.
        if let last = pages.last, last.isEmpty || last.lines.first == "</pre>" { pages.removeLast() }
    }

    private static func title(in head: Substring) -> String {
        guard let start = head.firstRange(of: "<title>"), let end = head.firstRange(of: "</title>"),
            start.upperBound <= end.lowerBound
        else { return "" }
        var title = String(head[start.upperBound..<end.lowerBound])
        for (name, letter) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")] {
            title = title.split(separator: name, omittingEmptySubsequences: false).joined(separator: letter)
        }
        title = title.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return saysSomething(title) ? title : ""
    }

    /// Programs fill the title with the name of the file they had open.
    private static func saysSomething(_ title: String) -> Bool {
        guard title.utf8.count <= 300, title.contains(where: \.isLetter) else { return false }
        let lower = title.lowercased()
        if ["untitled", "title", "document", "presentation", "unknown"].contains(lower) { return false }
        if lower.hasPrefix("microsoft word - ") || lower.hasPrefix("microsoft powerpoint - ") { return false }
        if lower.contains("\\") || lower.hasPrefix("/") || lower.hasPrefix("file:") { return false }
        guard let dot = lower.lastIndex(of: "."), !lower.hasSuffix(".") else { return true }
        let ending = lower[lower.index(after: dot)...]
        return !(ending.count <= 5 && ending.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
    }

    /// Whether the first page itself starts with the title.
    var opensWithTitle: Bool {
        func letters(_ text: some StringProtocol) -> String {
            String(text.lowercased().filter { $0.isLetter || $0.isNumber })
        }
        let opening = pages.first?.lines.prefix(30).joined() ?? ""
        return letters(opening).contains(letters(title))
    }
}
