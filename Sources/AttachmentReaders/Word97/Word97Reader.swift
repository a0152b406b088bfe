internal import AttachmentModel
internal import ContentTree

/// Word 97 to 2003: doc, dot.
package enum Word97Reader: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        let word = try WordFile(try CompoundFile(file))
        let teller = WordTeller(word, limits: limits)
        var ending = StoryEnding()
        let footnotes = WordNotes(word, .footnotes, references: 2, texts: 3, size: 2)
        let endnotes = WordNotes(word, .endnotes, references: 46, texts: 47, size: 2)
        for place in footnotes.places + endnotes.places { teller.marks[place] = ending.nextFootnote() }
        teller.tell(word.characters(of: .main)) { blocks in
            output.append(blocks)
            return !output.isFull
        }
        let marks = teller.marks
        teller.marks = [:]
        func blocks(_ range: Range<Int>) -> [Block] {
            var blocks: [Block] = []
            var left = limits.text
            teller.tell(range) { piece in
                blocks += piece
                left -= piece.plainText.utf8.count
                return left > 0
            }
            return blocks
        }
        output.append(blocks(word.characters(of: .boxes)))
        for text in WordNotes.parts(word, .headers, texts: word.places(word.structure(11), size: 0)) {
            ending.add(blocks(text), of: .margin)
        }
        for notes in [footnotes, endnotes] {
            for (place, text) in zip(notes.places, notes.texts) {
                if let number = marks[place] { ending.add(blocks(text), of: .footnote(number)) }
            }
        }
        let comments = WordNotes(word, .comments, references: 4, texts: 5, size: 30)
        let authors = comments.authors(word)
        for (author, text) in zip(authors, comments.texts) { ending.add(blocks(text), of: .comment(author: author)) }
        output.append(ending.blocks())
        if teller.charactersLeft <= 0 { output.note(.text) }
    }
}

/// Notes or comments: where they are marked in the main text, and where their texts are.
struct WordNotes {
    /// Characters of the main text.
    private(set) var places: [Int] = []
    /// Characters of the document.
    private(set) var texts: [Range<Int>] = []
    private let descriptors: Range<Int>
    private static let most = 10_000

    /// - Parameters: numbers of the structures with the marks and with the texts, and bytes about each mark.
    init(_ file: WordFile, _ part: WordFile.Part, references: Int, texts: Int, size: Int) {
        let range = file.structure(references)
        places = Array(file.places(range, size: size).dropLast().prefix(Self.most))
        self.texts = Self.parts(file, part, texts: file.places(file.structure(texts), size: 0))
        descriptors = min(range.upperBound, range.lowerBound + 4 * (places.count + 1))..<range.upperBound
        if descriptors.isEmpty { places = [] }
    }

    /// The texts of a part, which is cut at the places given.
    static func parts(_ file: WordFile, _ part: WordFile.Part, texts: [Int]) -> [Range<Int>] {
        let whole = file.characters(of: part)
        return zip(texts, texts.dropFirst()).prefix(most).compactMap { start, end in
            let start = start + whole.lowerBound
            let end = end + whole.lowerBound
            return start < end && end <= whole.upperBound ? start..<end : nil
        }
    }

    /// Who wrote each comment, by the list of authors.
    func authors(_ file: WordFile) -> [String] {
        var names: [String] = []
        let range = file.structure(36)
        var offset = range.lowerBound
        while offset + 2 <= range.upperBound, names.count < Self.most {
            let count = file.table.uint16(at: offset)
            names.append(file.table.utf16(at: offset + 2, units: min(count, 256)))
            offset += 2 + 2 * count
        }
        return places.indices.map { index in
            let author = file.table.uint16(at: descriptors.lowerBound + 30 * index + 20)
            return names.indices.contains(author) ? names[author] : ""
        }
    }
}
