internal import AttachmentModel
internal import ContentTree

/// Excel 2007 and later: xlsx, xlsm, xltx, xltm.
package enum WorkbookReader: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        let workbook = try Workbook(file, limits: limits)
        var cellsLeft = limits.cells
        for sheet in workbook.sheets where !output.isFull {
            var flow = TextFlow()
            flow.append(sheet.name + (sheet.isHidden ? " (hidden)" : ""))
            output.append(.heading(level: 2, flow.takeLine().line))
            var reader = SheetReader(workbook, sheet, cellsLeft: cellsLeft)
            _ = workbook.package.read(sheet.part, as: SheetTag.self) { reader.read(&$0) }
            cellsLeft = reader.cellsLeft
            if reader.isCut { output.note(.cells) }
            output.append(reader.grid.takeBlocks())
            // Handed on at once: the next sheet needs the room.
            output.flush()
            SheetComments.write(of: sheet, in: workbook, to: output)
            SheetDrawing.write(of: sheet, in: workbook, to: output)
        }
        try workbook.package.conclude(output)
    }
}
