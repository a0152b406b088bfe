internal import AttachmentModel
internal import ContentTree

/// The names of what an archive holds, one a line; nothing is unpacked.
package enum ArchiveReader: AttachmentReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        let zip = try ZipPackage(file, limits: limits)
        let names = zip.names.filter { !$0.isEmpty && !$0.hasSuffix("/") }
        guard !names.isEmpty else { return }
        output.append(
            .list(
                ListBlock(items: names.map { ListBlock.Item(blocks: [.paragraph([Inline(.text(Self.oneLine($0)))])]) }))
        )
        if zip.isRecovered { throw ReadingError(.corrupt, "zip central directory missing") }
    }

    private static func oneLine(_ name: String) -> String {
        String(name.map { $0.isNewline ? " " : $0 })
    }
}
