/// What a paragraph says of itself. ECMA-376 part 1, 17.3.1.
struct WordParagraph {
    var style: String?
    /// From 0; 9 is body text.
    var outline: Int?
    var list: Int?
    var level: Int?
    /// A tracked change joined it to the next one.
    var isEndDeleted = false

    /// Reads `w:pPr`, just started. A section may end in it.
    mutating func read(_ xml: inout XMLPull<WordTag>, in story: inout WordStory) {
        while let event = xml.event() {
            switch event {
            case .start(.style):
                style = xml.attribute("w:val")
                xml.skip()
            case .start(.outlineLevel):
                outline = xml.integer("w:val")
                xml.skip()
            case .start(.numbering): readNumbering(&xml)
            case .start(.runProperties): readMark(&xml)
            case .start(.sectionProperties): story.readSection(&xml)
            case .start: xml.skip()
            case .end: return
            case .text: break
            }
        }
    }

    private mutating func readNumbering(_ xml: inout XMLPull<WordTag>) {
        while let event = xml.event() {
            switch event {
            case .start(let tag):
                if tag == .numberingID { list = xml.integer("w:val") }
                if tag == .numberingLevel { level = xml.integer("w:val") }
                xml.skip()
            case .end: return
            case .text: break
            }
        }
    }

    /// Properties of the paragraph's end.
    private mutating func readMark(_ xml: inout XMLPull<WordTag>) {
        while let event = xml.event() {
            switch event {
            case .start(let tag):
                if tag == .deleted || tag == .movedFrom { isEndDeleted = true }
                xml.skip()
            case .end: return
            case .text: break
            }
        }
    }
}
