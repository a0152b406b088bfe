internal import ContentTree

/// The text of one shape.
struct PPTText {
    /// What the text is there for ("[MS-PPT]", §2.13.33, TextTypeEnum).
    enum Purpose: Int {
        case title, body, notes
        case other = 4
        case centredBody, centredTitle, halfBody, quarterBody

        var isTitle: Bool { self == .title || self == .centredTitle }
        var hasBullets: Bool { self == .body || self == .halfBody || self == .quarterBody }
    }

    private struct Paragraph {
        var level = 0
        /// `nil`: as is usual for the purpose.
        var hasBullet: Bool?
    }

    let purpose: Purpose
    private var units: [UInt16] = []
    private var paragraphs: [(units: Int, look: Paragraph)] = []

    private static let longest = 1 << 20

    init(_ purpose: Purpose) { self.purpose = purpose }

    /// Takes a record that belongs to a text: each header starts a new one.
    static func read(_ record: PPTRecord, _ bytes: [UInt8], into texts: inout [PPTText]) {
        let data = record.data
        switch record.kind {
        case .textHeader: texts.append(PPTText(Purpose(rawValue: bytes.uint32(at: data.lowerBound)) ?? .other))
        case .textUnits:
            if texts.isEmpty { texts.append(PPTText(.other)) }
            let end = min(data.upperBound, data.lowerBound + 2 * longest)
            texts[texts.count - 1].units = stride(from: data.lowerBound, to: end - 1, by: 2).map {
                UInt16(truncatingIfNeeded: bytes.uint16(at: $0))
            }
        case .textBytes:
            if texts.isEmpty { texts.append(PPTText(.other)) }
            texts[texts.count - 1].units = bytes[data].prefix(longest).map { UInt16($0) }
        case .slideNumberMark, .dateMark, .genericDateMark, .headerMark, .footerMark, .richDateMark:
            // A mark in the text that is shown as a number or date.
            let place = bytes.uint32(at: data.lowerBound)
            if let last = texts.indices.last, texts[last].units.indices.contains(place) {
                texts[last].units[place] = 0x20
            }
        case .textStyle: if !texts.isEmpty { texts[texts.count - 1].readStyle(bytes, data) }
        default: break
        }
    }

    /// Looks of the paragraphs, each with the number of characters it holds for (§2.9.45, TextPFRun).
    private mutating func readStyle(_ bytes: [UInt8], _ data: Range<Int>) {
        var offset = data.lowerBound
        var covered = 0
        while covered <= units.count, offset + 10 <= data.upperBound, paragraphs.count < 100_000 {
            let count = bytes.uint32(at: offset)
            var look = Paragraph(level: min(4, bytes.uint16(at: offset + 4)))
            let mask = bytes.uint32(at: offset + 6)
            offset += 10
            if mask & 0xF != 0 {
                if mask & 1 != 0 { look.hasBullet = bytes.uint16(at: offset) & 1 != 0 }
                offset += 2
            }
            // Sizes of the fields that the mask says are there, in the order they are stored.
            let sizes = [(7, 2), (4, 2), (6, 2), (5, 4), (11, 2), (12, 2), (13, 2), (14, 2), (8, 2), (10, 2), (15, 2)]
            for (bit, size) in sizes where mask & 1 << bit != 0 { offset += size }
            if mask & 1 << 20 != 0 { offset += 2 + 4 * bytes.uint16(at: offset) }
            if mask & 1 << 16 != 0 { offset += 2 }
            if mask & 0xE_0000 != 0 { offset += 2 }
            if mask & 1 << 21 != 0 { offset += 2 }
            paragraphs.append((count, look))
            guard count > 0 else { return }
            covered += count
        }
    }

    func blocks() -> [Block] {
        var gathering = Gathering()
        var start = 0
        let isList = purpose.hasBullets && units.contains(0x0D)
        var looks = paragraphs[...]
        var lookEnd = looks.first?.units ?? 0
        for paragraph in units.split(separator: 0x0D, omittingEmptySubsequences: false) {
            while start >= lookEnd, !looks.isEmpty {
                looks.removeFirst()
                lookEnd += looks.first?.units ?? 0
            }
            let look = looks.first?.look ?? Paragraph()
            start += paragraph.count + 1
            var flow = TextFlow()
            for (index, line) in paragraph.split(separator: 0x0B, omittingEmptySubsequences: false).enumerated() {
                if index > 0 { flow.lineBreak() }
                flow.append(String(decoding: line, as: UTF16.self))
            }
            let blocks = flow.takeBlocks()
            guard !blocks.isEmpty else { continue }
            if look.hasBullet ?? isList {
                gathering.append(ListGatherer.Item(level: look.level, number: nil, blocks: blocks))
            } else {
                for block in blocks { gathering.append(block) }
            }
        }
        return gathering.take()
    }
}
