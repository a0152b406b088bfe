internal import ContentTree
internal import HTMLText

extension WordStory {
    /// Whether text now belongs to the code of a field, which nobody sees.
    private var isInCode: Bool { fields.contains { !$0.hasResult } }

    /// Everything up to the end of the element just started: a paragraph, a run, or what stands around runs.
    mutating func readInlines(_ xml: inout XMLPull<WordTag>, _ properties: inout WordParagraph) {
        while let event = xml.event() {
            switch event {
            case .start(.paragraphProperties): properties.read(&xml, in: &self)
            case .start(let tag?): readInline(tag, &xml, &properties)
            case .start(nil): readInlines(&xml, &properties)
            case .end: return
            case .text: break
            }
        }
    }

    private mutating func readInline(
        _ tag: WordTag, _ xml: inout XMLPull<WordTag>, _ properties: inout WordParagraph
    ) {
        switch tag {
        case .text, .mathText, .drawingText: return readText(&xml)
        case .runProperties, .controlProperties, .controlEnd, .deleted, .movedFrom, .deletedText, .rubyText,
            .deletedInstruction, .formField:
            return xml.skip()
        case .instruction: return readCode(&xml)
        case .tab, .positionTab: flow.append(" ")
        case .lineBreak:
            let kind = xml.attribute("w:type") ?? "textWrapping"
            if kind == "textWrapping" { flow.lineBreak() } else { flow.append(" ") }
        case .carriageReturn, .drawingBreak: flow.lineBreak()
        case .noBreakHyphen: flow.append("-")
        case .symbol: readSymbol(xml)
        case .footnoteReference, .endnoteReference: readNoteMark(xml, isEndnote: tag == .endnoteReference)
        case .hyperlink: return readLink(&xml, &properties)
        case .fieldCharacter: readFieldCharacter(xml)
        case .simpleField: return readSimpleField(&xml, &properties)
        case .alternatives:
            var kept = properties
            readAlternatives(&xml) { $0.readInlines(&$1, &kept) }
            properties = kept
            return
        case .boxContent:
            return boxes += inner { $0.readBlocks(&xml) }
        case .drawingParagraph:
            return boxes += inner { story in
                var own = WordParagraph()
                story.readInlines(&xml, &own)
                story.endParagraph(own)
            }
        case .table: return boxes += inner { $0.readTable(&xml) }
        case .drawingProperties: readAlternativeText(xml.attribute("descr"))
        case .shape: readAlternativeText(xml.attribute("alt"))
        case .textPath: flow.append(xml.attribute("string") ?? "")
        case .chart, .newChart, .diagram: readDrawing(tag, xml)
        default: break
        }
        readInlines(&xml, &properties)
    }

    // MARK: Texts

    mutating func readText(_ xml: inout XMLPull<WordTag>) {
        var left = document.package.limits.run
        var depth = 1
        while depth > 0, let event = xml.event() {
            switch event {
            case .start: depth += 1
            case .end: depth -= 1
            case .text where isInCode || left <= 0: break
            case .text:
                xml.withText { text in
                    flow.append(utf8: text)
                    left -= text.count
                    document.textBytes += text.count
                }
            }
        }
    }

    private mutating func readSymbol(_ xml: XMLPull<WordTag>) {
        guard !isInCode, let code = xml.attribute("w:char") else { return }
        flow.append(WordSymbol.character(font: xml.attribute("w:font") ?? "", code: code) ?? "")
    }

    private mutating func readNoteMark(_ xml: XMLPull<WordTag>, isEndnote: Bool) {
        guard !isInCode, let id = xml.integer("w:id") else { return }
        flow.append(.footnote(document.number(ofNote: id, isEndnote: isEndnote)))
    }

    private mutating func readAlternativeText(_ text: String?) {
        guard !isInCode, let picture = AlternativeText.inline(text) else { return }
        document.textBytes += 1
        flow.append(picture.content)
    }

    /// Exactly one branch, the first that holds something: the others say the same for older programs.
    mutating func readAlternatives(
        _ xml: inout XMLPull<WordTag>, _ read: (inout WordStory, inout XMLPull<WordTag>) -> Void
    ) {
        var isTaken = false
        while let event = xml.event() {
            switch event {
            case .start(let tag):
                if isTaken || (tag != .choice && tag != .fallback) {
                    xml.skip()
                } else {
                    let before = document.textBytes
                    read(&self, &xml)
                    isTaken = document.textBytes != before
                }
            case .end: return
            case .text: break
            }
        }
    }

    private mutating func readDrawing(_ tag: WordTag, _ xml: XMLPull<WordTag>) {
        guard let id = xml.attribute(tag == .diagram ? "r:dm" : "r:id"),
            let target = document.package.relationships(of: part)[id], !target.isExternal
        else { return }
        let blocks =
            tag == .diagram
            ? DiagramText.blocks(of: target.target, in: document.package)
            : ChartText.blocks(of: target.target, in: document.package)
        document.textBytes += blocks.count
        boxes += blocks
    }

    // MARK: Links and fields

    private mutating func readLink(_ xml: inout XMLPull<WordTag>, _ properties: inout WordParagraph) {
        let target = xml.attribute("r:id").flatMap { document.package.relationships(of: part)[$0] }
        let address = target.flatMap { $0.isExternal ? WebAddress.readable($0.target) : nil }
        guard let address, !flow.isInLink else { return readInlines(&xml, &properties) }
        flow.openLink(.address(address))
        readInlines(&xml, &properties)
        flow.closeLink()
    }

    private mutating func readCode(_ xml: inout XMLPull<WordTag>) {
        let code = xml.allText(limit: 4_096)
        guard let last = fields.indices.last, !fields[last].hasResult else { return }
        if fields[last].code.utf8.count < 4_096 { fields[last].code += code }
    }

    private mutating func readFieldCharacter(_ xml: XMLPull<WordTag>) {
        switch xml.attribute("w:fldCharType") {
        case "begin": if fields.count < 64 { fields.append(WordField()) }
        case "separate":
            guard let last = fields.indices.last else { return }
            fields[last].hasResult = true
            guard let address = WebAddress.readable(fields[last].address), !isInCode, !flow.isInLink else { return }
            fields[last].opensLink = true
            flow.openLink(.address(address))
        case "end":
            if fields.popLast()?.opensLink == true { flow.closeLink() }
        default: break
        }
    }

    private mutating func readSimpleField(_ xml: inout XMLPull<WordTag>, _ properties: inout WordParagraph) {
        let field = WordField(code: xml.attribute("w:instr") ?? "")
        let address = isInCode || flow.isInLink ? nil : WebAddress.readable(field.address)
        if let address { flow.openLink(.address(address)) }
        readInlines(&xml, &properties)
        if address != nil { flow.closeLink() }
    }

    /// A code that does not end in its paragraph would hide the rest of the text: it is taken as ended.
    mutating func closeFields() {
        fields.removeAll { !$0.hasResult }
        guard let last = fields.lastIndex(where: \.opensLink) else { return }
        fields[last].opensLink = false
        flow.closeLink()
    }
}
