internal import AttachmentModel
internal import CharacterSets

/// What the sheets of a workbook share.
struct Workbook97 {
    struct Sheet {
        let name: String
        let isHidden: Bool
        /// Only a chart, no cells.
        let isChart: Bool
        let offset: Int
    }

    let bytes: [UInt8]
    /// Excel 97 and later; texts of those before are in the file's character set.
    private(set) var isUnicode = true
    private(set) var sheets: [Sheet] = []
    private(set) var dates = DateText()
    private(set) var strings = SharedStrings97()
    private var characterSet = CharacterSet.windows1252
    private var codes: [Int: NumberFormat] = [:]
    private var styles: [Int] = []

    /// - Parameter bytes: the stream `Workbook` or `Book`.
    /// - Throws: `corrupt` when it is none, `encrypted`.
    init(_ bytes: [UInt8], limits: ReadingLimits) throws(ReadingError) {
        self.bytes = bytes
        if let refusal = WorkbookStart.refusal(bytes) { throw refusal }
        isUnicode = bytes.uint16(at: 4) >= 0x600
        var records = BIFFRecords(bytes, from: 0)
        while let record = records.next() {
            let start = record.data.lowerBound
            switch record.kind {
            case .filePass: throw ReadingError(.encrypted, "xls needs a password (FilePass)")
            case .codePage: characterSet = CharacterSet(codePage: bytes.uint16(at: start)) ?? .windows1252
            case .dateMode: dates.startsIn1904 = bytes.uint16(at: start) == 1
            case .sheet: addSheet(record.data)
            case .format: addFormat(record.data)
            case .style: if styles.count < 65_536 { styles.append(bytes.uint16(at: start + 2)) }
            case .sharedStrings: strings = SharedStrings97(bytes, records.segments(record), limits: limits)
            case .end: return
            default: break
            }
        }
    }

    private mutating func addSheet(_ data: Range<Int>) {
        let kind = bytes.uint8(at: data.lowerBound + 5)
        guard kind == 0 || kind == 2, sheets.count < 10_000 else { return }
        let name = shortText(data, at: data.lowerBound + 6)
        sheets.append(
            Sheet(
                name: name, isHidden: bytes.uint8(at: data.lowerBound + 4) & 3 != 0, isChart: kind == 2,
                offset: bytes.uint32(at: data.lowerBound)))
    }

    private mutating func addFormat(_ data: Range<Int>) {
        guard codes.count < 65_536 else { return }
        let code = isUnicode ? text(data, at: data.lowerBound + 2) : shortText(data, at: data.lowerBound + 2)
        codes[bytes.uint16(at: data.lowerBound)] = NumberFormat(code: code)
    }

    func format(_ style: Int) -> NumberFormat {
        guard styles.indices.contains(style) else { return .plain }
        return codes[styles[style]] ?? NumberFormat(builtin: styles[style])
    }

    /// Text whose length stands in one byte.
    func shortText(_ data: Range<Int>, at offset: Int) -> String {
        text(data, at: offset + 1, count: bytes.uint8(at: offset))
    }

    /// Text whose length stands in two bytes.
    func text(_ data: Range<Int>, at offset: Int) -> String {
        text(data, at: offset + 2, count: bytes.uint16(at: offset))
    }

    private func text(_ data: Range<Int>, at offset: Int, count: Int) -> String {
        guard offset < data.upperBound else { return "" }
        guard isUnicode else {
            return characterSet.text(of: bytes.slice(offset, min(count, data.upperBound - offset)))
        }
        var text = BIFFText(bytes, [data], at: offset)
        return String(decoding: text.rich(count), as: UTF16.self)
    }
}

/// The texts that cells name by their number, as UTF-8 in one buffer.
struct SharedStrings97 {
    private var text: [UInt8] = []
    private var ends: [Int] = []

    init() {}

    /// Of memory.
    var bytes: Int { text.count + 8 * ends.count }

    mutating func add(_ text: String) {
        self.text += Array(text.utf8)
        ends.append(self.text.count)
    }

    init(_ bytes: [UInt8], _ segments: [Range<Int>], limits: ReadingLimits) {
        var source = BIFFText(bytes, segments)
        source.skip(4)
        var left = source.uint32()
        while left > 0, !source.isAtEnd, text.count < limits.sharedStrings {
            let units = source.rich(source.uint16())
            add(String(decoding: units.prefix(limits.sharedString), as: UTF16.self))
            left -= 1
        }
    }

    subscript(index: Int) -> String {
        guard ends.indices.contains(index) else { return "" }
        return String(decoding: text[(index > 0 ? ends[index - 1] : 0)..<ends[index]], as: UTF8.self)
    }
}
