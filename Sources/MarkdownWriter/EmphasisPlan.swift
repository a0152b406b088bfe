internal import ContentTree

/// A stretch of written text with one style.
struct StyledPiece {
    // In an order and with numbers that take 12 bytes: a paragraph may have millions.
    private var start: UInt32
    private var end: UInt32
    /// Without `.code`, which is written already.
    var style: TextStyle
    let isBreak: Bool

    /// - Parameter range: below 4 GiB, as every text that can be written is (``BlockWriter/isOverBudget``).
    init(range: Range<Int>, style: TextStyle, isBreak: Bool) {
        start = UInt32(clamping: range.lowerBound)
        end = UInt32(clamping: range.upperBound)
        self.style = style
        self.isBreak = isBreak
    }

    var range: Range<Int> { Int(start)..<Int(end) }
}

/// Decides where markers go, and gives up those that CommonMark would not read as they are meant.
struct EmphasisPlan {
    private let buffer: [UInt8]
    private var pieces: [StyledPiece]
    private let isBetweenMarks: Bool

    /// Rounds of giving up styles before all of them are given up.
    private static let rounds = 8
    /// Pieces that are planned together, at least.
    private static let partSize = 512
    private static let longestPart = 8_192

    init(buffer: [UInt8], pieces: consuming [StyledPiece], isBetweenMarks: Bool) {
        self.buffer = buffer
        self.pieces = pieces
        self.pieces.removeAll { $0.range.isEmpty }
        self.isBetweenMarks = isBetweenMarks
    }

    mutating func write(to output: inout [UInt8]) {
        var start = 0
        while start < pieces.count {
            let end = endPart(from: start)
            // The plain piece that ended the part before is there to be looked at only.
            let part = Array(pieces[max(0, start - 1)..<end])
            let written = start == 0 ? 0 : 1
            if let simple = SimpleEmphasis(buffer: buffer, pieces: part, isBetweenMarks: isBetweenMarks) {
                simple.write(to: &output, from: written)
            } else {
                EmphasisPlan(buffer: buffer, pieces: part, isBetweenMarks: isBetweenMarks)
                    .writePart(to: &output, from: written)
            }
            start = end
        }
    }

    /// Plans of endless paragraphs would be dear otherwise.
    ///
    /// - Returns: behind a plain piece far enough on, where no style is open.
    private mutating func endPart(from start: Int) -> Int {
        let part = pieces[start...].prefix(Self.longestPart)
        if let plain = part.dropFirst(Self.partSize).firstIndex(where: { $0.style.isEmpty && !$0.isBreak }) {
            return plain + 1
        }
        if part.endIndex < pieces.count { pieces[part.endIndex - 1].style = .plain }
        return part.endIndex
    }

    private func writePart(to output: inout [UInt8], from first: Int) {
        var plan = self
        plan.moveSpacesOut()
        for _ in 0..<Self.rounds {
            let markers = MarkerLayout(plan.pieces)
            let broken = MarkerCheck(markers, buffer: buffer, pieces: plan.pieces, isBetweenMarks: isBetweenMarks)
                .brokenSpans()
            if broken.isEmpty { return plan.write(markers, to: &output, from: first) }
            for span in broken {
                for index in markers.spans[span].pieces { plan.pieces[index].style.remove(markers.spans[span].style) }
            }
        }
        for index in plan.pieces.indices { plan.pieces[index].style = .plain }
        plan.write(MarkerLayout(plan.pieces), to: &output, from: first)
    }

    /// Spaces and breaks at the edge of a style lose it.
    private mutating func moveSpacesOut() {
        for style in [TextStyle.strong, .emphasis, .strikethrough] {
            var isInside = false
            for index in pieces.indices {
                if isBlank(index), !isInside { pieces[index].style.remove(style) }
                isInside = pieces[index].style.contains(style)
            }
            isInside = false
            for index in pieces.indices.reversed() {
                if isBlank(index), !isInside { pieces[index].style.remove(style) }
                isInside = pieces[index].style.contains(style)
            }
        }
    }

    private func isBlank(_ index: Int) -> Bool {
        pieces[index].isBreak || buffer[pieces[index].range].allSatisfy { $0 == 0x20 }
    }

    private func write(_ markers: MarkerLayout, to output: inout [UInt8], from first: Int) {
        for boundary in 0...pieces.count {
            for marker in markers.boundaries[boundary] { output.append(contentsOf: marker.characters) }
            guard boundary < pieces.count else { break }
            if boundary >= first { appendPiece(buffer[pieces[boundary].range], to: &output) }
        }
    }

    /// Two code spans without anything between them would be read as one: they are made one, or kept apart by a space.
    private func appendPiece(_ piece: ArraySlice<UInt8>, to output: inout [UInt8]) {
        let tick = UInt8(ascii: "`")
        guard piece.first == tick, output.last == tick, output.dropLast().last != UInt8(ascii: "\\") else {
            output += piece
            return
        }
        if piece.dropFirst().first != tick, output.dropLast().last != tick {
            output.removeLast()
            output += piece.dropFirst()
        } else {
            output.append(0x20)
            output += piece
        }
    }
}
