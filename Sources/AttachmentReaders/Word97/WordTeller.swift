internal import ContentTree
internal import HTMLText

/// Tells one part of a Word file as a story.
final class WordTeller {
    private struct Field {
        var code: [UInt16] = []
        var isInResult = false
        var isLink = false
    }

    let file: WordFile
    private var paragraphs: WordProperties
    private var characters: WordProperties
    private let styles: WordStyles97
    private let lists: WordLists97
    /// Numbers of notes by the place of their mark in the main text.
    var marks: [Int: Int] = [:]

    private var story = Story(.body)
    private var units: [UInt16] = []
    private var look = WordCharacter97()
    private var lookEnd = 0
    private var lookStart = 0
    private var fields: [Field] = []
    /// Characters; a table stands in memory until it ends.
    private(set) var charactersLeft: Int

    init(_ file: WordFile, limits: ReadingLimits) {
        self.file = file
        charactersLeft = 2 * limits.text
        paragraphs = WordProperties(file, pages: file.structure(13), isParagraphs: true)
        characters = WordProperties(file, pages: file.structure(12), isParagraphs: false)
        styles = WordStyles97(file)
        lists = WordLists97(file)
    }

    /// - Parameter take: gets blocks as they are complete, and says whether more are wanted.
    func tell(_ range: Range<Int>, _ take: ([Block]) -> Bool) {
        story = Story(.body)
        fields = []
        lookEnd = 0
        lookStart = 0
        var isWanted = true
        file.forEach(in: range) { unit, character, offset in
            read(unit, character, offset)
            if unit == 0x0D || unit == 0x07 || unit == 0x0C { isWanted = take(story.takeFinished()) }
            return isWanted && charactersLeft > 0
        }
        endRun()
        if isWanted { _ = take(story.finish()) }
    }

    private func read(_ unit: UInt16, _ character: Int, _ offset: Int) {
        if offset < lookStart || offset >= lookEnd { changeLook(offset) }
        switch unit {
        case 0x0D, 0x0C: endParagraph(offset)
        case 0x07: endCell(offset)
        case 0x0B:
            endRun()
            if isShown { story.line.lineBreak() }
        case 0x13:
            endRun()
            if fields.count < 64 { fields.append(Field()) }
        case 0x14: beginResult()
        case 0x15: endField()
        case 0x02 where marks[character] != nil:
            endRun()
            if let number = marks[character] { story.line.append(.footnote(number)) }
        case 0x1E: add(0x2D)
        case 0x09: add(0x20)
        case 0x00...0x1F: break
        default:
            if let number = marks[character] {
                // The author's own mark in place of a number.
                endRun()
                story.line.append(.footnote(number))
            }
            add(unit)
        }
    }

    // MARK: Characters

    private var isShown: Bool { !look.isHidden && !fields.contains { !$0.isInResult } }

    private func changeLook(_ offset: Int) {
        let run = characters.run(at: offset)
        lookStart = run?.range.lowerBound ?? offset
        lookEnd = run?.range.upperBound ?? offset + 1
        let changed = run.map { WordCharacter97(file.bytes, $0.properties) } ?? WordCharacter97()
        guard changed != look else { return }
        endRun()
        look = changed
    }

    private func add(_ unit: UInt16) {
        if let last = fields.indices.last, !fields[last].isInResult {
            if fields[last].code.count < 2_048 { fields[last].code.append(unit) }
        } else if isShown {
            units.append(unit)
            charactersLeft -= 1
            if units.count >= 1 << 16 { endRun() }
        }
    }

    private func endRun() {
        guard !units.isEmpty else { return }
        story.line.append(String(decoding: units, as: UTF16.self), style: look.style)
        units.removeAll(keepingCapacity: true)
    }

    // MARK: Fields

    private func beginResult() {
        guard let last = fields.indices.last, !fields[last].isInResult else { return }
        endRun()
        fields[last].isInResult = true
        let words = String(decoding: fields[last].code, as: UTF16.self).split(separator: " ")
        guard words.first?.uppercased() == "HYPERLINK", words.count > 1, words[1] != "\\l", !story.line.isInLink,
            let target = WebAddress.readable(String(words[1].filter { $0 != "\"" }))
        else { return }
        fields[last].isLink = true
        story.line.openLink(.address(target))
    }

    private func endField() {
        endRun()
        if fields.popLast()?.isLink == true { story.line.closeLink() }
    }

    // MARK: Paragraphs

    private func paragraph(at offset: Int) -> WordParagraph97 {
        WordParagraph97(file.bytes, paragraphs.run(at: offset)?.properties ?? 0..<0)
    }

    private func endParagraph(_ offset: Int) {
        endRun()
        let paragraph = paragraph(at: offset)
        // What is read belongs where its end says.
        if paragraph.endsInnerRow {
            story.nestedShape = paragraph.shape
            return story.endRow(paragraph.nesting)
        }
        if paragraph.endsInnerCell { return story.endCell(paragraph.nesting, kind(paragraph)) }
        story.moveLine(to: paragraph.isInTable ? paragraph.nesting : 0)
        story.endParagraph(kind(paragraph))
    }

    private func endCell(_ offset: Int) {
        endRun()
        let paragraph = paragraph(at: offset)
        if paragraph.endsRow {
            story.shape = paragraph.shape
            story.endRow(1)
        } else {
            story.moveLine(to: 1)
            story.endCell(1, kind(paragraph))
        }
    }

    private func kind(_ paragraph: WordParagraph97) -> Story.Kind {
        if let outline = paragraph.outline ?? styles.outline(of: paragraph.style), 0...8 ~= outline {
            return .heading(outline: outline)
        }
        guard paragraph.list > 0, paragraph.list != 0xF801 else { return .plain }
        let format = lists.format(list: paragraph.list, level: paragraph.level)
        if format == 255 { return .plain }
        return .item(level: paragraph.level, number: format == nil || format == 23 ? nil : 1)
    }
}
