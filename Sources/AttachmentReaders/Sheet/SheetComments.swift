internal import ContentTree

/// Comments at the cells of a sheet, old and threaded ones.
enum SheetComments {
    static func write(of sheet: Workbook.Sheet, in workbook: Workbook, to output: DocumentOutput) {
        let relationships = workbook.package.relationships(of: sheet.part)
        var comments = CommentList()
        var threaded: Set<String> = []
        for part in relationships.targets("threadedComment") where !output.isFull {
            _ = workbook.package.read(part, as: SheetTag.self) { xml in
                while let event = xml.event() {
                    guard case .start(.threadedComment) = event else { continue }
                    let place = xml.attribute("ref") ?? ""
                    let author = xml.attribute("personId").flatMap { workbook.people[$0] } ?? ""
                    threaded.insert(place)
                    comments.add(place: place, author: author, blocks(&xml, until: .threadedComment), to: output)
                }
            }
        }
        for part in relationships.targets("comments") where !output.isFull {
            _ = workbook.package.read(part, as: SheetTag.self) { xml in
                read(&xml, into: &comments, without: threaded, output)
            }
        }
        comments.finish(output)
    }

    /// - Parameter threaded: cells whose old comment only says that a newer program is needed to see the real one.
    private static func read(
        _ xml: inout XMLPull<SheetTag>, into comments: inout CommentList, without threaded: Set<String>,
        _ output: DocumentOutput
    ) {
        var authors: [String] = []
        while let event = xml.event() {
            switch event {
            case .start(.author): authors.append(authors.count < 10_000 ? xml.allText(limit: 1_024) : "")
            case .start(.comment):
                let place = xml.attribute("ref") ?? ""
                let number = xml.integer("authorId") ?? -1
                let author = authors.indices.contains(number) ? authors[number] : ""
                let text = blocks(&xml, until: .comment, dropping: author + ":")
                if !threaded.contains(place) { comments.add(place: place, author: author, text, to: output) }
            default: break
            }
        }
    }

    /// - Parameter lead: what programs put before a comment's text, its author.
    private static func blocks(
        _ xml: inout XMLPull<SheetTag>, until end: SheetTag, dropping lead: String = ":"
    ) -> [Block] {
        var text = ""
        while let event = xml.event() {
            switch event {
            case .start(.text), .start(.threadedText): text += xml.allText(limit: 32_767)
            case .start(.phonetic): xml.skip()
            case .end(end):
                var flow = TextFlow()
                if lead.count > 1, text.hasPrefix(lead) { text.removeFirst(lead.count) }
                for line in text.split(separator: "\n") {
                    flow.append(String(line))
                    flow.endParagraph()
                }
                return flow.takeBlocks()
            default: break
            }
        }
        return []
    }
}
