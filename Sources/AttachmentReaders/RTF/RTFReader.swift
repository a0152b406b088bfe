internal import AttachmentModel

/// Reads Rich Text Format, whoever wrote it.
package enum RTFReader: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        try file.withBytes { (bytes) throws(ReadingError) in
            guard bytes.starts(with: Array("{\\rtf".utf8)) else {
                throw ReadingError(.corrupt, "rtf starts without \\rtf")
            }
            RTFInterpreter(bytes, limits: limits, output: output).run()
        }
    }
}
