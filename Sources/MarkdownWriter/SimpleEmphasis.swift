internal import ContentTree

/// Styled words with spaces around them, one style at a time: what most paragraphs hold. Their markers can only be read
/// in one way (CommonMark 0.31, section 6.2), so nothing has to be checked.
struct SimpleEmphasis {
    private let buffer: [UInt8]
    private let pieces: [StyledPiece]

    /// `nil` when there is more to it.
    init?(buffer: [UInt8], pieces: [StyledPiece], isBetweenMarks: Bool) {
        self.buffer = buffer
        self.pieces = pieces
        guard !isBetweenMarks else { return nil }
        var index = 0
        while index < pieces.count {
            let style = pieces[index].style
            let first = index
            index += 1
            guard !style.isEmpty else { continue }
            while index < pieces.count, pieces[index].style == style { index += 1 }
            guard Self.isSingle(style), !pieces[first..<index].contains(where: \.isBreak),
                index == pieces.count || pieces[index].style.isEmpty,
                standsApart(pieces[first].range.lowerBound..<pieces[index - 1].range.upperBound)
            else { return nil }
        }
    }

    private static func isSingle(_ style: TextStyle) -> Bool {
        style == .strong || style == .emphasis || style == .strikethrough
    }

    /// A word character at each end, and outside of it nothing or a space.
    private func standsApart(_ range: Range<Int>) -> Bool {
        guard let first = buffer[range].first, let last = buffer[range].last else { return false }
        return Self.isWord(first) && Self.isWord(last)
            && (range.lowerBound == 0 || buffer[range.lowerBound - 1] == 0x20)
            && (range.upperBound == buffer.count || Self.mayFollow(buffer[range.upperBound]))
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
    }

    private static func mayFollow(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x5C, UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: ")"):
            true
        default: false
        }
    }

    /// - Parameter first: of the pieces to be written; those before it are plain.
    func write(to output: inout [UInt8], from first: Int) {
        var style = TextStyle.plain
        for piece in pieces[first...] {
            if piece.style != style {
                mark(style, &output)
                mark(piece.style, &output)
                style = piece.style
            }
            output.append(contentsOf: buffer[piece.range])
        }
        mark(style, &output)
    }

    private func mark(_ style: TextStyle, _ output: inout [UInt8]) {
        if style == .strong {
            output.append(UInt8(ascii: "*"))
            output.append(UInt8(ascii: "*"))
        } else if style == .emphasis {
            output.append(UInt8(ascii: "*"))
        } else if style == .strikethrough {
            output.append(UInt8(ascii: "~"))
            output.append(UInt8(ascii: "~"))
        }
    }
}
