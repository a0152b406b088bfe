internal import AttachmentModel
internal import CharacterSets

/// The parts of a Word file of 97 to 2003 (Microsoft, "[MS-DOC]"): where its text lies and what describes it.
struct WordFile {
    /// A run of characters that lie together in the file.
    struct Piece {
        /// First character in the document, counted from 0, and the one behind the last.
        let characters: Range<Int>
        /// Of the first character in `WordDocument`.
        let offset: Int
        /// One byte a character, Western.
        let isNarrow: Bool
    }

    /// Texts of the document, in the order they stand behind each other.
    enum Part: Int, CaseIterable {
        case main, footnotes, headers, macros, comments, endnotes, boxes, headerBoxes
    }

    let bytes: [UInt8]
    let table: [UInt8]
    private(set) var pieces: [Piece] = []

    /// - Throws: `corrupt` when the text cannot be found.
    init(_ container: CompoundFile) throws(ReadingError) {
        guard let bytes = container.stream("WordDocument"), bytes.count >= 426 else {
            throw ReadingError(.corrupt, "doc without text")
        }
        if let refusal = WordHeader(bytes).refusal { throw refusal }
        self.bytes = bytes
        table = container.stream(bytes.uint16(at: 10) & 0x0200 != 0 ? "1Table" : "0Table") ?? []
        readPieces(structure(33))
        guard !pieces.isEmpty else { throw ReadingError(.corrupt, "doc without its piece table") }
    }

    /// Where in the table stream a structure lies, by its number in the header's list (FibRgFcLcb97).
    func structure(_ number: Int) -> Range<Int> {
        let start = bytes.uint32(at: 154 + 8 * number)
        let count = bytes.uint32(at: 158 + 8 * number)
        guard start <= table.count, count <= table.count - start else { return 0..<0 }
        return start..<start + count
    }

    /// Characters of one part of the document.
    func characters(of part: Part) -> Range<Int> {
        // The header counts them in the order of the parts.
        let counts = Part.allCases.map { min(bytes.uint32(at: 76 + 4 * $0.rawValue), 1 << 28) }
        let start = counts[..<part.rawValue].reduce(0, +)
        return start..<start + counts[part.rawValue]
    }

    /// Numbers at the start of a list of places with data behind them (PLC).
    /// - Parameter size: bytes of data for each.
    func places(_ range: Range<Int>, size: Int) -> [Int] {
        guard range.count >= 4 else { return [] }
        let count = (range.count - 4) / (4 + size)
        return (0...count).map { table.uint32(at: range.lowerBound + 4 * $0) }
    }

    private mutating func readPieces(_ clx: Range<Int>) {
        var offset = clx.lowerBound
        // Property changes that single pieces refer to come first.
        while offset < clx.upperBound, table.uint8(at: offset) == 1 { offset += 3 + table.uint16(at: offset + 1) }
        guard offset < clx.upperBound, table.uint8(at: offset) == 2 else { return }
        let start = min(clx.upperBound, offset + 5)
        let range = start..<min(clx.upperBound, start + table.uint32(at: offset + 1))
        guard !range.isEmpty else { return }
        let places = places(range, size: 8)
        let descriptors = start + 4 * places.count
        for index in places.indices.dropLast() where places[index] < places[index + 1] {
            let place = table.uint32(at: descriptors + 8 * index + 2)
            let isNarrow = place & 0x4000_0000 != 0
            let offset = place & 0x3FFF_FFFF
            pieces.append(
                Piece(
                    characters: places[index]..<places[index + 1], offset: isNarrow ? offset / 2 : offset,
                    isNarrow: isNarrow))
        }
    }

    /// Hands over the characters of a range as UTF-16 units, each with its place in the document and in the file.
    /// - Parameter body: returns whether to go on.
    func forEach(in range: Range<Int>, _ body: (_ unit: UInt16, _ character: Int, _ offset: Int) -> Bool) {
        for piece in pieces {
            let part = piece.characters.clamped(to: range)
            for character in part {
                let offset = piece.offset + (character - piece.characters.lowerBound) * (piece.isNarrow ? 1 : 2)
                // A piece that lies about its length ends with the file.
                guard offset < bytes.count else { break }
                let unit = piece.isNarrow ? Self.western[bytes.uint8(at: offset)] : bytes.uint16(at: offset)
                guard body(UInt16(truncatingIfNeeded: unit), character, offset) else { return }
            }
        }
    }

    /// Windows' Western character set.
    private static let western: [Int] = (0..<256).map { byte in
        guard 0x80...0x9F ~= byte else { return byte }
        let text = CharacterSet.windows1252.text(of: [UInt8(byte)])
        return text.unicodeScalars.first.map { Int($0.value) } ?? byte
    }
}
