internal import AttachmentModel
internal import CharacterSets
internal import ContentTree

/// Follows the words of an RTF file and tells its stories. Keeps its own stack of groups.
final class RTFInterpreter {
    private var scanner: RTFScanner
    private let limits: ReadingLimits
    private let output: DocumentOutput
    private var groups: [RTFGroup] = []
    /// Bytes; a table stands in memory until it ends.
    private var textLeft: Int
    /// Groups open beyond the depth.
    private var deeper = 0
    var group = RTFGroup()
    var stories = [Story(.body)]
    var fonts = RTFFonts()
    var styles = RTFStyles()
    var lists = RTFLists()
    var ending = StoryEnding()

    /// Text in the character set of its font, not yet decoded.
    private var bytes: [UInt8] = []
    /// First half of a character beyond U+FFFF.
    private var highHalf: UInt16?
    /// Characters to leave out behind a `\u`.
    private var leftOut = 0
    /// The mark of the list item that is being read; `nil`: none.
    var mark: String?
    var isBulleted: Bool?
    var fieldCode = ""
    var commentAuthor = ""

    init(_ bytes: UnsafeRawBufferPointer, limits: ReadingLimits, output: DocumentOutput) {
        scanner = RTFScanner(bytes)
        self.limits = limits
        self.output = output
        textLeft = 2 * limits.text
    }

    var story: Story { stories[stories.count - 1] }

    func run() {
        while !output.isFull, textLeft > 0 {
            switch scanner.next() {
            case .open: open()
            case .close: close()
            case .optional: group.isOptional = true
            case .byte(let byte): if deeper == 0 { add(CollectionOfOne(byte)) }
            case .text(let range): if deeper == 0 { add(scanner.bytes[range]) }
            case .word(let word, let number): if deeper == 0 { take(word, number) }
            case .end: return finish()
            }
        }
        if textLeft <= 0 { output.note(.text) }
        finish()
    }

    // MARK: Groups

    private func open() {
        endText()
        guard deeper == 0, groups.count < limits.depth else {
            deeper += 1
            output.note(.depth)
            return
        }
        groups.append(group)
        group = group.inner()
    }

    private func close() {
        guard deeper == 0 else {
            deeper -= 1
            return
        }
        endText()
        if group.endsLink { story.line.closeLink() }
        if group.endsStory, stories.count > 1 { endStory() }
        if let outer = groups.popLast() { group = outer }
    }

    /// What follows in this group is told apart.
    func begin(_ role: Story.Role) {
        guard !group.endsStory, stories.count < 32 else { return }
        stories.append(Story(role))
        group.destination = .text
        group.endsStory = true
        group.paragraph = RTFGroup.Paragraph()
        group.style = []
    }

    private func endStory() {
        guard stories.count > 1, let story = stories.popLast() else { return }
        let blocks = story.finish()
        if case .box = story.role {
            self.story.waiting += blocks
        } else {
            ending.add(blocks, of: story.role)
        }
    }

    private func finish() {
        endText()
        while stories.count > 1 { endStory() }
        output.append(story.finish())
        output.append(ending.blocks())
    }

    // MARK: Text

    private func add(_ text: some Collection<UInt8>) {
        group.isFresh = false
        guard leftOut == 0 else {
            let rest = text.dropFirst(leftOut)
            leftOut -= text.count - rest.count
            if !rest.isEmpty { add(rest) }
            return
        }
        bytes.append(contentsOf: text)
        if bytes.count >= limits.run { endBytes() }
    }

    func endText() {
        endBytes()
        highHalf = nil
        leftOut = 0
    }

    private func endBytes() {
        guard !bytes.isEmpty else { return }
        let font = group.script == .double ? group.doubleFont ?? group.font : group.font
        if group.destination != .skipped {
            if fonts.isSymbol(font) {
                put(String(decoding: bytes.map { $0 == 0xB7 ? 0x2A : $0 < 0x80 ? $0 : 0x20 }, as: UTF8.self))
            } else if bytes.allSatisfy({ $0 < 0x80 }) {
                bytes.withUnsafeBufferPointer { put(utf8: $0) }
            } else {
                let text = fonts.decode(bytes, codePage: fonts.codePage(of: font))
                text.withUnsafeBufferPointer { put(utf8: $0) }
            }
        }
        bytes.removeAll(keepingCapacity: true)
    }

    /// `\uN`: a UTF-16 unit, with characters for old readers behind it.
    func addUnit(_ number: Int) {
        endBytes()
        leftOut = max(0, min(group.fallback, 255))
        guard let unit = UInt16(exactly: number < 0 ? number + 65_536 : number) else { return addScalar(number) }
        if UTF16.isLeadSurrogate(unit) {
            highHalf = unit
        } else if let high = highHalf, UTF16.isTrailSurrogate(unit) {
            highHalf = nil
            put(String(decoding: [high, unit], as: UTF16.self))
        } else {
            highHalf = nil
            addScalar(Int(unit))
        }
    }

    private func addScalar(_ number: Int) {
        guard number != 0xF0B7 else { return put("•") }
        // Places of symbol fonts, which mean nothing without the font.
        guard !(0xF000...0xF0FF ~= number), let scalar = UInt32(exactly: number).flatMap(Unicode.Scalar.init) else {
            return
        }
        put(String(scalar))
    }

    func put(_ text: String) {
        var text = text
        text.withUTF8 { put(utf8: $0) }
    }

    private func put(utf8 text: UnsafeBufferPointer<UInt8>) {
        switch group.destination {
        case .text:
            guard !group.isHidden, !group.isDeleted else { return }
            enterTables()
            textLeft -= text.count
            story.line.append(utf8: text, style: group.style)
        case .fieldCode: if fieldCode.utf8.count < 4_096 { fieldCode += String(decoding: text, as: UTF8.self) }
        case .listMark: if (mark ?? "").utf8.count < 64 { mark = (mark ?? "") + String(decoding: text, as: UTF8.self) }
        case .commentAuthor:
            if commentAuthor.utf8.count < 256 { commentAuthor += String(decoding: text, as: UTF8.self) }
        case .styles: styles.text(UnsafeRawBufferPointer(text))
        case .skipped, .fonts, .lists, .overrides, .numbering, .field, .nestedRow, .twins: break
        }
    }

    func enterTables() {
        let paragraph = group.paragraph
        story.enter(paragraph.isInTable ? max(1, paragraph.nesting) : story.isInRow ? 1 : 0)
    }

    /// Hands on what is complete, so that a long document does not stand in memory.
    func endParagraph() {
        endText()
        enterTables()
        story.endParagraph(paragraphKind())
        if stories.count == 1 { output.append(story.takeFinished()) }
    }

    func paragraphKind() -> Story.Kind {
        defer { mark = nil }
        let paragraph = group.paragraph
        if let outline = paragraph.outline ?? styles.outline(of: paragraph.style), 0...8 ~= outline {
            return .heading(outline: outline)
        }
        let format = paragraph.list.flatMap { lists.format(list: $0, level: paragraph.level) }
        guard mark != nil || (format != nil && format != 255) || isBulleted != nil else { return .plain }
        let mark = mark ?? ""
        let isNumbered =
            format.map { $0 != 23 && $0 != 255 } ?? isBulleted.map { !$0 }
            ?? mark.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
        let digits = mark.utf8.drop { $0 <= 0x20 }.prefix { 0x30...0x39 ~= $0 }.prefix(9)
        let number = Int(String(decoding: Array(digits), as: UTF8.self)) ?? 1
        return .item(level: max(0, paragraph.level), number: isNumbered ? number : nil)
    }
}
