internal import ContentTree

/// What holds for all of one document: its styles, and what is kept for its end.
final class OpenDocument {
    let limits: ReadingLimits
    let output: DocumentOutput
    /// `nil` for a document that is one file of XML.
    let package: OfficePackage?
    var styles = OpenStyles()
    /// Headers and footers are an author's own only in texts: spreadsheets come with some that say `Page 1`.
    var isText = false
    private var notes: [(number: Int, blocks: [Block])] = []
    private var comments = CommentList()
    private var edges: [Block] = []
    private var knownEdges: Set<String> = []
    /// Bytes of what is kept, about.
    private var kept = 0
    /// Bytes that copies of repeated cells may still make: repeats inside of repeats would multiply.
    private var copyBytes: Int

    init(_ package: OfficePackage?, limits: ReadingLimits, output: DocumentOutput) {
        self.package = package
        self.limits = limits
        self.output = output
        copyBytes = limits.text
    }

    /// How often something repeated is written.
    /// - Parameter bytes: that one copy makes.
    func copies(_ wanted: Int, of bytes: Int) -> Int {
        let more = max(0, min(wanted, limits.repeats) - 1)
        let granted = min(more, copyBytes / max(1, bytes))
        copyBytes -= granted * bytes
        return granted + 1
    }

    /// - Returns: the number of the note's mark.
    func addNote(_ blocks: [Block]) -> Int {
        let number = (notes.last?.number ?? 0) + 1
        notes.append((number, keep(blocks)))
        return number
    }

    func addComment(place: String = "", author: String, _ blocks: [Block]) {
        comments.keep(place: place, author: author, keep(blocks))
    }

    func addEdge(_ blocks: [Block]) {
        for block in keep(blocks) where [block].hasLetters && knownEdges.insert([block].plainText).inserted {
            edges.append(block)
        }
    }

    /// Nothing, once more was kept than may be written.
    private func keep(_ blocks: [Block]) -> [Block] {
        guard kept < limits.text else { return [] }
        kept += blocks.plainText.utf8.count + 64
        return blocks
    }

    func writeComments() { comments.finish(output) }

    func writeEnd() {
        if isText { output.append(edges) }
        for note in notes { output.append(.footnote(number: note.number, note.blocks)) }
        writeComments()
    }
}
