/// A file inside another one.
package struct CarriedFile {
    /// As its sender named it, on one line; may be empty.
    let name: String
    /// As its sender said it; may be empty or wrong.
    let mediaType: String
    /// Undone from what packs it.
    let bytes: () -> [UInt8]

    init(name: String, mediaType: String, bytes: @escaping () -> [UInt8]) {
        self.name = String(String.UnicodeScalarView(name.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }).prefix(255))
        self.mediaType = mediaType
        self.bytes = bytes
    }

    var file: AttachmentFile { AttachmentFile(bytes: bytes(), name: name, mediaType: mediaType) }
}

/// A format that carries whole files.
package protocol CarryingReader: AttachmentReader {
    /// In their order, which is the same each time.
    /// - Throws: when the outer file cannot be read.
    static func carried(in file: AttachmentFile, limits: ReadingLimits) throws(ReadingError) -> [CarriedFile]
}

extension CarryingReader {
    /// The bytes of one of them; `nil` where there are not so many.
    package static func bytes(
        ofCarried index: Int, in file: AttachmentFile, limits: ReadingLimits
    ) throws(ReadingError) -> [UInt8]? {
        let files = try carried(in: file, limits: limits)
        return files.indices.contains(index) ? files[index].bytes() : nil
    }
}
