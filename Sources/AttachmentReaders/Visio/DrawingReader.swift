internal import AttachmentModel
internal import ContentTree

/// Visio 2013 and later: vsdx, vsdm. Names of pages and the texts of shapes. [MS-VSDX] 2.2.
package enum DrawingReader: AttachmentReader {
    private enum Tag: String, XMLTag {
        case page = "vis:Page"
        case relation = "vis:Rel"
        case shape = "vis:Shape"
        case cell = "vis:Cell"
        case text = "vis:Text"
    }

    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        let package = try OfficePackage(file, format: "vsdx", limits: limits)
        let main = try package.mainPart("document", usual: "visio/document.xml")
        guard let pages = package.relationships(of: main).targets("pages").first else {
            throw ReadingError(.corrupt, "vsdx: no list of pages")
        }
        let relationships = package.relationships(of: pages)
        let listed = package.read(pages, as: Tag.self) { readPages(&$0) } ?? []
        for page in listed where !output.isFull {
            var flow = TextFlow()
            flow.append(page.name)
            let name = flow.takeLine().line
            if !name.isEmpty { output.append(.heading(level: 2, name)) }
            guard let target = relationships[page.relation], !target.isExternal else { continue }
            let shapes = package.read(target.target, as: Tag.self) { readShapes(&$0, limits) } ?? []
            for shape in SlideShape.inReadingOrder(shapes) { output.append(shape.blocks) }
        }
        try package.conclude(output)
    }

    private static func readPages(_ xml: inout XMLPull<Tag>) -> [(name: String, relation: String)] {
        var pages: [(name: String, relation: String)] = []
        while let event = xml.event() {
            if case .start(.page) = event, pages.count < 10_000 { pages.append((xml.attribute("Name") ?? "", "")) }
            if case .start(.relation) = event, !pages.isEmpty {
                pages[pages.count - 1].relation = xml.attribute("r:id") ?? ""
            }
        }
        return pages
    }

    /// Everything up to the end of the element just started. Shapes in a group stay together.
    private static func readShapes(_ xml: inout XMLPull<Tag>, _ limits: ReadingLimits) -> [SlideShape] {
        var shapes: [SlideShape] = []
        while let event = xml.event() {
            switch event {
            case .start(.shape):
                let shape = readShape(&xml, limits)
                if !shape.blocks.isEmpty { shapes.append(shape) }
            case .start: shapes += readShapes(&xml, limits)
            case .end: return shapes
            case .text: break
            }
        }
        return shapes
    }

    private static func readShape(_ xml: inout XMLPull<Tag>, _ limits: ReadingLimits) -> SlideShape {
        var shape = SlideShape()
        var x: Int?
        var y: Int?
        var inner: [SlideShape] = []
        while let event = xml.event() {
            switch event {
            case .start(.cell):
                // Inches; the page's origin is its lower left corner.
                if xml.attribute("N") == "PinX" { x = OpenLength.units((xml.attribute("V") ?? "") + "in") }
                if xml.attribute("N") == "PinY" { y = OpenLength.units((xml.attribute("V") ?? "") + "in") }
                xml.skip()
            case .start(.text): shape.blocks = paragraphs(xml.allText(limit: limits.run))
            case .start: inner += readShapes(&xml, limits)
            case .end:
                if let x, let y { shape.frame = ShapeFrame(x: x, y: -y, height: 0) }
                shape.blocks += SlideShape.inReadingOrder(inner).flatMap(\.blocks)
                return shape
            case .text: break
            }
        }
        return shape
    }

    private static func paragraphs(_ text: String) -> [Block] {
        var flow = TextFlow()
        for line in text.split(whereSeparator: \.isNewline) {
            flow.append(String(line))
            flow.endParagraph()
        }
        return flow.takeBlocks()
    }
}
