internal import ContentTree
internal import HTMLText

extension OpenStory {
    /// Everything up to the end of the element just started: a paragraph or a part of one.
    mutating func readInlines(_ xml: inout XMLPull<OpenTag>) {
        var left = document.limits.run
        while let event = xml.event() {
            switch event {
            case .start(let tag?): readInline(tag, &xml)
            case .start(nil): readInlines(&xml)
            case .end: return
            case .text where left <= 0: break
            case .text:
                xml.withText { text in
                    flow.append(utf8: text)
                    left -= text.count
                }
            }
        }
    }

    private mutating func readInline(_ tag: OpenTag, _ xml: inout XMLPull<OpenTag>) {
        switch tag {
        case .space, .tab: flow.append(" ")
        case .lineBreak: flow.lineBreak()
        case .link:
            let address = flow.isInLink ? nil : WebAddress.readable(xml.attribute("xlink:href"))
            if let address { flow.openLink(.address(address)) }
            readInlines(&xml)
            if address != nil { flow.closeLink() }
            return
        case .note:
            let blocks = inner { $0.readBlocks(&xml) }
            flow.append(.footnote(document.addNote(blocks)))
            return
        case .annotation: return readAnnotation(&xml)
        case .pageNumber where isOnSlide: return xml.skip()
        case .paragraph, .heading, .list, .table: return boxes += inner { $0.readBlock(tag, &xml) }
        case let tag where tag.isShape:
            let shape = OpenShape.read(tag, &xml, in: self)
            if let picture = shape.picture { flow.append(picture.content) }
            boxes += shape.blocks
            return
        case let tag where tag.isHidden: return xml.skip()
        default: break
        }
        readInlines(&xml)
    }

    /// Comments are written at the end of the document.
    func readAnnotation(_ xml: inout XMLPull<OpenTag>, place: String = "") {
        var author = ""
        let blocks = inner { story in
            while let event = xml.event() {
                switch event {
                case .start(.creator): author = xml.allText(limit: 1_024)
                case .start(.date), .start(.initials): xml.skip()
                case .start(let tag?): story.readBlock(tag, &xml)
                case .start(nil): xml.skip()
                case .end: return
                case .text: break
                }
            }
        }
        document.addComment(place: place, author: author, blocks)
    }
}
