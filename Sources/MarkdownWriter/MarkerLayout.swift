internal import ContentTree

/// One end of a styled span.
struct Marker {
    /// Index into ``MarkerLayout/spans``.
    let span: Int
    let style: TextStyle
    let isOpening: Bool

    var characters: [UInt8] {
        switch style {
        case .strong: [UInt8(ascii: "*"), UInt8(ascii: "*")]
        case .emphasis: [UInt8(ascii: "*")]
        default: [UInt8(ascii: "~"), UInt8(ascii: "~")]
        }
    }
}

/// Nests the styles of a row of pieces: which markers stand before each piece and behind the last one.
struct MarkerLayout {
    struct Span {
        let style: TextStyle
        var pieces: Range<Int>
    }

    private(set) var spans: [Span] = []
    /// One more than there are pieces.
    private(set) var boundaries: [[Marker]] = []

    private static let styles = [TextStyle.strikethrough, .emphasis, .strong]

    init(_ pieces: [StyledPiece]) {
        var open: [Int] = []
        let ends = Self.styleEnds(pieces)
        boundaries.reserveCapacity(pieces.count + 1)
        for boundary in 0...pieces.count {
            let wanted = boundary < pieces.count ? pieces[boundary].style : []
            var markers: [Marker] = []
            var present = open.reduce(into: TextStyle()) { $0.formUnion(spans[$1].style) }
            while let last = open.last, !present.isSubset(of: wanted) {
                open.removeLast()
                spans[last].pieces = spans[last].pieces.lowerBound..<boundary
                present.remove(spans[last].style)
                markers.append(Marker(span: last, style: spans[last].style, isOpening: false))
            }
            var opening = Self.styles.indices.filter {
                wanted.contains(Self.styles[$0]) && !present.contains(Self.styles[$0])
            }
            if opening.count > 1 { opening.sort { (ends[boundary][$0], -$0) > (ends[boundary][$1], -$1) } }
            for style in opening {
                open.append(spans.count)
                markers.append(Marker(span: spans.count, style: Self.styles[style], isOpening: true))
                spans.append(Span(style: Self.styles[style], pieces: boundary..<boundary))
            }
            boundaries.append(markers)
        }
    }

    /// For every piece, where each of its styles ends: the one that lasts longest goes outside.
    private static func styleEnds(_ pieces: [StyledPiece]) -> [[Int]] {
        var ends = [[Int]](repeating: [0, 0, 0], count: pieces.count + 1)
        for index in pieces.indices.reversed() {
            for (position, style) in styles.enumerated() where pieces[index].style.contains(style) {
                let next = ends[index + 1][position]
                ends[index][position] = next > index + 1 ? next : index + 1
                if index + 1 < pieces.count, pieces[index + 1].style.contains(style) { ends[index][position] = next }
            }
        }
        return ends
    }
}
