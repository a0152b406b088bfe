internal import ContentTree

/// What a chart says in words: its titles, the names of its series, its categories. ECMA-376 part 1, 21.2.
enum ChartText {
    private enum Tag: String, XMLTag {
        case title = "c:title"
        case category = "c:cat"
        case series = "c:ser"
        case seriesName = "c:tx"
        case value = "c:v"
        case format = "c:formatCode"
        case text = "a:t"
        case newTitle = "cx:title"
        case newText = "cx:v"
        case newPoint = "cx:pt"
        case newNumbers = "cx:numDim"
    }

    private struct Words {
        var titles: [String] = []
        var series: [String] = []
        var categories: [String] = []
        private var known: Set<String> = []

        /// Every series repeats the categories.
        mutating func addCategory(_ name: String) {
            if categories.count < 10_000, known.insert(name).inserted { categories.append(name) }
        }
    }

    /// - Parameter part: normalised name of the chart's part.
    static func blocks(of part: String, in package: OfficePackage) -> [Block] {
        guard let words = words(of: part, in: package) else { return [] }
        return paragraphs(
            words.titles + [words.series.joined(separator: ", "), words.categories.joined(separator: ", ")])
    }

    /// Without the names that stand in the cells of the chart's sheet.
    static func titles(of part: String, in package: OfficePackage) -> [Block] {
        paragraphs(words(of: part, in: package)?.titles ?? [])
    }

    private static func words(of part: String, in package: OfficePackage) -> Words? {
        package.read(part, as: Tag.self) { xml in
            var words = Words()
            read(&xml, into: &words, open: nil)
            return words
        }
    }

    private static func paragraphs(_ lines: [String]) -> [Block] {
        var flow = TextFlow()
        for line in lines {
            flow.append(line)
            flow.endParagraph()
        }
        return flow.takeBlocks()
    }

    /// - Parameter open: the innermost element around that tells what a text is.
    private static func read(
        _ xml: inout XMLPull<Tag>, into words: inout Words, open: Tag?, _ format: NumberFormat = .plain
    ) {
        var title = ""
        var format = format
        while let event = xml.event() {
            switch event {
            case .start(.newNumbers): xml.skip()
            case .start(.format): format = NumberFormat(code: xml.allText(limit: 1_024))
            case .start(let tag?) where tag == .value || tag == .text || tag == .newText || tag == .newPoint:
                let text = xml.allText(limit: 32_767)
                if text.isEmpty { continue }
                switch open {
                case .title, .newTitle: title += text
                case .category: words.addCategory(shown(text, as: format))
                case .seriesName: words.series.append(text)
                default:
                    if tag == .newPoint {
                        words.addCategory(text)
                    } else if tag == .newText {
                        words.series.append(text)
                    }
                }
            case .start(let tag): read(&xml, into: &words, open: isTelling(tag) ? tag : open, format)
            case .end:
                if !title.isEmpty { words.titles.append(title) }
                return
            case .text: break
            }
        }
    }

    /// Categories may be days, stored as numbers.
    private static func shown(_ text: String, as format: NumberFormat) -> String {
        Double(text).flatMap { DateText().text($0, as: format) } ?? text
    }

    private static func isTelling(_ tag: Tag?) -> Bool {
        switch tag {
        case .title, .newTitle, .category, .seriesName: true
        default: false
        }
    }
}
