/// What styles say about headings, lists and what is hidden. OpenDocument 1.3 part 3, 16.
struct OpenStyles {
    private var parents: [String: String] = [:]
    private var outlines: [String: Int] = [:]
    /// Levels of list styles that have numbers, from 1.
    private var numbered: [String: Set<Int>] = [:]
    private var hidden: Set<String> = []

    /// Reads `style:style` or `text:list-style`, just started.
    mutating func read(_ tag: OpenTag, _ xml: inout XMLPull<OpenTag>) {
        let name = xml.attribute("style:name") ?? ""
        if tag == .style, parents.count < 50_000 {
            parents[name] = xml.attribute("style:parent-style-name")
            if let outline = xml.integer("style:default-outline-level") { outlines[name] = outline }
        }
        var depth = 1
        while depth > 0, let event = xml.event() {
            switch event {
            case .start(let tag):
                depth += 1
                if tag == .numberLevel, let level = xml.integer("text:level"),
                    !(xml.attribute("style:num-format") ?? "").isEmpty
                {
                    if numbered.count < 50_000 { numbered[name, default: []].insert(level) }
                }
                if tag == .pageProperties, xml.attribute("presentation:visibility") == "hidden" { hidden.insert(name) }
                if tag == .tableProperties, xml.attribute("table:display") == "false" { hidden.insert(name) }
            case .end: depth -= 1
            case .text: break
            }
        }
    }

    func isHidden(_ style: String?) -> Bool { style.map { hidden.contains($0) } ?? false }

    /// - Parameter level: from 0.
    func isNumbered(_ list: String?, level: Int) -> Bool {
        list.flatMap { numbered[$0] }?.contains(level + 1) ?? false
    }

    /// From 0; `nil` for paragraphs that are no headings.
    func outline(ofParagraph style: String?) -> Int? {
        var next = style
        var steps = 0
        while let style = next, steps < 20 {
            if style == "Title" { return 0 }
            if let outline = outlines[style] { return outline > 0 ? outline - 1 : nil }
            next = parents[style]
            steps += 1
        }
        return nil
    }
}
