internal import ContentTree

/// What the properties of a paragraph mean to a reader.
struct WordParagraph97 {
    var style = 0
    var outline: Int?
    var isInTable = false
    var endsRow = false
    var nesting = 1
    var endsInnerCell = false
    var endsInnerRow = false
    /// Number of its list, 0: none.
    var list = 0
    var level = 0
    var shape = RowShape()

    init(_ bytes: [UInt8], _ properties: Range<Int>) {
        guard properties.count >= 2 else { return }
        style = bytes.uint16(at: properties.lowerBound)
        for change in WordChanges(bytes, in: properties.dropFirst(2)) {
            let value = bytes.uint8(at: change.value.lowerBound)
            switch change.number {
            case 0x2416: isInTable = value != 0
            case 0x2417: endsRow = value != 0
            case 0x244B: endsInnerCell = value != 0
            case 0x244C: endsInnerRow = value != 0
            case 0x6649: nesting = Swift.max(1, Swift.min(bytes.uint32(at: change.value.lowerBound), 16))
            case 0x2640: outline = value
            case 0x260A: level = Swift.min(value, 8)
            case 0x460B: list = bytes.uint16(at: change.value.lowerBound)
            case 0x3404: shape.isHead = value != 0
            case 0xD608: readShape(bytes, change.value)
            default: break
            }
        }
    }

    /// Edges of the cells, then for each how it is merged ("[MS-DOC]", §2.9.321, TDefTableOperand).
    private mutating func readShape(_ bytes: [UInt8], _ value: Range<Int>) {
        let count = Swift.min(bytes.uint8(at: value.lowerBound), 63)
        let cells = value.lowerBound + 1 + 2 * (count + 1)
        for index in 0..<count {
            let place = cells + 20 * index
            if place + 2 <= value.upperBound {
                let flags = bytes.uint16(at: place)
                shape.next.continuesLeft = flags & 2 != 0
                shape.next.continuesAbove = flags & 0x60 == 0x20
            }
            let edge = bytes.uint16(at: value.lowerBound + 3 + 2 * index)
            shape.end(at: Int(Int16(truncatingIfNeeded: edge)))
        }
    }
}

/// What the properties of characters mean to a reader.
struct WordCharacter97: Equatable {
    var style: TextStyle = []
    /// Deleted, or not to be shown.
    var isHidden = false

    init() {}

    init(_ bytes: [UInt8], _ properties: Range<Int>) {
        for change in WordChanges(bytes, in: properties) {
            let isOn = bytes.uint8(at: change.value.lowerBound) == 1
            switch change.number {
            case 0x0800, 0x083C: if isOn { isHidden = true }
            case 0x0835: if isOn { style.insert(.strong) }
            case 0x0836: if isOn { style.insert(.emphasis) }
            case 0x0837: if isOn { style.insert(.strikethrough) }
            default: break
            }
        }
    }
}

/// Outline levels of a file's styles ("[MS-DOC]", §2.9.271, STSH).
struct WordStyles97 {
    private var kinds: [Int] = []
    private var bases: [Int] = []

    init(_ file: WordFile) {
        let range = file.structure(1)
        let table = file.table
        let count = min(table.uint16(at: range.lowerBound + 2), 4_096)
        var offset = range.lowerBound + 2 + table.uint16(at: range.lowerBound)
        while kinds.count < count, offset + 2 <= range.upperBound {
            let size = table.uint16(at: offset)
            kinds.append(size >= 4 ? table.uint16(at: offset + 2) & 0xFFF : 0xFFF)
            bases.append(size >= 4 ? table.uint16(at: offset + 4) >> 4 : 0xFFF)
            // Each begins at an even place.
            offset += 2 + size + (size & 1)
        }
    }

    /// From 0; `nil`: body text.
    func outline(of style: Int) -> Int? {
        var style = style
        for _ in 0..<12 {
            guard kinds.indices.contains(style) else { return nil }
            // Numbers of the built-in styles: headings 1 to 9, and the title.
            if 1...9 ~= kinds[style] { return kinds[style] - 1 }
            if kinds[style] == 62 { return 0 }
            style = bases[style]
        }
        return nil
    }
}

/// Which lists are numbered ("[MS-DOC]", §2.9.150, PlfLst, and §2.9.149, PlfLfo).
struct WordLists97 {
    /// Formats of the levels by the list's id; 23 is a bullet, 255 nothing.
    private var formats: [Int: [Int]] = [:]
    private var identifiers: [Int] = []

    init(_ file: WordFile) {
        let table = file.table
        let lists = file.structure(73)
        let count = min(table.uint16(at: lists.lowerBound), lists.count / 28)
        // The levels stand behind the lists, beyond the length the header gives.
        var offset = lists.lowerBound + 2 + 28 * count
        for index in 0..<count where offset < table.count {
            let list = lists.lowerBound + 2 + 28 * index
            let isSimple = table.uint8(at: list + 26) & 1 != 0
            var levels: [Int] = []
            for _ in 0..<(isSimple ? 1 : 9) where offset + 28 <= table.count {
                levels.append(table.uint8(at: offset + 4))
                offset += 28 + table.uint8(at: offset + 24) + table.uint8(at: offset + 25)
                offset += 2 + 2 * table.uint16(at: offset)
            }
            formats[table.uint32(at: list)] = levels
        }
        let overrides = file.structure(74)
        for index in 0..<min(table.uint32(at: overrides.lowerBound), overrides.count / 16) {
            identifiers.append(table.uint32(at: overrides.lowerBound + 4 + 16 * index))
        }
    }

    /// - Parameter list: as paragraphs name it, from 1.
    /// - Returns: `nil` when the file does not say.
    func format(list: Int, level: Int) -> Int? {
        guard identifiers.indices.contains(list - 1), let levels = formats[identifiers[list - 1]] else { return nil }
        return levels.indices.contains(level) ? levels[level] : levels.first
    }
}
