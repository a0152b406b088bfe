internal import ContentTree

/// Something that lies on a page: a box, a picture, a drawing, a chart. OpenDocument 1.3 part 3, 10.
struct OpenShape {
    var blocks: [Block] = []
    /// The picture's own words, where there is nothing else.
    var picture: Inline?
    var frame: ShapeFrame?
    /// `title`, `outline`, `footer` and the like.
    var role: String?

    /// Everything up to the end of the shape just started.
    static func read(_ tag: OpenTag, _ xml: inout XMLPull<OpenTag>, in story: OpenStory) -> OpenShape {
        var shape = OpenShape()
        shape.role = xml.attribute("presentation:class")
        shape.frame = OpenLength.frame(xml)
        // A frame that only waits for its text shows a hint to the author.
        if xml.attribute("presentation:placeholder") == "true" {
            xml.skip()
            return shape
        }
        if tag == .group {
            shape.readGroup(&xml, in: story)
        } else {
            shape.readContent(&xml, in: story)
        }
        return shape
    }

    private mutating func readGroup(_ xml: inout XMLPull<OpenTag>, in story: OpenStory) {
        var shapes: [OpenShape] = []
        while let event = xml.event() {
            switch event {
            case .start(let tag?) where tag.isShape: shapes.append(Self.read(tag, &xml, in: story))
            case .start: xml.skip()
            case .end:
                let frames = shapes.compactMap(\.frame)
                if let x = frames.map(\.x).min(), let y = frames.map(\.y).min() {
                    frame = ShapeFrame(x: x, y: y, height: (frames.map { $0.y + $0.height }.max() ?? y) - y)
                }
                blocks = Self.inReadingOrder(shapes)
                return
            case .text: break
            }
        }
    }

    static func inReadingOrder(_ shapes: [OpenShape]) -> [Block] {
        let plain = shapes.map { SlideShape(frame: $0.frame, blocks: $0.allBlocks) }
        return SlideShape.inReadingOrder(plain).flatMap(\.blocks)
    }

    var allBlocks: [Block] { (picture.map { [.paragraph([$0])] } ?? []) + blocks }

    private mutating func readContent(_ xml: inout XMLPull<OpenTag>, in story: OpenStory) {
        var title: String?
        var description: String?
        var hasObject = false
        blocks = story.inner { inner in
            while let event = xml.event() {
                switch event {
                case .start(.shapeTitle): title = xml.allText(limit: 4_096)
                case .start(.shapeDescription): description = xml.allText(limit: 4_096)
                case .start(.object):
                    hasObject = true
                    inner.append(OpenObject.blocks(&xml, in: story.document))
                // What stands for an object in programs that do not know it.
                case .start(.image) where hasObject: xml.skip()
                case .start(let tag?): inner.readBlock(tag, &xml)
                case .start(nil): inner.readBlocks(&xml)
                case .end: return
                case .text: break
                }
            }
        }
        picture = AlternativeText.inline(description) ?? AlternativeText.inline(title)
    }
}
