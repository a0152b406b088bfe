internal import AttachmentModel

/// What the sheets of an xlsb share ("[MS-XLSB]", §2.4; numbers of records from §2.3).
struct BinaryWorkbook {
    struct Sheet {
        let name: String
        let isHidden: Bool
        /// Normalised name of its part.
        let part: String
    }

    let package: OfficePackage
    private(set) var sheets: [Sheet] = []
    private(set) var dates = DateText()
    private(set) var strings = SharedStrings97()
    private var formats: [Int: NumberFormat] = [:]
    private var styles: [Int] = []

    /// - Throws: when the file is no workbook.
    init(_ file: AttachmentFile, limits: ReadingLimits) throws(ReadingError) {
        package = try OfficePackage(file, format: "xlsb", limits: limits)
        let part = try package.mainPart(usual: "xl/workbook.bin")
        let relationships = package.relationships(of: part)
        package.readRecords(part) { readWorkbook(&$0, relationships) }
        if let part = relationships.targets("sharedStrings").first {
            package.readRecords(part) { readStrings(&$0, limits) }
        }
        if let part = relationships.targets("styles").first { package.readRecords(part) { readStyles(&$0) } }
    }

    private mutating func readWorkbook(_ records: inout BinaryRecords, _ relationships: Relationships) {
        while let kind = records.next() {
            switch kind {
            case 153: dates.startsIn1904 = records.data.uint32(at: 0) & 1 == 1
            case 156:
                let id = records.data.countedText(at: 8)
                let name = records.data.countedText(at: id.end).text
                guard let target = relationships[id.text], !target.isExternal, sheets.count < 10_000 else { continue }
                sheets.append(Sheet(name: name, isHidden: records.data.uint32(at: 0) != 0, part: target.target))
            default: break
            }
        }
    }

    private mutating func readStrings(_ records: inout BinaryRecords, _ limits: ReadingLimits) {
        while let kind = records.next(), strings.bytes < limits.sharedStrings {
            guard kind == 19 else { continue }
            strings.add(String(records.data.countedText(at: 1).text.prefix(limits.sharedString)))
        }
    }

    private mutating func readStyles(_ records: inout BinaryRecords) {
        var isInCellFormats = false
        while let kind = records.next() {
            switch kind {
            case 44 where formats.count < 65_536:
                formats[records.data.uint16(at: 0)] = NumberFormat(code: records.data.countedText(at: 2).text)
            case 617: isInCellFormats = true
            case 618: isInCellFormats = false
            case 47 where isInCellFormats && styles.count < 65_536: styles.append(records.data.uint16(at: 2))
            default: break
            }
        }
    }

    func format(_ style: Int) -> NumberFormat {
        guard styles.indices.contains(style) else { return .plain }
        return formats[styles[style]] ?? NumberFormat(builtin: styles[style])
    }
}
