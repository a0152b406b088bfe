internal import AttachmentModel

/// The start of a Word file (Microsoft, "[MS-DOC]", FibBase).
struct WordHeader {
    let refusal: ReadingError?
    /// Else of Word 6 or 95, whose files are laid out differently.
    let isWord97: Bool

    /// - Parameter stream: the first bytes of `WordDocument`.
    init(_ stream: [UInt8]) {
        let identifier = stream.uint16(at: 0)
        let version = stream.uint16(at: 2)
        isWord97 = identifier == 0xA5EC && version >= 193
        let flags = stream.uint16(at: 10)
        if stream.count < 32 || ![0xA5EC, 0xA5DC].contains(identifier) {
            refusal = ReadingError(.unsupported, "doc older than Word 6")
        } else if flags & 0x0100 != 0 {
            refusal = ReadingError(.encrypted, "doc needs a password (fEncrypted)")
        } else if version < 101 {
            refusal = ReadingError(.unsupported, "doc older than Word 6")
        } else {
            refusal = nil
        }
    }
}
