/// Looks of paragraphs and characters by their place in the file, from pages of 512 bytes ("[MS-DOC]", §2.9.175, §2.9.33).
struct WordProperties {
    struct Run {
        /// Places in `WordDocument`.
        let range: Range<Int>
        /// Of the properties in `WordDocument`; empty when there are none.
        let properties: Range<Int>
    }

    private var runs: [Run] = []
    private var last = 0
    private static let most = 500_000

    /// - Parameters:
    ///   - pages: the list of pages in the table stream.
    ///   - isParagraphs: else of characters.
    init(_ file: WordFile, pages: Range<Int>, isParagraphs: Bool) {
        let places = file.places(pages, size: 4)
        let numbers = pages.lowerBound + 4 * places.count
        for index in 0..<max(0, places.count - 1) where runs.count < Self.most {
            let page = (file.table.uint32(at: numbers + 4 * index) & 0x3F_FFFF) * 512
            guard page + 512 <= file.bytes.count else { continue }
            readPage(file.bytes, page, isParagraphs)
        }
        runs.sort { $0.range.lowerBound < $1.range.lowerBound }
    }

    private mutating func readPage(_ bytes: [UInt8], _ page: Int, _ isParagraphs: Bool) {
        let count = min(bytes.uint8(at: page + 511), isParagraphs ? 0x1D : 0x65)
        let entries = page + 4 * (count + 1)
        for index in 0..<count {
            let start = bytes.uint32(at: page + 4 * index)
            let end = bytes.uint32(at: page + 4 * index + 4)
            guard start < end else { continue }
            let place = bytes.uint8(at: entries + index * (isParagraphs ? 13 : 1)) * 2
            var properties = 0..<0
            if place > 0 {
                var offset = page + place
                var size = bytes.uint8(at: offset)
                offset += 1
                if isParagraphs {
                    if size == 0 {
                        size = bytes.uint8(at: offset) * 2
                        offset += 1
                    } else {
                        size = size * 2 - 1
                    }
                }
                if offset < page + 512 { properties = offset..<min(page + 512, offset + size) }
            }
            runs.append(Run(range: start..<end, properties: properties))
        }
    }

    /// Places are asked for mostly in rising order.
    mutating func run(at offset: Int) -> Run? {
        if runs.indices.contains(last), runs[last].range.contains(offset) { return runs[last] }
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].range.lowerBound <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0, runs[low - 1].range.contains(offset) else { return nil }
        last = low - 1
        return runs[last]
    }
}

/// Goes through changes of properties, each a number and its value ("[MS-DOC]", §2.2.5, Prl).
struct WordChanges: Sequence, IteratorProtocol {
    let bytes: [UInt8]
    private var offset: Int
    private let end: Int

    init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    mutating func next() -> (number: Int, value: Range<Int>)? {
        guard offset + 2 < end else { return nil }
        let number = bytes.uint16(at: offset)
        var start = offset + 2
        let size: Int
        switch number >> 13 {
        case 0, 1: size = 1
        case 2, 4, 5: size = 2
        case 3: size = 4
        case 7: size = 3
        default:
            // The length comes first; of a table's description in two bytes and one too many.
            let isTable = number == 0xD608
            size = isTable ? Swift.max(0, bytes.uint16(at: start) - 1) : bytes.uint8(at: start)
            start += isTable ? 2 : 1
        }
        offset = start + size
        guard start <= end else { return nil }
        return (number, start..<Swift.min(offset, end))
    }
}
