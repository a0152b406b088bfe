internal import AttachmentModel

/// The first records of a workbook, which say whether it can be read.
enum WorkbookStart {
    /// - Parameter stream: the first bytes of `Workbook` or `Book`.
    static func refusal(_ stream: [UInt8]) -> ReadingError? {
        guard
            stream.uint8(at: 1) == 8 || stream.uint8(at: 1) == 4 || stream.uint8(at: 1) == 2
                || stream.uint8(at: 1) == 0,
            stream.uint8(at: 0) == 9
        else { return ReadingError(.corrupt, "xls starts without BOF") }
        var offset = 0
        while offset + 4 <= stream.count {
            let kind = stream.uint16(at: offset)
            // FilePass comes before anything that is encrypted, the sheets' directory after it.
            if kind == 0x2F { return ReadingError(.encrypted, "xls needs a password (FilePass)") }
            if kind == 0x85 || kind == 0x0A { return nil }
            offset += 4 + stream.uint16(at: offset + 2)
        }
        return nil
    }
}
