internal import ContentTree

/// What a document inside a document says: a chart's titles and the names in its table, a formula's characters.
enum OpenObject {
    /// Everything up to the end of `draw:object`, just started.
    static func blocks(_ xml: inout XMLPull<OpenTag>, in document: OpenDocument) -> [Block] {
        let target = xml.attribute("xlink:href") ?? ""
        let inside = read(&xml, in: document)
        guard inside.isEmpty, let folder = PartName.normalized(target), let package = document.package else {
            return inside
        }
        return package.read("\(folder)/content.xml", as: OpenTag.self) { read(&$0, in: document) } ?? []
    }

    private static func read(_ xml: inout XMLPull<OpenTag>, in document: OpenDocument) -> [Block] {
        var lines: [String] = []
        var formula = ""
        read(&xml, &lines, &formula, limit: document.limits.run, isName: false)
        if !formula.isEmpty { lines.append(formula) }
        var flow = TextFlow()
        for line in lines {
            flow.append(line)
            flow.endParagraph()
        }
        return flow.takeBlocks()
    }

    /// - Parameter isName: what is read is a title or a cell with a name, not a number.
    private static func read(
        _ xml: inout XMLPull<OpenTag>, _ lines: inout [String], _ formula: inout String, limit: Int, isName: Bool
    ) {
        while let event = xml.event() {
            switch event {
            case .start(.binaryData), .start(.style), .start(.listStyle): xml.skip()
            case .start(.paragraph):
                let text = xml.allText(limit: limit)
                if isName, !text.isEmpty, lines.count < 10_000 { lines.append(text) }
            case .start(let tag):
                if tag == nil, xml.name.hasSuffix(":annotation") {
                    xml.skip()
                    continue
                }
                let isString = tag == .cell && xml.attribute("office:value-type") == "string"
                let isTitle = tag == .chartTitle || tag == .chartSubtitle
                read(&xml, &lines, &formula, limit: limit, isName: isName || isString || isTitle)
            case .end: return
            case .text:
                // Only formulas have text outside of paragraphs.
                if formula.utf8.count < 4_096 {
                    formula += xml.withText { String(decoding: $0.prefix(4_096), as: UTF8.self) }
                }
            }
        }
    }
}
