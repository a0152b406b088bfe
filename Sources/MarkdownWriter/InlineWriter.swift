internal import ContentTree

/// Writes the pieces of one paragraph, heading or cell.
struct InlineWriter {
    enum Place {
        case paragraph
        /// One line; a bold face that covers all of it says nothing.
        case heading
        case cell
        case headerCell
    }

    let place: Place
    let anchors: AnchorIndex
    /// What stands before, and from `start` on what is being written.
    private var buffer: [UInt8] = []
    private let start: Int
    private var pieces: [StyledPiece] = []

    /// Writes the pieces behind `output`.
    static func append(
        _ inlines: [Inline], in place: Place, adding style: TextStyle = .plain, anchors: AnchorIndex,
        to output: inout [UInt8]
    ) {
        if inlines.isEmpty { return }
        var escaper = Escaper()
        escaper.isInTable = place == .cell || place == .headerCell
        if inlines.count == 1, style.isEmpty, inlines[0].style.isEmpty, case .text(var text) = inlines[0].content {
            text.withUTF8 { escaper.append($0, before: .edge, after: .edge, to: &output) }
            return
        }
        write(in: place, anchors, to: &output) { writer in
            writer.addAll(inlines, escaper)
            writer.finish(adding: style)
        }
    }

    static func bytes(
        of inlines: [Inline], in place: Place, adding style: TextStyle = .plain, anchors: AnchorIndex
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        append(inlines, in: place, adding: style, anchors: anchors, to: &bytes)
        return bytes
    }

    /// Lends the output to a writer; handing it over and back copies nothing.
    private static func write(
        in place: Place, _ anchors: AnchorIndex, to output: inout [UInt8], _ body: (inout InlineWriter) -> Void
    ) {
        var writer = InlineWriter(place: place, anchors: anchors, start: output.count)
        swap(&writer.buffer, &output)
        body(&writer)
        swap(&writer.buffer, &output)
    }

    private init(place: Place, anchors: AnchorIndex, start: Int) {
        self.place = place
        self.anchors = anchors
        self.start = start
    }

    private var isInTable: Bool { place == .cell || place == .headerCell }

    private mutating func addAll(_ inlines: [Inline], _ base: Escaper) {
        pieces.reserveCapacity(inlines.count)
        let lastTail = Self.lastPieceWithTail(inlines)
        for index in inlines.indices {
            var escaper = base
            escaper.linkTailFollows = index < lastTail
            let start = buffer.count
            let inline = inlines[index]
            switch inline.content {
            case .text(let text) where inline.style.contains(.code): addCode(text)
            case .text(let text): addText(text, escaper, inlines, index)
            case .lineBreak: addBreak()
            case .image(let image): addImage(image)
            case .link(let link): addLink(link, isApart: Self.standsApart(inlines, index))
            case .math(let formula): addMath(formula)
            case .footnote(let number): buffer.append(contentsOf: "[^\(number)]".utf8)
            }
            let isBreak = inline.content == .lineBreak
            pieces.append(
                StyledPiece(range: start..<buffer.count, style: inline.style.subtracting(.code), isBreak: isBreak))
        }
    }

    /// Index of the last plain text that could end a link; brackets in the texts before it are escaped.
    private static func lastPieceWithTail(_ inlines: [Inline]) -> Int {
        guard inlines.count > 1 else { return -1 }
        for index in inlines.indices.reversed() {
            guard case .text(var text) = inlines[index].content, !inlines[index].style.contains(.code) else { continue }
            let isLast = index == inlines.count - 1
            if text.withUTF8({ Escaper.lastLinkTail($0, endsOpen: isLast ? .edge : .unknown) }) >= 0 { return index }
        }
        return -1
    }

    // MARK: Pieces

    private mutating func addText(_ text: String, _ escaper: Escaper, _ inlines: [Inline], _ index: Int) {
        var before = Escaper.Neighbour.edge
        if index > 0 {
            let isPlain = inlines[index - 1].style.subtracting(.code) == inlines[index].style
            if case .lineBreak = inlines[index - 1].content {
                before = .edge
            } else {
                before = isPlain ? buffer.scalar(before: buffer.count).map { .character($0) } ?? .edge : .unknown
            }
        }
        var after = Escaper.Neighbour.edge
        if index + 1 < inlines.count {
            let next = inlines[index + 1]
            after = next.style.subtracting(.code) == inlines[index].style ? Self.firstCharacter(of: next) : .unknown
        }
        var text = text
        text.withUTF8 { escaper.append($0, before: before, after: after, to: &buffer) }
    }

    private static func firstCharacter(of inline: Inline) -> Escaper.Neighbour {
        switch inline.content {
        case .text(let text):
            if inline.style.contains(.code) { return .character("`") }
            return text.unicodeScalars.first.map { .character($0) } ?? .unknown
        case .lineBreak: return .character("\\")
        case .image: return .character("!")
        case .link, .footnote: return .character("[")
        case .math: return .character("$")
        }
    }

    private mutating func addBreak() {
        switch place {
        case .paragraph: buffer += [UInt8(ascii: "\\"), 0x0A]
        case .heading: buffer.append(0x20)
        case .cell, .headerCell: buffer.append(contentsOf: "<br>".utf8)
        }
    }

