internal import AttachmentModel
internal import ContentTree

/// OpenDocument texts, spreadsheets, presentations and drawings, packed or as one file of XML.
package enum OpenDocumentReader: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        guard file.bytes(at: 0, count: 2) == Array("PK".utf8) else {
            return try readFlat(file, limits: limits, into: output)
        }
        let package = try OfficePackage(file, format: "odf", limits: limits)
        if isEncrypted(package) { throw ReadingError(.encrypted, "odf: the manifest has encryption data") }
        guard package.zip.contains("content.xml") else { throw ReadingError(.corrupt, "odf: no content.xml") }
        let document = OpenDocument(package, limits: limits, output: output)
        for part in ["styles.xml", "content.xml"] {
            _ = package.read(part, as: OpenTag.self) { readRoot(&$0, of: document) }
        }
        document.writeEnd()
        try package.conclude(output)
    }

    private static func readFlat(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        let document = OpenDocument(nil, limits: limits, output: output)
        var xml = XMLPull<OpenTag>(FileSource(file), depth: limits.depth)
        readRoot(&xml, of: document)
        document.writeEnd()
        var faults = MarkupFaults()
        faults.note(xml.fault)
        try faults.conclude("odf", output)
    }

    /// OpenDocument 1.3 part 2, 4. Old manifests have a document type, whose entities nobody uses.
    private static func isEncrypted(_ package: OfficePackage) -> Bool {
        if package.zip.contains("encrypted-package") { return true }
        guard let source = package.zip.stream("META-INF/manifest.xml") else { return false }
        var xml = XMLPull<OpenTag>(source, depth: package.limits.depth, allowsDoctype: true)
        while let event = xml.event() {
            if case .start(.encryption) = event { return true }
        }
        return false
    }

    private static func readRoot(_ xml: inout XMLPull<OpenTag>, of document: OpenDocument) {
        while !document.output.isFull, let event = xml.event() {
            guard case .start(let tag?) = event else { continue }
            switch tag {
            case .style, .listStyle: document.styles.read(tag, &xml)
            case .text:
                document.isText = true
                var story = OpenStory(document)
                story.isStreaming = true
                story.readBlocks(&xml)
                _ = story.takeBlocks()
            case .spreadsheet: readSheets(&xml, of: document)
            case .presentation, .drawing: readPages(&xml, of: document, isSlide: tag == .presentation)
            case let tag where tag.isEdge:
                var story = OpenStory(document)
                document.addEdge(story.blocks(&xml))
            case let tag where tag.isHidden: xml.skip()
            default: break
            }
        }
    }

    private static func readSheets(_ xml: inout XMLPull<OpenTag>, of document: OpenDocument) {
        var cellsLeft = document.limits.cells
        while !document.output.isFull, let event = xml.event() {
            switch event {
            case .start(.table): cellsLeft = OpenSheet.read(&xml, of: document, cellsLeft: cellsLeft)
            case .start: xml.skip()
            case .end: return
            case .text: break
            }
        }
    }

    private static func readPages(_ xml: inout XMLPull<OpenTag>, of document: OpenDocument, isSlide: Bool) {
        var number = 0
        while !document.output.isFull, let event = xml.event() {
            switch event {
            case .start(.page):
                number += 1
                OpenSlides.read(page: number, isSlide: isSlide, &xml, of: document)
            case .start: xml.skip()
            case .end: return
            case .text: break
            }
        }
    }
}
