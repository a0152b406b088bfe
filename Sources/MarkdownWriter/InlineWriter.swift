internal import ContentTree

/// Writes the pieces of one paragraph, heading or cell.
struct InlineWriter {
    enum Place: Equatable {
        case paragraph
        /// One line.
        case heading
        case cell
        case headerCell
        /// One line among others of a cell, with `<br>` on one side at least, and perhaps, on another line, with the
        /// end of what a bracket begins.
        case cellLine(isHeader: Bool, hasLinkTails: Bool)

        var isInTable: Bool {
            switch self {
            case .paragraph, .heading: false
            case .cell, .headerCell, .cellLine: true
            }
        }

        fileprivate var isOneOfLines: Bool { if case .cellLine = self { true } else { false } }

        fileprivate var hasLinkTails: Bool { if case .cellLine(_, true) = self { true } else { false } }

        /// A bold face that covers all of it says nothing.
        fileprivate var isBoldAnyway: Bool {
            switch self {
            case .heading, .headerCell, .cellLine(isHeader: true, _): true
            default: false
            }
        }

        /// What stands before and behind a line here.
        fileprivate var edges: (before: Escaper.Neighbour, after: Escaper.Neighbour) {
            isOneOfLines ? (.character(">"), .character("<")) : (.edge, .edge)
        }
    }

    let place: Place
    let anchors: AnchorIndex
    /// What stands before, and from `start` on what is being written.
    private var buffer: [UInt8] = []
    private let start: Int
    /// Their ranges count from `start`.
    private var pieces: [StyledPiece] = []

    /// Writes the pieces behind `output`.
    static func append(
        _ inlines: [Inline], in place: Place, adding style: TextStyle = .plain, anchors: AnchorIndex,
        to output: inout [UInt8]
    ) {
        if inlines.isEmpty { return }
        if inlines.count == 1, style.isEmpty, inlines[0].style.isEmpty, case .text(let text) = inlines[0].content {
            return append(text, in: place, to: &output)
        }
        var escaper = Escaper()
        escaper.isInTable = place.isInTable
        escaper.linkTailFollows = place.hasLinkTails
        write(in: place, anchors, to: &output) { writer in
            writer.addAll(inlines, escaper, adding: style)
            writer.finish(adding: style)
        }
    }

    /// Writes plain text, as one piece, behind `output`.
    static func append(_ text: String, in place: Place, to output: inout [UInt8]) {
        var escaper = Escaper()
        escaper.isInTable = place.isInTable
        escaper.linkTailFollows = place.hasLinkTails
        var text = text
        text.withUTF8 { escaper.append($0, before: place.edges.before, after: place.edges.after, to: &output) }
    }

    static func append(
        _ text: String, in place: Place, adding style: TextStyle, anchors: AnchorIndex, to output: inout [UInt8]
    ) {
        if style.isEmpty {
            append(text, in: place, to: &output)
        } else {
            append([Inline(.text(text))], in: place, adding: style, anchors: anchors, to: &output)
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

    private var isInTable: Bool { place.isInTable }

    private mutating func addAll(_ inlines: [Inline], _ base: Escaper, adding style: TextStyle) {
        pieces.reserveCapacity(inlines.count)
        let lastTail = Self.lastPieceWithTail(inlines)
        for index in inlines.indices {
            var escaper = base
            escaper.linkTailFollows = index < lastTail || place.hasLinkTails
            escaper.isMarked = !style.isEmpty || !inlines[index].style.isEmpty
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
                StyledPiece(
                    range: (start - self.start)..<(buffer.count - self.start), style: inline.style.subtracting(.code),
                    isBreak: isBreak))
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
        let edges: (before: Escaper.Neighbour, after: Escaper.Neighbour) =
            escaper.isMarked
            ? (.unknown, .unknown) : escaper.isInLink ? (.character("["), .character("]")) : place.edges
        var before = edges.before
        if index > 0 {
            let isPlain = inlines[index - 1].style.subtracting(.code) == inlines[index].style
            if case .lineBreak = inlines[index - 1].content {
                before = isInTable ? .character(">") : escaper.isMarked ? .unknown : .edge
            } else {
                before = isPlain ? buffer.scalar(before: buffer.count).map { .character($0) } ?? edges.before : .unknown
            }
        }
        var after = edges.after
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
        case .cell, .headerCell, .cellLine: buffer.append(contentsOf: "<br>".utf8)
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
            writer.addAll(link.content, escaper, adding: .plain)
            writer.finish(adding: .plain, isInLink: true)
        }
        buffer += [UInt8(ascii: "]"), UInt8(ascii: "(")]
        DestinationText.append(address, isInTable: isInTable, to: &buffer)
        if let title = link.title { DestinationText.append(title: title, isInTable: isInTable, to: &buffer) }
        buffer.append(UInt8(ascii: ")"))
    }

    /// For the text between a link's brackets: those of the text itself are escaped unless they pair up and could not
    /// make a link of their own.
    private func escaper(forBrackets text: String.UTF8View) -> Escaper {
        var escaper = Escaper()
        escaper.isInTable = isInTable
        escaper.isInLink = true
        var open = 0
        var last: UInt8 = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "["):
                open += 1
                if last == UInt8(ascii: "]") || last == UInt8(ascii: "!") { escaper.escapesBrackets = true }
            case UInt8(ascii: "]"): open -= 1
            case UInt8(ascii: "("), UInt8(ascii: ":"):
                if last == UInt8(ascii: "]") { escaper.escapesBrackets = true }
            case UInt8(ascii: "^"):
                if last == UInt8(ascii: "[") { escaper.escapesBrackets = true }
            default: break
            }
            if open < 0 { break }
            last = byte
        }
        if open != 0 { escaper.escapesBrackets = true }
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
        if place.isBoldAnyway, !isInLink { dropCoveringBold() }
        let written = Array(buffer[start...])
        buffer.removeLast(written.count)
        var styled: [StyledPiece] = []
        swap(&styled, &pieces)
        var plan = EmphasisPlan(
            buffer: written, pieces: styled, isBetweenMarks: isInLink || place.isOneOfLines)
        plan.write(to: &buffer)
    }

    private mutating func dropCoveringBold() {
        let isCovered = pieces.allSatisfy { piece in
            piece.style.contains(.strong) || piece.isBreak
                || buffer[(start + piece.range.lowerBound)..<(start + piece.range.upperBound)].allSatisfy { $0 == 0x20 }
        }
        guard isCovered else { return }
        for index in pieces.indices { pieces[index].style.remove(.strong) }
    }
}
