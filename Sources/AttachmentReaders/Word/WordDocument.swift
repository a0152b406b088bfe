/// What holds for all stories of one document: its text, headers, notes and comments.
final class WordDocument {
    let package: OfficePackage
    let mainPart: String
    let styles: WordStyles
    var numbering: WordNumbering
    /// Numbers of the notes in the order of their marks, by kind and id.
    private(set) var footnotes: [Int: Int] = [:]
    private(set) var endnotes: [Int: Int] = [:]
    /// Parts of headers and footers in the order of their sections.
    private(set) var edges: [String] = []

    /// - Throws: when the file is no Word document.
    init(_ file: AttachmentFile, limits: ReadingLimits) throws(ReadingError) {
        package = try OfficePackage(file, format: "docx", limits: limits)
        mainPart = try package.mainPart(usual: "word/document.xml")
        styles = WordStyles(package, of: mainPart)
        numbering = WordNumbering(package, of: mainPart)
    }

    /// Bytes of text read so far.
    var textBytes = 0

    func number(ofNote id: Int, isEndnote: Bool) -> Int {
        let next = footnotes.count + endnotes.count + 1
        if isEndnote {
            endnotes[id] = endnotes[id] ?? next
            return endnotes[id] ?? next
        }
        footnotes[id] = footnotes[id] ?? next
        return footnotes[id] ?? next
    }

    func addEdge(_ part: String) {
        if edges.count < 1_000, !edges.contains(part) { edges.append(part) }
    }
}