    private mutating func addCode(_ text: String) {
        CodeSpan.append(text, isInTable: isInTable, to: &buffer)
    }

    private mutating func addMath(_ formula: String) {
        buffer.append(UInt8(ascii: "$"))
        for byte in formula.utf8 {
            if byte == UInt8(ascii: "|"), isInTable { buffer.append(UInt8(ascii: "\\")) }
            buffer.append(byte)
        }
        buffer.append(UInt8(ascii: "$"))
    }

    private mutating func addImage(_ image: Image) {
        buffer += [UInt8(ascii: "!"), UInt8(ascii: "[")]
        var alt = image.alt
        let escaper = self.escaper(forBrackets: alt.utf8)
        alt.withUTF8 { escaper.append($0, before: .character("["), after: .character("]"), to: &buffer) }
        buffer += [UInt8(ascii: "]"), UInt8(ascii: "(")]
        DestinationText.append(address(of: image.destination), isInTable: isInTable, to: &buffer)
        buffer.append(UInt8(ascii: ")"))
    }

    /// Whether whitespace or nothing is on both sides.
    private static func standsApart(_ inlines: [Inline], _ index: Int) -> Bool {
        guard inlines[index].style.isEmpty else { return false }
        if index > 0, inlines[index - 1].content != .lineBreak {
            guard case .text(let text) = inlines[index - 1].content, text.utf8.last == 0x20 else { return false }
        }
        if index + 1 < inlines.count, inlines[index + 1].content != .lineBreak {
            guard case .text(let text) = inlines[index + 1].content, text.utf8.first == 0x20 else { return false }
        }
        return true
    }

    private mutating func addLink(_ link: Link, isApart: Bool) {
        let address = address(of: link.destination)
        if isApart, place == .paragraph, BareAddress.isSafe(address), link.isItsAddress(address) {
            buffer.append(contentsOf: address.utf8)
            return
        }
        if let automatic = Self.autolink(link, address, isInTable: isInTable) {
            buffer += automatic
            return
        }
        let escaper = escaper(forBrackets: link.content.plainText.utf8)
        buffer.append(UInt8(ascii: "["))
        Self.write(in: place, anchors, to: &buffer) { writer in
            writer.addAll(link.content, escaper)
            writer.finish(adding: .plain, isInLink: true)
        }
        buffer += [UInt8(ascii: "]"), UInt8(ascii: "(")]
        DestinationText.append(address, isInTable: isInTable, to: &buffer)
        if let title = link.title { DestinationText.append(title: title, isInTable: isInTable, to: &buffer) }
        buffer.append(UInt8(ascii: ")"))
    }

    private func escaper(forBrackets text: String.UTF8View) -> Escaper {
        var escaper = Escaper()
        escaper.isInTable = isInTable
        var open = 0
        for byte in text {
            if byte == UInt8(ascii: "[") { open += 1 }
            if byte == UInt8(ascii: "]") { open -= 1 }
            if open < 0 { break }
        }
        escaper.escapesBrackets = open != 0
        return escaper
    }

    private func address(of destination: Destination) -> String {
        switch destination {
        case .address(let address): address
        case .anchor(let name): "#" + anchors.target(of: name)
        }
    }

    /// `<address>` for a link whose text is its address.
    private static func autolink(_ link: Link, _ address: String, isInTable: Bool) -> [UInt8]? {
        guard link.content.count == 1, case .text(let text) = link.content[0].content, link.content[0].style.isEmpty,
            link.title == nil
        else { return nil }
        let isMail = address == "mailto:" + text && text.utf8.contains(UInt8(ascii: "@"))
        guard isMail || text == address else { return nil }
        let isWeb = address.hasPrefix("http://") || address.hasPrefix("https://") || address.hasPrefix("ftp://")
        guard isMail || isWeb || (address.hasPrefix("mailto:") && address == text) else { return nil }
        let isPlain = text.utf8.allSatisfy { byte in
            byte > 0x20 && byte != 0x7F && byte != 0x3C && byte != 0x3E && byte != 0x5C && !(isInTable && byte == 0x7C)
                && (!isMail || byte < 0x80)
        }
        return isPlain ? Array("<\(text)>".utf8) : nil
    }

    // MARK: Styles

    private mutating func finish(adding style: TextStyle, isInLink: Bool = false) {
        if !style.isEmpty { for index in pieces.indices { pieces[index].style.formUnion(style) } }
        guard pieces.contains(where: { !$0.style.isEmpty }) else { return }
        if place == .heading || place == .headerCell, !isInLink { dropCoveringBold() }
        let written = Array(buffer[start...])
        for index in pieces.indices { pieces[index].move(by: -start) }
        buffer.removeLast(written.count)
        EmphasisPlan(buffer: written, pieces: pieces, isInLink: isInLink).write(to: &buffer)
    }

    private mutating func dropCoveringBold() {
        let isCovered = pieces.allSatisfy { piece in
            piece.style.contains(.strong) || piece.isBreak || buffer[piece.range].allSatisfy { $0 == 0x20 }
        }
        guard isCovered else { return }
        for index in pieces.indices { pieces[index].style.remove(.strong) }
    }
}
