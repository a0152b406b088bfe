internal import AttachmentModel
internal import ContentTree

/// Excel 5 to 2003: xls, xlt.
package enum Workbook97Reader: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        let container = try CompoundFile(file)
        guard let stream = container.stream("Workbook") ?? container.stream("Book") else {
            throw ReadingError(.corrupt, "xls without a workbook")
        }
        let workbook = try Workbook97(stream, limits: limits)
        var cellsLeft = limits.cells
        var isWhole = true
        for sheet in workbook.sheets where !output.isFull && cellsLeft > 0 {
            output.append(.heading(level: 2, line(sheet.name + (sheet.isHidden ? " (hidden)" : ""))))
            var reader = Sheet97(workbook, sheet, cellsLeft: cellsLeft, textLimit: limits.text)
            reader.read()
            cellsLeft = reader.cellsLeft
            if cellsLeft <= 0 { output.note(.cells) }
            isWhole = isWhole && (reader.isWhole || cellsLeft <= 0 || reader.grid.weight >= limits.text)
            output.append(reader.grid.takeBlocks())
            output.flush()
            var comments = CommentList()
            for note in reader.notes {
                let place = CellAddress.text(row: note.row, column: note.column)
                comments.add(place: place, author: note.author, paragraphs(note.text), to: output)
            }
            comments.finish(output)
            for shape in reader.shapes { output.append(paragraphs(shape)) }
        }
        guard isWhole, !workbook.sheets.isEmpty else {
            output.note(.fault)
            throw ReadingError(.corrupt, "xls ends in the middle")
        }
    }

    private static func line(_ text: String) -> [Inline] {
        var flow = TextFlow()
        flow.append(text)
        return flow.takeLine().line
    }

    private static func paragraphs(_ text: String) -> [Block] {
        var flow = TextFlow()
        for line in text.split(whereSeparator: \.isNewline) {
            flow.append(String(line))
            flow.endParagraph()
        }
        return flow.takeBlocks()
    }
}
