internal import AttachmentModel

/// Finds a presentation's slides in the order they are shown.
struct PPTDocument {
    struct Slide {
        /// What notes call it.
        let identifier: Int
        /// `nil` when the slide's record cannot be found.
        let data: Range<Int>?
        /// What its placeholders say, where the slide only refers to it.
        var outline: [PPTText] = []
    }

    let bytes: [UInt8]
    private(set) var slides: [Slide] = []
    private(set) var notes: [Int: Range<Int>] = [:]
    /// Offsets of records by their persist number.
    private var places: [Int: Int] = [:]
    private static let most = 20_000

    /// - Throws: `corrupt` when there are no slides to be found, `encrypted`.
    init(_ bytes: [UInt8], currentUser: [UInt8]) throws(ReadingError) {
        self.bytes = bytes
        let document = try readEdits(from: currentUser.uint32(at: 16))
        if let document { readDocument(document) }
        if slides.isEmpty { scan() }
        guard !slides.isEmpty || document != nil else { throw ReadingError(.corrupt, "ppt without slides") }
    }

    /// Follows the edits from the last one back.
    /// - Returns: the document's record.
    private mutating func readEdits(from offset: Int) throws(ReadingError) -> Range<Int>? {
        var offset = offset
        var document: Int?
        var seen: Set<Int> = []
        while seen.count < 1_000, seen.insert(offset).inserted,
            let edit = PPTRecord(bytes, at: offset, within: bytes.count), edit.kind == .userEdit
        {
            let start = edit.data.lowerBound
            if edit.data.count >= 32, bytes.uint32(at: start + 28) != 0 {
                throw ReadingError(.encrypted, "ppt needs a password (CryptSession)")
            }
            if document == nil { document = bytes.uint32(at: start + 16) }
            if let directory = PPTRecord(bytes, at: bytes.uint32(at: start + 12), within: bytes.count),
                directory.kind == .persistDirectory
            {
                readDirectory(directory.data)
            }
            offset = bytes.uint32(at: start + 8)
            if offset == 0 { break }
        }
        return document.flatMap { record(persist: $0, .document) }
    }

    /// Newer edits were read before and win.
    private mutating func readDirectory(_ data: Range<Int>) {
        var offset = data.lowerBound
        while offset + 4 <= data.upperBound, places.count < 1 << 20 {
            let first = bytes.uint32(at: offset) & 0xF_FFFF
            let count = bytes.uint32(at: offset) >> 20
            offset += 4
            for number in first..<first + count where offset + 4 <= data.upperBound {
                if places[number] == nil { places[number] = bytes.uint32(at: offset) }
                offset += 4
            }
        }
    }

    private func record(persist: Int, _ kind: PPTKind) -> Range<Int>? {
        guard let place = places[persist], let record = PPTRecord(bytes, at: place, within: bytes.count),
            record.kind == kind
        else { return nil }
        return record.data
    }

    private mutating func readDocument(_ data: Range<Int>) {
        for list in PPTRecords(bytes, in: data) where list.kind == .slideList {
            switch list.instance {
            case 0: readSlides(list.data)
            case 2: readNotes(list.data)
            default: break
            }
        }
    }

    private mutating func readSlides(_ data: Range<Int>) {
        for record in PPTRecords(bytes, in: data) {
            if record.kind == .slidePersist {
                guard slides.count < Self.most else { return }
                let start = record.data.lowerBound
                slides.append(
                    Slide(
                        identifier: bytes.uint32(at: start + 12),
                        data: self.record(persist: bytes.uint32(at: start), .slide)))
            } else if let last = slides.indices.last, slides[last].outline.count < 100 {
                PPTText.read(record, bytes, into: &slides[last].outline)
            }
        }
    }

    private mutating func readNotes(_ data: Range<Int>) {
        for record in PPTRecords(bytes, in: data) where record.kind == .slidePersist && notes.count < Self.most {
            let start = record.data.lowerBound
            notes[bytes.uint32(at: start + 12)] = self.record(persist: bytes.uint32(at: start), .notes)
        }
    }

    /// Without a directory: the slides as they lie in the file.
    private mutating func scan() {
        for record in PPTRecords(bytes, in: 0..<bytes.count) where slides.count < Self.most {
            if record.kind == .slide { slides.append(Slide(identifier: 0, data: record.data)) }
        }
    }
}
