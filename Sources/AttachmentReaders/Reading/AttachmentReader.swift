/// Reads one kind of file.
package protocol AttachmentReader {
    /// Hands blocks to `output` in reading order, as they are found, and returns early when it is full.
    /// - Throws: when the file, or the rest of it, cannot be read.
    static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError)
}
