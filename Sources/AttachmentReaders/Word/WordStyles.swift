/// What the styles of paragraphs say about headings and lists. ECMA-376 part 1, 17.7.
struct WordStyles {
    private enum Tag: String, XMLTag {
        case style = "w:style"
        case name = "w:name"
        case basedOn = "w:basedOn"
        case outlineLevel = "w:outlineLvl"
        case numberingLevel = "w:ilvl"
        case numberingID = "w:numId"
    }

    struct Style {
        var name = ""
        var parent: String?
        var outline: Int?
        var numbering: Int?
        var level: Int?
    }

    private var styles: [String: Style] = [:]

    init() {}

    init(_ package: OfficePackage, of mainPart: String) {
        guard let part = package.relationships(of: mainPart).targets("styles").first else { return }
        styles = package.read(part, as: Tag.self) { Self.read(&$0) } ?? [:]
    }

    private static func read(_ xml: inout XMLPull<Tag>) -> [String: Style] {
        var styles: [String: Style] = [:]
        var id: String?
        var style = Style()
        while let event = xml.event() {
            switch event {
            case .start(.style):
                id = xml.attribute("w:styleId")
                style = Style()
            case .end(.style):
                if let id, styles.count < 10_000 { styles[id] = style }
                id = nil
            case .start(let tag?): read(tag, xml, into: &style)
            default: break
            }
        }
        return styles
    }

    private static func read(_ tag: Tag, _ xml: XMLPull<Tag>, into style: inout Style) {
        switch tag {
        case .name: style.name = PartName.lowercased(xml.attribute("w:val") ?? "")
        case .basedOn: style.parent = xml.attribute("w:val")
        case .outlineLevel: style.outline = xml.integer("w:val")
        case .numberingLevel: style.level = xml.integer("w:val")
        case .numberingID: style.numbering = xml.integer("w:val")
        case .style: break
        }
    }

    /// From 0; `nil` for a style that is no heading.
    func outline(_ id: String) -> Int? {
        for style in chain(id) {
            if let outline = style.outline { return outline < 9 ? outline : nil }
            if style.name == "title" { return 0 }
            if style.name.hasPrefix("heading "), let level = Int(style.name.dropFirst(8)), level > 0 {
                return min(level, 9) - 1
            }
        }
        return nil
    }

    /// The list a style puts its paragraphs into.
    func numbering(_ id: String) -> (list: Int, level: Int?)? {
        for style in chain(id) {
            if let list = style.numbering { return (list, style.level) }
        }
        return nil
    }

    /// The style and those it is based on, which may be a circle.
    private func chain(_ id: String) -> [Style] {
        var chain: [Style] = []
        var next: String? = id
        while let id = next, let style = styles[id], chain.count < 20 {
            chain.append(style)
            next = style.parent
        }
        return chain
    }
}
