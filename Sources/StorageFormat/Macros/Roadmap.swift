internal import ContentTree

extension MacroBehaviour {
    static let roadmap = MacroBehaviour("roadmap") { macro, walker in
        walker.titleLine(macro.text("title"))
        let source = (macro.text("source") ?? "").percentDecoded
        let items = JSONTitles.titles(in: source).map { title in
            ListBlock.Item(blocks: [.line(title)])
        }
        if !items.isEmpty { walker.flow.append(.list(ListBlock(items: items))) }
    }

    /// Macros whose words the author typed into parameters.
    static let authorWords = MacroBehaviour(
        "calendar", "team-calendar", "timeline", "profile-search", "poll", "survey", "vote"
    ) { macro, walker in
        let shown = macro.text("title", "question", "name", "")
        walker.titleLine(shown)
        let words = macro.parameters.filter { IndexWorth.isWorthIndexing($0) && $0.text.trimmed != shown }
        let typed = words.map(\.text) + (macro.plainBody.map { [walker.markup.rawText($0)] } ?? [])
        let items = typed.flatMap { $0.split(whereSeparator: \.isNewline) }.map { String($0).singleSpaced }.filter {
            !$0.isEmpty
        }
        let list = items.map { ListBlock.Item(blocks: [.line($0)]) }
        if !list.isEmpty { walker.flow.append(.list(ListBlock(items: list))) }
        if let body = macro.richBody { walker.walkBlock(body) }
    }
}

/// Finds the values of `"title"` in JSON, in order, without caring for the rest.
enum JSONTitles {
    static func titles(in source: String) -> [String] {
        let bytes = Array(source.utf8)
        var titles: [String] = []
        var index = 0
        var key: String?
        while index < bytes.count, titles.count < 10_000 {
            guard bytes[index] == 0x22 else {
                if bytes[index] == 0x2C || bytes[index] == 0x7B || bytes[index] == 0x7D { key = nil }
                index += 1
                continue
            }
            let text = string(bytes, &index)
            if key == "title" {
                let title = text.singleSpaced
                if !title.isEmpty { titles.append(title) }
                key = nil
            } else if next(bytes, index) == 0x3A {
                key = text
            } else {
                key = nil
            }
        }
        return titles
    }

    private static func next(_ bytes: [UInt8], _ index: Int) -> UInt8? {
        bytes[index...].first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
    }

    private static func string(_ bytes: [UInt8], _ index: inout Int) -> String {
        var text: [UInt8] = []
        var units: [UInt16] = []
        index += 1
        while index < bytes.count, bytes[index] != 0x22 {
            guard bytes[index] == 0x5C, index + 1 < bytes.count else {
                text.append(bytes[index])
                index += 1
                continue
            }
            if bytes[index + 1] == 0x75, index + 5 < bytes.count,
                let unit = UInt16(String(decoding: bytes[(index + 2)...(index + 5)], as: UTF8.self), radix: 16)
            {
                units.append(unit)
                index += 6
                let isPairOpen = UTF16.isLeadSurrogate(unit) && index + 1 < bytes.count && bytes[index] == 0x5C
                if isPairOpen { continue }
                text += Array(String(decoding: units, as: UTF16.self).utf8)
                units = []
                continue
            }
            switch bytes[index + 1] {
            case 0x6E, 0x72, 0x74: text.append(0x20)
            case let other: text.append(other)
            }
            index += 2
        }
        // An unterminated string ends with the source.
        index = min(index + 1, bytes.count)
        return String(decoding: text, as: UTF8.self)
    }
}
