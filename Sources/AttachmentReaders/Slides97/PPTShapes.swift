internal import ContentTree

/// Walks the drawing of one slide ("[MS-ODRAW]", §2.2). Keeps its own stack.
struct PPTShapes {
    private let bytes: [UInt8]
    private let outline: [PPTText]
    private(set) var title: [Block] = []
    private(set) var shapes: [SlideShape] = []
    private static let deepest = 64
    private static let most = 10_000

    init(_ slide: Range<Int>, _ bytes: [UInt8], outline: [PPTText]) {
        self.bytes = bytes
        self.outline = outline
        for drawing in PPTRecords(bytes, in: slide) where drawing.kind == .drawing {
            for group in PPTRecords(bytes, in: drawing.data) where group.kind == .drawingGroup {
                for record in PPTRecords(bytes, in: group.data) where record.kind == .shapeGroup {
                    walk(record.data, depth: 0)
                }
            }
        }
    }

    /// The first shape of a group is the group itself.
    private mutating func walk(_ group: Range<Int>, depth: Int) {
        guard depth < Self.deepest else { return }
        for record in PPTRecords(bytes, in: group) where shapes.count < Self.most {
            switch record.kind {
            case .shape: add(PPTShape(record.data, bytes))
            case .shapeGroup:
                if let first = PPTRecords(bytes, in: record.data).first(where: { $0.kind == .shape }) {
                    let frame = PPTShape(first.data, bytes)
                    if frame.isTable { addTable(record.data, frame) } else { addGroup(record.data, frame, depth) }
                }
            default: break
            }
        }
    }

    /// What lies in a group is read together, at the group's place.
    private mutating func addGroup(_ group: Range<Int>, _ frame: PPTShape, _ depth: Int) {
        let before = shapes.count
        walk(group, depth: depth + 1)
        guard shapes.count > before else { return }
        let inner = SlideShape.inReadingOrder(Array(shapes[before...]))
        shapes.removeSubrange(before...)
        shapes.append(SlideShape(frame: frame.frame, blocks: inner.flatMap(\.blocks)))
    }

    private mutating func add(_ shape: PPTShape) {
        guard let text = shape.text(outline), !shape.isFurniture else { return }
        let blocks = text.blocks()
        guard !blocks.isEmpty else { return }
        if title.isEmpty, shape.isTitle || text.purpose.isTitle {
            title = blocks
        } else {
            shapes.append(SlideShape(frame: shape.frame, blocks: blocks))
        }
    }

    private mutating func addTable(_ group: Range<Int>, _ frame: PPTShape) {
        var cells: [PPTShape] = []
        for record in PPTRecords(bytes, in: group) where record.kind == .shape && cells.count < Self.most {
            let cell = PPTShape(record.data, bytes)
            if cell.text([]) != nil, cell.corners != nil { cells.append(cell) }
        }
        guard let table = PPTTable.table(of: cells) else { return }
        shapes.append(SlideShape(frame: frame.frame, blocks: [.table(table)]))
    }
}

/// One shape of a drawing.
struct PPTShape {
    struct Corners {
        let left, top, right, bottom: Int
    }

    private(set) var corners: Corners?
    private(set) var isTable = false
    private var placeholder: Int?
    private var texts: [PPTText] = []
    private var reference: Int?

    init(_ data: Range<Int>, _ bytes: [UInt8]) {
        for record in PPTRecords(bytes, in: data) {
            let start = record.data.lowerBound
            switch record.kind {
            case .anchor: readAnchor(bytes, record.data)
            case .childAnchor:
                corners = Corners(
                    left: bytes.int32(at: start), top: bytes.int32(at: start + 4), right: bytes.int32(at: start + 8),
                    bottom: bytes.int32(at: start + 12))
            case .clientData:
                for atom in PPTRecords(bytes, in: record.data) where atom.kind == .placeholder {
                    placeholder = bytes.uint8(at: atom.data.lowerBound + 4)
                }
            case .textBox:
                for atom in PPTRecords(bytes, in: record.data) {
                    if atom.kind == .textReference { reference = bytes.uint32(at: atom.data.lowerBound) }
                    PPTText.read(atom, bytes, into: &texts)
                }
            case .properties, .moreProperties:
                // Property 0x039F says how a group of shapes is a table.
                for offset in stride(
                    from: start, to: min(record.data.upperBound - 5, start + 6 * record.instance), by: 6)
                where bytes.uint16(at: offset) & 0x3FFF == 0x39F {
                    isTable = bytes.uint32(at: offset + 2) & 1 != 0
                }
            default: break
            }
        }
    }

    /// Top, left, right, bottom in two or four bytes each, in 1/576 inch.
    private mutating func readAnchor(_ bytes: [UInt8], _ data: Range<Int>) {
        let size = data.count >= 16 ? 4 : 2
        let values = (0..<4).map { index in
            let offset = data.lowerBound + index * size
            return size == 4 ? bytes.int32(at: offset) : Int(Int16(truncatingIfNeeded: bytes.uint16(at: offset)))
        }
        corners = Corners(left: values[1], top: values[0], right: values[2], bottom: values[3])
    }

    var frame: ShapeFrame? {
        corners.map { ShapeFrame(x: $0.left, y: $0.top, height: max(0, $0.bottom - $0.top)) }
    }

    func text(_ outline: [PPTText]) -> PPTText? {
        if let text = texts.first { return text }
        guard let reference, outline.indices.contains(reference) else { return nil }
        return outline[reference]
    }

    /// Dates, numbers, footers, headers and the picture of the slide on its notes.
    var isFurniture: Bool { placeholder.map { [0x05, 0x07, 0x08, 0x09, 0x0A, 0x0B].contains($0) } ?? false }

    var isTitle: Bool { placeholder.map { [0x0D, 0x0F, 0x11].contains($0) } ?? false }
}
