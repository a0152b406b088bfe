internal import ContentTree

/// Reads the shapes of one slide or page of notes.
struct SlideShapes {
    let package: OfficePackage
    let relationships: Relationships
    /// `nil` for a page of notes.
    let layout: SlideLayout?

    /// Everything up to the end of the element just started: a tree of shapes, a group, a branch.
    func read(_ xml: inout XMLPull<SlideTag>) -> [SlideShape] {
        var shapes: [SlideShape] = []
        while let event = xml.event() {
            switch event {
            case .start(.shape), .start(.picture), .start(.frame), .start(.connector):
                shapes.append(readShape(&xml))
            case .start(.group):
                if let group = readGroup(&xml) { shapes.append(group) }
            case .start(.alternatives): shapes += readAlternatives(&xml)
            case .start: shapes += read(&xml)
            case .end: return shapes
            case .text: break
            }
        }
        return shapes
    }

    /// Exactly one branch, the first that says something.
    private func readAlternatives(_ xml: inout XMLPull<SlideTag>) -> [SlideShape] {
        var taken: [SlideShape] = []
        while let event = xml.event() {
            switch event {
            case .start(let tag):
                let isDone = taken.contains { !$0.blocks.isEmpty }
                if isDone || (tag != .choice && tag != .fallback) { xml.skip() } else { taken = read(&xml) }
            case .end: return taken
            case .text: break
            }
        }
        return taken
    }

    /// What is grouped stays together, in an order of its own.
    private func readGroup(_ xml: inout XMLPull<SlideTag>) -> SlideShape? {
        var frame: ShapeFrame?
        var shapes: [SlideShape] = []
        while let event = xml.event() {
            switch event {
            case .start(.shape), .start(.picture), .start(.frame), .start(.connector): shapes.append(readShape(&xml))
            case .start(.group):
                if let group = readGroup(&xml) { shapes.append(group) }
            case .start(.alternatives): shapes += readAlternatives(&xml)
            case .start(.transform): frame = ShapeFrame(&xml)
            case .start: frame = readTransform(&xml) ?? frame
            case .end:
                let blocks = SlideShape.inReadingOrder(shapes).flatMap(\.blocks)
                return blocks.isEmpty ? nil : SlideShape(frame: frame, blocks: blocks)
            case .text: break
            }
        }
        return nil
    }

    private func readTransform(_ xml: inout XMLPull<SlideTag>) -> ShapeFrame? {
        var frame: ShapeFrame?
        var depth = 1
        while depth > 0, let event = xml.event() {
            switch event {
            case .start(.transform): frame = ShapeFrame(&xml)
            case .start: depth += 1
            case .end: depth -= 1
            case .text: break
            }
        }
        return frame
    }

    private func readShape(_ xml: inout XMLPull<SlideTag>) -> SlideShape {
        var shape = SlideShape()
        readContent(&xml, into: &shape)
        if let placeholder = shape.placeholder, shape.frame == nil { shape.frame = layout?.frame(of: placeholder) }
        return shape
    }

    private func readContent(_ xml: inout XMLPull<SlideTag>, into shape: inout SlideShape) {
        while let event = xml.event() {
            switch event {
            case .start(.transform), .start(.frameTransform): shape.frame = ShapeFrame(&xml) ?? shape.frame
            case .start(.shapeText): shape.blocks += readText(&xml, of: shape)
            case .start(.table): shape.blocks += readTable(&xml)
            case .start(.alternatives): readBranch(&xml, into: &shape)
            case .start(let tag):
                if tag == .placeholder { shape.placeholder = Placeholder(xml) }
                if tag == .properties, let picture = AlternativeText.inline(xml.attribute("descr")) {
                    shape.blocks.append(.paragraph([picture]))
                }
                if tag == .chart || tag == .newChart || tag == .diagram { shape.blocks += readDrawing(tag, xml) }
                readContent(&xml, into: &shape)
            case .end: return
            case .text: break
            }
        }
    }

    private func readBranch(_ xml: inout XMLPull<SlideTag>, into shape: inout SlideShape) {
        let before = shape.blocks.count
        while let event = xml.event() {
            switch event {
            case .start: if shape.blocks.count > before { xml.skip() } else { readContent(&xml, into: &shape) }
            case .end: return
            case .text: break
            }
        }
    }

    private func readText(_ xml: inout XMLPull<SlideTag>, of shape: SlideShape) -> [Block] {
        var isList = false
        if let layout, let placeholder = shape.placeholder {
            isList = placeholder.role == .body && !layout.hasNoBullets(placeholder)
        }
        return SlideText(relationships, runLimit: package.limits.run, isList: isList).read(&xml)
    }

    private func readDrawing(_ tag: SlideTag?, _ xml: XMLPull<SlideTag>) -> [Block] {
        guard let target = xml.attribute(tag == .diagram ? "r:dm" : "r:id").flatMap({ relationships[$0] }),
            !target.isExternal
        else { return [] }
        return tag == .diagram
            ? DiagramText.blocks(of: target.target, in: package) : ChartText.blocks(of: target.target, in: package)
    }

    private func readTable(_ xml: inout XMLPull<SlideTag>) -> [Block] {
        var rows: [Table.Row] = []
        var depth = 1
        while depth > 0, let event = xml.event() {
            switch event {
            case .start(.row): rows.append(Table.Row(cells: [], isHead: rows.isEmpty)); depth += 1
            case .start(.cell):
                let cell = readCell(&xml)
                if let cell, !rows.isEmpty { rows[rows.count - 1].cells.append(cell) }
            case .start: depth += 1
            case .end: depth -= 1
            case .text: break
            }
        }
        let isEmpty = rows.allSatisfy { row in row.cells.allSatisfy { $0.blocks.isEmpty } }
        return isEmpty ? [] : [.table(Table(rows: rows))]
    }

    /// - Returns: `nil` for a place that a merged cell covers.
    private func readCell(_ xml: inout XMLPull<SlideTag>) -> Table.Cell? {
        let isCovered = xml.flag("hMerge") == true || xml.flag("vMerge") == true
        var cell = Table.Cell(
            blocks: [], rowSpan: max(1, min(xml.integer("rowSpan") ?? 1, 1_000)),
            columnSpan: max(1, min(xml.integer("gridSpan") ?? 1, 1_000)))
        var depth = 1
        while depth > 0, let event = xml.event() {
            switch event {
            case .start(.cellText):
                cell.blocks += SlideText(relationships, runLimit: package.limits.run, isList: false).read(&xml)
            case .start: depth += 1
            case .end: depth -= 1
            case .text: break
            }
        }
        return isCovered ? nil : cell
    }
}
