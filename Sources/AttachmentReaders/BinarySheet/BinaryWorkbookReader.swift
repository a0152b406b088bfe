internal import AttachmentModel
internal import ContentTree

/// Excel's binary workbooks: xlsb. Cells only; comments and drawings are not looked at.
package enum BinaryWorkbookReader: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        let workbook = try BinaryWorkbook(file, limits: limits)
        var cellsLeft = limits.cells
        for sheet in workbook.sheets where !output.isFull {
            var flow = TextFlow()
            flow.append(sheet.name + (sheet.isHidden ? " (hidden)" : ""))
            output.append(.heading(level: 2, flow.takeLine().line))
            var reader = BinarySheet(workbook, cellsLeft: cellsLeft)
            workbook.package.readRecords(sheet.part) { reader.read(&$0) }
            cellsLeft = reader.cellsLeft
            if cellsLeft <= 0 { output.note(.cells) }
            output.append(reader.grid.takeBlocks())
            output.flush()
        }
        try workbook.package.conclude(output)
        if workbook.sheets.isEmpty { throw ReadingError(.corrupt, "xlsb without sheets") }
    }
}
