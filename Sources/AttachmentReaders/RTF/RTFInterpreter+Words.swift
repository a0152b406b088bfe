internal import ContentTree

extension RTFInterpreter {
    func take(_ word: RTFWord, _ number: Int?) {
        if word == .u {
            group.isFresh = false
            if let number, group.destination != .skipped { addUnit(number) }
            return
        }
        endText()
        let opensGroup = group.isFresh
        group.isFresh = false
        if enter(word) { return }
        if opensGroup, group.isOptional { group.destination = .skipped }
        switch group.destination {
        case .skipped, .twins: return
        case .fonts: describeFont(word, number)
        case .styles: describeStyle(word, number)
        case .lists, .overrides: describeList(word, number)
        case .numbering:
            if word == .pnlvlblt { isBulleted = true }
            if word == .pnlvlbody { isBulleted = false }
        case .nestedRow: if !shape(word, number) { endTablePart(word) }
        case .text, .listMark, .field, .fieldCode, .commentAuthor:
            if let character = word.character {
                put(character)
            } else if !format(word, number), !structure(word, number), !shape(word, number) {
                endTablePart(word)
            }
        }
    }

    // MARK: Tables at the start of the file

    private func describeFont(_ word: RTFWord, _ number: Int?) {
        switch word {
        case .f: group.font = number
        case .fcharset: if let font = group.font { fonts.define(font, charset: number ?? 0) }
        case .cpg: if let font = group.font { fonts.define(font, codePage: number ?? 0) }
        default: break
        }
    }

    private func describeStyle(_ word: RTFWord, _ number: Int?) {
        switch word {
        case .s: styles.begin(number ?? 0)
        case .sbasedon: styles.base(number ?? 0)
        case .outlinelevel: styles.outline(number ?? 0)
        default: break
        }
    }

    private func describeList(_ word: RTFWord, _ number: Int?) {
        switch word {
        case .list: lists.beginList()
        case .listlevel: lists.beginLevel()
        case .levelnfc, .levelnfcn: lists.format(number ?? 0)
        case .listid: lists.identify(number ?? 0)
        case .ls: lists.override(number ?? 0)
        default: break
        }
    }

    // MARK: Characters

    /// - Returns: whether the word was one of these.
    private func format(_ word: RTFWord, _ number: Int?) -> Bool {
        let isOn = number != 0
        switch word {
        case .plain:
            group.style = []
            group.isHidden = false
            group.isDeleted = false
            group.font = nil
        case .b: set(.strong, isOn)
        case .i: set(.emphasis, isOn)
        case .strike, .striked: set(.strikethrough, isOn)
        case .v: group.isHidden = isOn
        case .deleted: group.isDeleted = isOn
        case .f: if group.script == .double { group.doubleFont = number } else { group.font = number }
        case .af: if group.script == .double { group.doubleFont = number }
        case .loch: group.script = .low
        case .hich: group.script = .high
        case .dbch: group.script = .double
        case .uc: group.fallback = number ?? 1
        case .ansi: fonts.codePage = 1252
        case .mac: fonts.codePage = 10_000
        case .pc: fonts.codePage = 437
        case .pca: fonts.codePage = 850
        case .ansicpg: if let number, number > 0 { fonts.codePage = number }
        case .deff: fonts.standard = number
        default: return false
        }
        return true
    }

    private func set(_ style: TextStyle, _ isOn: Bool) {
        if isOn { group.style.formUnion(style) } else { group.style.subtract(style) }
    }

    // MARK: Paragraphs

    private func structure(_ word: RTFWord, _ number: Int?) -> Bool {
        switch word {
        case .par, .sect, .page, .column: endParagraph()
        case .line, .lbr: story.line.lineBreak()
        case .pard:
            group.paragraph = RTFGroup.Paragraph()
            isBulleted = nil
        case .s: group.paragraph.style = number ?? 0
        case .outlinelevel: group.paragraph.outline = number
        case .ls: group.paragraph.list = number == 0 ? nil : number
        case .ilvl: group.paragraph.level = min(number ?? 0, 8)
        case .intbl: group.paragraph.isInTable = number != 0
        case .itap:
            group.paragraph.nesting = min(max(1, number ?? 1), 16)
            group.paragraph.isInTable = (number ?? 1) > 0
        default: return false
        }
        return true
    }

    // MARK: Rows

    private func shape(_ word: RTFWord, _ number: Int?) -> Bool {
        let isNested = group.destination == .nestedRow
        var shape = isNested ? story.nestedShape : story.shape
        switch word {
        case .trowd:
            shape = RowShape()
            if !isNested { story.isInRow = true }
        case .trleft: shape.left = number ?? 0
        case .trhdr: shape.isHead = true
        case .clmrg: shape.next.continuesLeft = true
        case .clvmrg: shape.next.continuesAbove = true
        case .cellx: shape.end(at: number ?? 0)
        case .clmgf, .clvmgf: break
        default: return false
        }
        if isNested { story.nestedShape = shape } else { story.shape = shape }
        return true
    }

    private func endTablePart(_ word: RTFWord) {
        switch word {
        case .cell: story.endCell(1, paragraphKind())
        case .nestcell: story.endCell(max(2, group.paragraph.nesting), paragraphKind())
        case .row:
            story.endRow(1)
            story.isInRow = false
        case .nestrow: story.endRow(max(2, group.paragraph.nesting))
        default: break
        }
    }
}
