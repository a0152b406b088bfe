internal import AttachmentModel
internal import ContentTree

/// Reads what `tesseract` saw in a picture: lines as they were set, blank lines between paragraphs.
package enum RecognisedText: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        let text = PDFText(file.withBytes { String(decoding: $0, as: UTF8.self) })
        let words = PDFWords(text.pages)
        for page in text.pages { output.append(PDFParagraphs(page, words: words).blocks) }
    }
}
