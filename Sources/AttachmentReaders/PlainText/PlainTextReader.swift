internal import AttachmentModel
internal import CharacterSets
internal import ContentTree

/// Text as it is; a table where the name says that its columns are divided.
package enum PlainTextReader: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        let text = file.withBytes { bytes -> String in
            let set = CharacterSet.guessed(bytes)
            // More cannot be written anyway; UTF-16 and UTF-32 shrink.
            let most = limits.text * (set.name.hasPrefix("UTF-32") ? 4 : set.name.hasPrefix("UTF-16") ? 2 : 1) + 4
            if bytes.count > most { output.note(.text) }
            let part = UnsafeRawBufferPointer(rebasing: bytes.prefix(most))
            return String(decoding: withLineFeeds(set.decode(part)), as: UTF8.self)
        }
        let isTable =
            ["csv", "tsv", "tab"].contains(file.nameExtension)
            || ["text/csv", "text/tab-separated-values"].contains(
                String(file.mediaType.lowercased().prefix { $0 != ";" }))
        if isTable, let table = DelimitedText(text) {
            table.write(into: output, limits: limits)
        } else {
            output.append(.markdown(text.hasSuffix("\n") ? String(text.dropLast()) : text))
        }
    }

    /// CR LF, and CR where there is no other line end.
    private static func withLineFeeds(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(0x0D) else { return bytes }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            if byte != 0x0D {
                output.append(byte)
            } else if index + 1 >= bytes.count || bytes[index + 1] != 0x0A {
                output.append(0x0A)
            }
        }
        return output
    }
}
