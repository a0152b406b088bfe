/// Heads and feet of pages: lines that come again at the same place of more than half of the pages, digits aside. They
/// are kept where they come first.
enum RunningLines {
    private struct Place: Hashable {
        /// Counted from the top, or below zero from the bottom.
        let row: Int
        let text: String
    }

    private static let depth = 3

    static func removeRepeats(in pages: inout [PDFPage]) {
        guard pages.count > 2 else { return }
        var counts: [Place: Int] = [:]
        for page in pages {
            for (place, _) in places(of: page) { counts[place, default: 0] += 1 }
        }
        let repeated = counts.filter { $0.value * 2 > pages.count }
        guard !repeated.isEmpty else { return }
        var seen: Set<Place> = []
        for index in pages.indices {
            var gone: [Int] = []
            for (place, line) in places(of: pages[index]) where repeated[place] != nil {
                if !seen.insert(place).inserted { gone.append(line) }
            }
            for line in Set(gone).sorted(by: >) { pages[index].lines.remove(at: line) }
        }
    }

    private static func places(of page: PDFPage) -> [(Place, line: Int)] {
        let filled = page.lines.indices.filter { !page.lines[$0].isEmpty }
        let top = filled.prefix(depth).enumerated().map { (row: $0.offset, line: $0.element) }
        let bottom = filled.dropFirst(depth).suffix(depth).reversed().enumerated().map {
            (row: -1 - $0.offset, line: $0.element)
        }
        return (top + bottom).map { (Place(row: $0.row, text: withoutDigits(page.lines[$0.line])), $0.line) }
    }

    private static func withoutDigits(_ line: Substring) -> String {
        String(decoding: line.utf8.map { $0 >= 0x30 && $0 <= 0x39 ? 0x30 : $0 }, as: UTF8.self)
    }
}
