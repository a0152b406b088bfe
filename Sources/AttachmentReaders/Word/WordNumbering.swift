/// Lists and how far they have counted. ECMA-376 part 1, 17.9.
struct WordNumbering {
    private enum Tag: String, XMLTag {
        case definition = "w:abstractNum"
        case level = "w:lvl"
        case start = "w:start"
        case format = "w:numFmt"
        case style = "w:pStyle"
        case styleLink = "w:styleLink"
        case numStyleLink = "w:numStyleLink"
        case list = "w:num"
        case definitionID = "w:abstractNumId"
        case override = "w:lvlOverride"
        case startOverride = "w:startOverride"
    }

    private struct Level {
        var start = 1
        var format = "decimal"
        var style: String?
    }

    private struct Definition {
        var levels: [Int: Level] = [:]
        var styleLink: String?
        var numStyleLink: String?
    }

    private struct List {
        var definition = 0
        var starts: [Int: Int] = [:]
    }

    private var definitions: [Int: Definition] = [:]
    private var lists: [Int: List] = [:]
    private var counts: [Int: [Int: Int]] = [:]
    private var restarted: Set<Int> = []

    init() {}

    init(_ package: OfficePackage, of mainPart: String) {
        guard let part = package.relationships(of: mainPart).targets("numbering").first else { return }
        self = package.read(part, as: Tag.self) { Self(&$0) } ?? Self()
    }

    private init(_ xml: inout XMLPull<Tag>) {
        var definition = 0
        var list = 0
        var level = 0
        while let event = xml.event() {
            guard case .start(let tag?) = event else { continue }
            let value = xml.attribute("w:val")
            switch tag {
            case .definition: definition = xml.integer("w:abstractNumId") ?? -1
            case .level: level = xml.integer("w:ilvl") ?? 0
            case .start:
                definitions[definition, default: Definition()].levels[level, default: Level()].start =
                    xml.integer("w:val") ?? 1
            case .format:
                definitions[definition, default: Definition()].levels[level, default: Level()].format = value ?? ""
            case .style: definitions[definition, default: Definition()].levels[level, default: Level()].style = value
            case .styleLink: definitions[definition, default: Definition()].styleLink = value
            case .numStyleLink: definitions[definition, default: Definition()].numStyleLink = value
            case .list:
                list = xml.integer("w:numId") ?? -1
                // Levels inside a list replace those of its definition; nothing there is kept but starts.
                definition = -1
            case .definitionID: lists[list, default: List()].definition = xml.integer("w:val") ?? -1
            case .override: level = xml.integer("w:ilvl") ?? 0
            case .startOverride: lists[list, default: List()].starts[level] = xml.integer("w:val")
            }
            if definitions.count > 10_000 || lists.count > 50_000 { return }
        }
    }

    struct Mark {
        let level: Int
        /// `nil`: a bullet.
        let number: Int?
    }

    /// Counts one paragraph in.
    /// - Parameters:
    ///   - level: `nil` where the paragraph's style picks it.
    /// - Returns: `nil` when the paragraph shows no mark.
    mutating func mark(list id: Int, level: Int?, style: String?) -> Mark? {
        guard let list = lists[id] else { return nil }
        let number = resolved(list.definition)
        guard let definition = definitions[number] else { return nil }
        let styled = style.flatMap { style in definition.levels.filter { $0.value.style == style }.keys.min() }
        let level = min(8, max(0, level ?? styled ?? 0))
        let known = definition.levels[level] ?? Level()
        if known.format == "none" { return nil }
        if known.format == "bullet" || known.format == "image" { return Mark(level: level, number: nil) }
        if restarted.insert(id).inserted {
            for start in list.starts.keys { counts[number]?[start] = nil }
        }
        let start = list.starts[level] ?? known.start
        let count = counts[number]?[level].map { $0 &+ 1 } ?? start
        counts[number, default: [:]][level] = count
        for deeper in (level + 1)..<10 { counts[number]?[deeper] = nil }
        return Mark(level: level, number: count)
    }

    /// A definition may only name a style whose list is meant.
    private func resolved(_ definition: Int) -> Int {
        guard let link = definitions[definition]?.numStyleLink else { return definition }
        return definitions.filter { $0.value.styleLink == link }.keys.min() ?? definition
    }
}
