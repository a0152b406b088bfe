/// What shows of a pdf without reading it.
enum PDFMarks {
    private static let header = Array("%PDF-".utf8)
    private static let object = Array(" obj".utf8)

    /// ISO 32000-1, appendix H.3, note 13: readers accept the header anywhere in the first 1024 bytes. Where it does not
    /// stand first, an object has to follow, or it is a text about pdf files.
    static func isPDF(_ file: AttachmentFile, start: [UInt8]) -> Bool {
        let start = start.prefix(1_024)
        guard let place = start.firstRange(of: header)?.lowerBound else { return false }
        if place == 0 { return true }
        return file.bytes(at: place, count: 16_384).contains(object)
    }

    /// Pictures are streams, and the dictionaries of streams stand open in the file, also in encrypted ones. The name is
    /// compared whole: `/ImageB`, `/ImageC` and `/ImageI` stand in the lists of procedures of pages without any picture
    /// (ISO 32000-1, 14.2).
    static func hasPictures(_ file: AttachmentFile) -> Bool {
        file.withBytes { bytes in
            var rest = bytes[...]
            while let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
                rest = rest[(slash + 1)...]
                if rest.starts(with: "Image".utf8), endsName(rest.dropFirst(5).first) { return true }
            }
            return false
        }
    }

    /// ISO 32000-1, 7.2.2: white space and delimiters end a name.
    private static func endsName(_ byte: UInt8?) -> Bool {
        guard let byte else { return true }
        return byte <= UInt8(ascii: " ") || "()<>[]{}/%".utf8.contains(byte)
    }
}
