internal import ContentTree

/// The words of a SmartArt drawing, as a list. ECMA-376 part 1, 21.4.3.
enum DiagramText {
    private enum Tag: String, XMLTag {
        case point = "dgm:pt"
        case paragraph = "a:p"
        case text = "a:t"
        case lineBreak = "a:br"
    }

    /// - Parameter part: normalised name of the part that holds the drawing's data.
    static func blocks(of part: String, in package: OfficePackage) -> [Block] {
        let items = package.read(part, as: Tag.self) { xml in
            var items: [ListBlock.Item] = []
            while let event = xml.event() {
                guard case .start(.point) = event else { continue }
                // Points of other types place and connect the ones with text.
                let type = xml.attribute("type") ?? "node"
                if type == "pres" || type == "parTrans" || type == "sibTrans" {
                    xml.skip()
                    continue
                }
                let blocks = readPoint(&xml)
                if !blocks.isEmpty { items.append(ListBlock.Item(blocks: blocks)) }
            }
            return items
        }
        guard let items, !items.isEmpty else { return [] }
        return [.list(ListBlock(items: items))]
    }

    private static func readPoint(_ xml: inout XMLPull<Tag>) -> [Block] {
        var flow = TextFlow()
        var depth = 1
        while depth > 0, let event = xml.event() {
            switch event {
            case .start(.text): flow.append(xml.allText(limit: 1 << 20))
            case .start(let tag):
                if tag == .lineBreak { flow.lineBreak() }
                depth += 1
            case .end(let tag):
                if tag == .paragraph { flow.endParagraph() }
                depth -= 1
            case .text: break
            }
        }
        return flow.takeBlocks()
    }
}
