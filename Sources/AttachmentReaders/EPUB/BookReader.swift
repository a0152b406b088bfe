internal import AttachmentModel
internal import HTMLText

/// EPUB 2 and 3: the web pages of a book in the order of its spine.
package enum BookReader: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        let package = try OfficePackage(file, format: "epub", limits: limits)
        guard let book = Book(package) else { throw ReadingError(.corrupt, "epub: no list of its parts") }
        if book.isEncrypted { throw ReadingError(.encrypted, "epub: its chapters are encrypted") }
        var reader = HTMLReader()
        reader.depth = limits.depth
        reader.text = 2 * limits.text
        for chapter in book.chapters where !output.isFull {
            let bytes = package.bytes(of: chapter, limit: 4 * limits.text)
            let page = bytes.withUnsafeBytes { reader.read($0) }
            if page.isTooDeep { output.note(.depth) }
            output.append(page.blocks.belowFirstLevel)
        }
        try package.conclude(output)
        guard book.chapters.contains(where: package.zip.contains) else {
            throw ReadingError(.corrupt, "epub: none of its pages is there")
        }
    }
}
