/// The sheets of a workbook and what they share. ECMA-376 part 1, 18.2.
struct Workbook {
    struct Sheet {
        let name: String
        let isHidden: Bool
        /// Normalised name of its part.
        let part: String
    }

    let package: OfficePackage
    let part: String
    private(set) var sheets: [Sheet] = []
    private(set) var dates = DateText()
    private(set) var strings = SharedStrings()
    private(set) var styles = SheetStyles()
    /// Names of the authors of threaded comments, by id.
    private(set) var people: [String: String] = [:]

    /// - Throws: when the file is no workbook.
    init(_ file: AttachmentFile, limits: ReadingLimits) throws(ReadingError) {
        package = try OfficePackage(file, format: "xlsx", limits: limits)
        part = try package.mainPart(usual: "xl/workbook.xml")
        let relationships = package.relationships(of: part)
        readSheets(relationships)
        if let part = relationships.targets("sharedStrings").first {
            strings = SharedStrings(package, part: part)
        }
        if let part = relationships.targets("styles").first { styles = SheetStyles(package, part: part) }
        if let part = relationships.targets("person").first { readPeople(part) }
    }

    private mutating func readSheets(_ relationships: Relationships) {
        var sheets: [Sheet] = []
        var dates = DateText()
        _ = package.read(part, as: SheetTag.self) { xml in
            while let event = xml.event() {
                if case .start(.workbookProperties) = event {
                    dates.startsIn1904 = xml.flag("date1904") ?? false
                }
                guard case .start(.sheet) = event, let id = xml.attribute("r:id"), let target = relationships[id],
                    !target.isExternal, sheets.count < 10_000
                else { continue }
                let state = xml.attribute("state") ?? "visible"
                sheets.append(
                    Sheet(name: xml.attribute("name") ?? "", isHidden: state != "visible", part: target.target))
            }
        }
        self.sheets = sheets
        self.dates = dates
    }

    private mutating func readPeople(_ part: String) {
        var people: [String: String] = [:]
        _ = package.read(part, as: SheetTag.self) { xml in
            while let event = xml.event() {
                guard case .start(.person) = event, let id = xml.attribute("id"), people.count < 10_000 else {
                    continue
                }
                people[id] = xml.attribute("displayName")
            }
        }
        self.people = people
    }
}
